"""How a fit or an interval ended: codes that the arrays carry, and what they mean in words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from cascais.text import _

# The compiled code takes plain numbers; `Outcome` gives them their names.
CONVERGED = 0
TOO_FEW = 1
CONSTANT = 2
NOT_CONVERGED = 3
SHAPE_AT_BOUND = 4
HESSIAN_NOT_POSITIVE = 5
SHAPE_IRREGULAR = 6
PROFILE_OPEN = 7
NO_LIKELIHOOD = 8
COVARIATE_DEGENERATE = 9
TOO_MANY_FAILED = 10
OUTSIDE_FAMILY = 11
CORRECTION_NOT_POSITIVE = 12


class Outcome(IntEnum):
    """Whether a fit or an interval can be used, and if not, why."""

    CONVERGED = CONVERGED
    TOO_FEW = TOO_FEW
    CONSTANT = CONSTANT
    NOT_CONVERGED = NOT_CONVERGED
    SHAPE_AT_BOUND = SHAPE_AT_BOUND
    HESSIAN_NOT_POSITIVE = HESSIAN_NOT_POSITIVE
    SHAPE_IRREGULAR = SHAPE_IRREGULAR
    PROFILE_OPEN = PROFILE_OPEN
    NO_LIKELIHOOD = NO_LIKELIHOOD
    COVARIATE_DEGENERATE = COVARIATE_DEGENERATE
    TOO_MANY_FAILED = TOO_MANY_FAILED
    OUTSIDE_FAMILY = OUTSIDE_FAMILY
    CORRECTION_NOT_POSITIVE = CORRECTION_NOT_POSITIVE

    @property
    def sentence(self) -> str:
        """What a reader is told."""
        return SENTENCES[self]


SENTENCES: Mapping[Outcome, str] = {
    Outcome.CONVERGED: _("Nothing stands in the way."),
    Outcome.TOO_FEW: _("Too few values."),
    Outcome.CONSTANT: _("All values are equal."),
    Outcome.NOT_CONVERGED: _("The search for the best parameters did not converge."),
    Outcome.SHAPE_AT_BOUND: _("The shape parameter ran into its bound."),
    Outcome.HESSIAN_NOT_POSITIVE: _("The likelihood has no proper maximum here: no interval can be given."),
    Outcome.SHAPE_IRREGULAR: _(
        "The shape is at or below −0.5, where intervals from the likelihood do not hold."
    ),
    Outcome.PROFILE_OPEN: _("The likelihood does not fall far enough to end the interval."),
    Outcome.NO_LIKELIHOOD: _("A fit by L-moments has no likelihood: only bootstrap intervals exist."),
    Outcome.COVARIATE_DEGENERATE: _("The covariate does not vary over the years that have values."),
    Outcome.TOO_MANY_FAILED: _("Too many of the resampled series could not be fitted."),
    Outcome.OUTSIDE_FAMILY: _("The sample's L-moments belong to no distribution of this family."),
    Outcome.CORRECTION_NOT_POSITIVE: _(
        "The correction for autocorrelation leaves no positive variance: no test."
    ),
}
