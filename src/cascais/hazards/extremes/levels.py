"""Return levels with intervals: by the delta method or by the profile of the likelihood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from cascais.errors import InputError, Problem
from cascais.hazards.extremes.batches import Floats, over_places
from cascais.hazards.extremes.fits import Family, Fit
from cascais.hazards.extremes.outcome import Outcome
from cascais.hazards.extremes.profile import Wanted, profile_places
from cascais.hazards.extremes.targets import Target, reach_places


class Interval(StrEnum):
    """How the interval of a return level is found."""

    NONE = "none"
    DELTA = "delta"
    PROFILE = "profile"
    BOOTSTRAP = "bootstrap"  # by `bootstrap_levels`


@dataclass(frozen=True, slots=True)
class ReturnLevels:
    """Levels [unit of the values] by place and period (places, periods), with interval and how that ended."""

    periods_years: Floats
    level: Floats
    standard_error: Floats
    low: Floats
    high: Floats
    outcome: npt.NDArray[np.int8]
    interval: Interval
    confidence: float


def variates(fit: Fit, periods_years: Floats) -> Floats:
    """The Gumbel variate of each place and period: −log(−log(1 − 1/T)) of maxima, log(rate·T) of peaks."""
    if fit.family is not Family.GPD:
        variate = -np.log(-np.log1p(-1.0 / periods_years))
        return np.tile(variate, (len(fit.theta), 1))
    return np.asarray(np.log(fit.rate[:, None] * periods_years))


def target_of(fit: Fit, at: Mapping[str, float] | None = None) -> Target:
    """The return level at these values of the covariates, as the compiled code takes it."""
    covariates, given = fit.covariates, dict(at or {})
    on_location = [*(covariates.fixed_dispersion or covariates.location)]
    needed = {*on_location, *covariates.log_scale}
    if needed != set(given):
        raise InputError(
            Problem(
                "A return level of this fit needs a value of each of its covariates, and of no other.",
                value=", ".join(sorted(given)) or "none",
                allowed=", ".join(sorted(needed)) or "none",
                next_step="Give the covariates for which the level is wanted.",
            )
        )
    location = [1.0, *(given[name] for name in on_location)] if fit.location_rows.shape[1] else []
    scale = [1.0, *(given[name] for name in covariates.log_scale)]
    return Target(-1, np.array(location), np.array(scale), covariates.form)


def _checked(periods_years: npt.ArrayLike, fit: Fit, confidence: float) -> Floats:
    periods = np.atleast_1d(np.asarray(periods_years, dtype=np.float64))
    if not (periods > 1.0).all():
        raise InputError(
            Problem("A return period must be longer than one year.", value=str(periods.min()), allowed="> 1")
        )
    if not 0.0 < confidence < 1.0:
        raise InputError(
            Problem("The confidence must be a share.", value=str(confidence), allowed="between 0 and 1")
        )
    if fit.family is Family.GPD and np.isnan(fit.rate).all():
        raise InputError(
            Problem(
                "Return levels of peaks need their rate.",
                allowed="peaks a year",
                next_step="Fit with rate=peaks ÷ years observed.",
            )
        )
    return periods


def return_levels(
    fit: Fit,
    periods_years: npt.ArrayLike,
    *,
    at: Mapping[str, float] | None = None,
    interval: Interval = Interval.PROFILE,
    confidence: float = 0.95,
) -> ReturnLevels:
    """Level that is exceeded on average once in T years, of each place, with its interval.

    GEV: z_T = μ − (σ/ξ)·{1 − [−log(1 − 1/T)]^(−ξ)}; GPD: z_T = u + (σ/ξ)·[(λT)^ξ − 1] with λ peaks a year.
    `at` gives the covariates of a fit that has them. Delta: ± z·√(∇zᵀ V ∇z), with the rate's own (Poisson) error
    in the standard error of the GPD; profile: all levels within ½χ²₁ of the greatest log-likelihood, the rate
    taken as known. Source: Coles (2001), sections 3.3.3, 3.3.4 and 4.3.3. Where an interval is missing, `outcome`
    holds the reason. Raises InputError for periods of a year or less, and for missing or unknown covariates.

    >>> from cascais.hazards.extremes.fits import fit
    >>> levels = [4.03, 3.83, 3.65, 3.88, 4.01, 4.08, 4.18, 3.80, 4.36, 3.96, 3.98, 4.69]
    >>> result = return_levels(fit(levels), [10, 100], interval=Interval.NONE)
    >>> result.level.round(2).tolist()
    [[4.38, 4.88]]
    """
    periods = _checked(periods_years, fit, confidence)
    target, variate = target_of(fit, at), variates(fit, periods)
    level, error = _with_errors(fit, target, variate)
    low, high = np.full_like(level, np.nan), np.full_like(level, np.nan)
    outcome = np.tile(fit.interval_outcome[:, None], (1, len(periods)))
    if interval is Interval.DELTA:
        low, high = _delta(level, error, confidence)
    elif interval is Interval.BOOTSTRAP:
        raise InputError(Problem("Bootstrap intervals come from bootstrap_levels.", value=str(interval)))
    elif interval is Interval.PROFILE:
        ends = profile_ends(fit, target, variate, confidence, outcome)
        low, high = (ends[:, :, side] + offset(fit) for side in range(2))
    return ReturnLevels(periods, level, error, low, high, outcome, interval, confidence)


def offset(fit: Fit) -> Floats:
    """What is added to a level of the compiled code: the threshold of peaks."""
    return fit.threshold[:, None] if fit.family is Family.GPD else np.zeros((len(fit.theta), 1))


def _with_errors(fit: Fit, target: Target, variate: Floats) -> tuple[Floats, Floats]:
    """Levels and their standard errors."""
    level = np.full(variate.shape, np.nan)
    gradients = np.full((*variate.shape, fit.theta.shape[1]), np.nan)
    reach_places(fit.theta, target, variate, level, gradients)
    free = len(fit.names)
    regular = np.where(fit.interval_outcome == Outcome.CONVERGED, 1.0, np.nan)
    covariance = fit.theta_covariance[:, :free, :free] * regular[:, None, None]
    inner = gradients[:, :, :free]
    variance = np.einsum("plj,pjk,plk->pl", inner, covariance, inner)
    if fit.family is Family.GPD:
        # The level grows with the logarithm of the rate, whose variance is one over the number of peaks.
        by_rate = np.exp(fit.theta[:, :1] + fit.shape[:, None] * variate)
        with np.errstate(divide="ignore", invalid="ignore"):
            variance = variance + by_rate**2 / fit.count[:, None]
    return level + offset(fit), np.asarray(np.sqrt(variance))


def _delta(level: Floats, error: Floats, confidence: float) -> tuple[Floats, Floats]:
    width = NormalDist().inv_cdf(0.5 + confidence / 2.0) * error
    return level - width, level + width


def profile_ends(
    fit: Fit, target: Target, variate: Floats, confidence: float, outcome: npt.NDArray[np.int8]
) -> Floats:
    """Ends (places, levels, 2) of profile intervals; `outcome` (places, levels) is brought up to date."""
    ends = np.full((*variate.shape, 2), np.nan)
    drop = 0.5 * NormalDist().inv_cdf(0.5 + confidence / 2.0) ** 2
    designs = (fit.location_rows, fit.scale_rows, fit.settings)

    def work(part: slice) -> None:
        wanted = Wanted(target, variate[part], drop)
        profile_places((fit.values[part], *designs), fit.theta[part], wanted, ends[part], outcome[part])

    over_places(len(ends), work)
    return ends


def parameter_intervals(fit: Fit, name: str, confidence: float = 0.95) -> tuple[Floats, npt.NDArray[np.int8]]:
    """Profile interval (places, 2) of one parameter, and how each ended.

    All values at which the log-likelihood, greatest over the other parameters, is within ½χ²₁ of its maximum
    (Coles 2001, section 2.6.6). Unit of the parameter. Raises InputError for an unknown name.

    >>> from cascais.hazards.extremes.fits import fit
    >>> levels = [4.03, 3.83, 3.65, 3.88, 4.01, 4.08, 4.18, 3.80, 4.36, 3.96, 3.98, 4.69]
    >>> ends, outcome = parameter_intervals(fit(levels), "scale")
    >>> ends.round(2).tolist(), outcome.tolist()
    ([[0.13, 0.34]], [0])
    """
    allowed = [
        known for known in fit.names if not (fit.covariates.fixed_dispersion and known == fit.names[1])
    ]
    if name not in allowed:
        raise InputError(
            Problem("This fit has no such parameter to profile.", value=name, allowed=", ".join(allowed))
        )
    target = Target(fit.names.index(name), np.ones(1), np.ones(1), fit.covariates.form)
    outcome = fit.interval_outcome[:, None].copy()
    ends = profile_ends(fit, target, np.zeros((len(fit.theta), 1)), confidence, outcome)[:, 0]
    return (np.exp(ends) if name == "scale" else ends), outcome[:, 0]
