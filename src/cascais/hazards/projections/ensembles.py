"""An ensemble of models: the change of each, their middle, their spread and how many agree on its sign."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cascais.errors import InputError, Problem

Floats = NDArray[np.float64]

HIGH_AGREEMENT = 0.8
"""Share of models that agree on the sign of a change, from which IPCC AR6 calls the agreement high (WGI, Atlas)."""
LEAST_MODELS = 2


@dataclass(frozen=True, slots=True)
class Spread:
    """What an ensemble says of a change; every array has the shape of the cells.

    `median`, `lowest` and `highest` (10th and 90th percentile of the models) are in the unit of the change;
    `agreement` is the share of the models whose change has the sign of the median; `models` is how many have a value.
    """

    median: Floats
    lowest: Floats
    highest: Floats
    agreement: Floats
    models: NDArray[np.int64]

    @property
    def is_agreed(self) -> NDArray[np.bool_]:
        """Whether four of five models agree on the sign."""
        return np.asarray(self.agreement >= HIGH_AGREEMENT)


def changes(future: Floats, base: Floats, *, relative: bool = False) -> Floats:
    """Change of each model between means over years (model, year, cells), a model being compared with itself.

    The difference in the unit of the values, or with `relative` in % of the base. Years that are NaN are left out; a
    base of 0 has no relative change.

    >>> changes(np.array([[[12.0], [14.0]]]), np.array([[[10.0], [10.0]]])).tolist()
    [[3.0]]
    """
    after, before = _mean_of_years(future), _mean_of_years(base)
    if not relative:
        return after - before
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(before == 0, np.nan, (after - before) / np.abs(before) * 100.0)


def spread(change: Floats, percentiles: tuple[float, float] = (10.0, 90.0)) -> Spread:
    """What the models say together, of changes (model, cells).

    A change of 0 agrees with no sign. Where fewer than two models have a value all is NaN.

    >>> found = spread(np.array([[1.0], [2.0], [3.0], [-1.0]]))
    >>> found.median.tolist(), found.agreement.tolist(), found.is_agreed.tolist()
    ([1.5], [0.75], [False])
    """
    if change.ndim < 1 or change.shape[0] == 0:
        raise InputError(Problem("There is no model in the ensemble.", value=str(change.shape)))
    has_value = ~np.isnan(change)
    models = has_value.sum(axis=0)
    is_enough = models >= LEAST_MODELS
    filled = np.where(is_enough, change, 0.0)
    lowest, median, highest = np.nanpercentile(filled, (percentiles[0], 50.0, percentiles[1]), axis=0)
    agreeing = ((np.sign(change) == np.sign(median)) & has_value & (median != 0)).sum(axis=0)
    agreement = agreeing / np.maximum(models, 1)
    kept = [np.where(is_enough, each, np.nan) for each in (median, lowest, highest, agreement)]
    return Spread(kept[0], kept[1], kept[2], kept[3], models.astype(np.int64))


def _mean_of_years(values: Floats) -> Floats:
    """Mean over the second axis without NaN; NaN where there is none."""
    has_value = ~np.isnan(values)
    count = has_value.sum(axis=1)
    total = np.where(has_value, values, 0.0).sum(axis=1)
    return np.asarray(np.where(count > 0, total / np.maximum(count, 1), np.nan))
