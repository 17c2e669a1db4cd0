"""Uncertainty of totals by Monte Carlo (IPCC Approach 2): seeded, vectorised, factor errors shared across lines.

What must be sampled is sampled, what can be summed exactly is summed. With the factor errors F of a draw given,
the normal errors of the amounts add up to one normal error per total, whose variance is a sum over the lines:

    T(draw, total) = Σ_g S(total, g)·F(draw, g) + √(Σ_g V(total, g)·F(draw, g)²)·N(0, 1)
    S = Σ E of the total's lines with the factor g;  V = Σ (E·u/1.96)² of the same lines

so a draw costs one number per total instead of one per line, and the distribution is the same. Amounts and
factors above ± 60 % are lognormal (mean 1, same standard deviation): such amounts are sampled line by line.
Below that a normal error would make an amount negative once in 1 800 draws at most, so it is not truncated: the
sums stay exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cascais.inventory.activities import FloatArray, IntArray
from cascais.inventory.emissions import Inventory
from cascais.inventory.uncertainty import TWO_SIDED_95, ErrorModel, error_model

LOGNORMAL_ABOVE = 0.6
"""Relative half width above which errors are lognormal; IPCC 2006, Vol. 1, Section 3.2.2.4 advises so beyond it."""
DRAWS = 10_000
SEED = 1990
_NUMBERS_PER_CHUNK = 2_000_000

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Simulation:
    """Draws of one total [t CO2e]."""

    total_t: FloatArray

    @property
    def mean_t(self) -> float:
        """Mean of the draws."""
        return float(self.total_t.mean())

    @property
    def interval_t(self) -> tuple[float, float]:
        """The 95 % interval: quantiles 2.5 % and 97.5 %."""
        low, high = np.quantile(self.total_t, [0.025, 0.975])
        return float(low), float(high)

    @property
    def relative(self) -> float | None:
        """Half of the 95 % interval ÷ mean, None where the mean is zero."""
        low, high = self.interval_t
        return (high - low) / 2 / abs(self.mean_t) if self.mean_t else None

    def probability_below(self, threshold_t: float) -> float:
        """Share of the draws at or below a threshold [t CO2e]."""
        return float((self.total_t <= threshold_t).mean())


@dataclass(frozen=True, slots=True)
class Summary:
    """What the draws say about many totals at once [t CO2e], each array along the totals."""

    mean_t: FloatArray
    standard_deviation_t: FloatArray
    low_t: FloatArray
    high_t: FloatArray


@dataclass(frozen=True, slots=True)
class _Setting:
    """An error model with its lines sorted by the total they belong to, and the draws of the shared errors."""

    model: ErrorModel
    start: NDArray[np.intp]  # (totals + 1,): the lines of total i are start[i]:start[i + 1]
    factor: Floats  # (draws, groups): multiplier of each factor in each draw

    def lines(self, totals: slice) -> slice:
        """The lines of some totals."""
        return slice(int(self.start[totals.start]), int(self.start[totals.stop]))

    def total_of_line(self, totals: slice) -> NDArray[np.intp]:
        """For each line of some totals, which of them it belongs to."""
        return np.repeat(
            np.arange(totals.stop - totals.start), np.diff(self.start[totals.start : totals.stop + 1])
        )


def monte_carlo(inventory: Inventory, draws: int = DRAWS, seed: int = SEED) -> Simulation:
    """Uncertainty of an inventory's total by Monte Carlo; the same seed gives the same draws.

    Source: IPCC 2006 Guidelines, Vol. 1, Section 3.2.3.2 (Approach 2).

    >>> from cascais.inventory.activities import Activity
    >>> from cascais.inventory.emissions import compute
    >>> from cascais.inventory.factors import Options
    >>> gas = Activity(2022, "residential", "natural_gas", 1000.0, "MWh", uncertainty=0.1)
    >>> result = monte_carlo(compute([gas], Options(country="EE")))
    >>> 0.09 < result.relative < 0.12
    True
    """
    model = error_model(inventory)
    every_line = np.zeros(len(model.co2e_t), dtype=np.int32)
    return Simulation(simulate(model, every_line, 1, draws, seed)[0])


def monte_carlo_by(
    inventory: Inventory, owner: IntArray, totals: int, draws: int = DRAWS, seed: int = SEED
) -> FloatArray:
    """Draws of several totals of one inventory (totals, draws): sectors, years, members; see `simulate`."""
    return simulate(error_model(inventory), owner, totals, draws, seed)


def simulate(
    model: ErrorModel, owner: IntArray, totals: int, draws: int = DRAWS, seed: int = SEED
) -> FloatArray:
    """Draws of several totals (totals, draws) [t CO2e]; `owner` (n,) numbers the total of each line.

    The same factor error holds for all totals within a draw, so that differences between totals (two years, two
    sectors) can be taken draw by draw.
    """
    generator = np.random.default_rng(seed)
    setting = _setting(model, owner, totals, _factors(model, draws, generator, np.float64))
    parts = [samples for _, samples in _chunks(setting, generator)]
    return np.concatenate(parts).astype(np.float64, copy=False) if parts else np.zeros((0, draws))


def summarise(
    model: ErrorModel, owner: IntArray, totals: int, draws: int = 1_000, seed: int = SEED
) -> Summary:
    """Mean, standard deviation and 95 % interval of very many totals, without ever holding all their draws.

    Single precision, which is far below the Monte Carlo error; memory grows with the lines, not with the draws.
    """
    generator = np.random.default_rng(seed)
    result = Summary(*(np.empty(totals) for _ in range(4)))
    at = [(draws - 1) * quantile for quantile in (0.025, 0.975)]
    for where, samples in _chunks(
        _setting(model, owner, totals, _factors(model, draws, generator, np.float32)), generator
    ):
        result.mean_t[where] = samples.mean(axis=1, dtype=np.float64)
        result.standard_deviation_t[where] = samples.std(axis=1)
        samples.sort(axis=1)  # vectorised for single precision, faster than a partition
        result.low_t[where], result.high_t[where] = (_between(samples, position) for position in at)
    return result


def _setting(model: ErrorModel, owner: IntArray, totals: int, factor: Floats) -> _Setting:
    without_error = factor.shape[1] - 1
    group = np.where(model.shared > 0.0, model.group, np.int32(without_error))
    model = replace(model, group=group)
    if len(owner) and np.any(owner[1:] < owner[:-1]):
        order = np.argsort(owner, kind="stable").astype(np.int32)
        model, owner = model.restricted(order), owner[order]
    return _Setting(model, np.searchsorted(owner, np.arange(totals + 1)), factor)


def _factors(
    model: ErrorModel,
    draws: int,
    generator: np.random.Generator,
    precision: type[np.float32] | type[np.float64],
) -> Floats:
    """Multiplier of each factor in each draw (draws, groups + 1); the last is 1, for lines without factor error."""
    groups = int(model.group.max()) + 1 if len(model.group) else 0
    half_width = np.zeros(groups + 1)
    np.maximum.at(half_width, model.group, model.shared)
    return _errors(half_width, generator.standard_normal((draws, groups + 1))).astype(precision)


def _errors(half_width: Floats, normal: Floats) -> Floats:
    """Multipliers with mean 1 and the given half widths: normal, or lognormal where the error is large."""
    multiplier: Floats = 1.0 + half_width / TWO_SIDED_95 * normal
    return np.where(half_width > LOGNORMAL_ABOVE, _lognormal(half_width, normal), multiplier)


def _lognormal(half_width: Floats, normal: Floats) -> Floats:
    """Lognormal multipliers with mean 1 and the standard deviation half width ÷ 1.96."""
    variance = np.log1p((half_width / TWO_SIDED_95) ** 2)
    multiplier: Floats = np.exp(np.sqrt(variance) * normal - variance / 2)
    return multiplier


def _chunks(setting: _Setting, generator: np.random.Generator) -> Iterator[tuple[slice, Floats]]:
    """Draws of the totals, some totals at a time: (which, samples (totals, draws))."""
    draws, groups = setting.factor.shape
    totals = len(setting.start) - 1
    size = max(1, _NUMBERS_PER_CHUNK // max(draws, groups, 1))
    for first in range(0, totals, size):
        where = slice(first, min(first + size, totals))
        yield where, _samples(setting, where, generator)


def _samples(setting: _Setting, where: slice, generator: np.random.Generator) -> Floats:
    model, precision = setting.model.restricted(setting.lines(where)), setting.factor.dtype
    total = setting.total_of_line(where)
    shape = (where.stop - where.start, setting.factor.shape[1])
    cell = total * shape[1] + model.group
    is_sampled = model.independent > LOGNORMAL_ABOVE
    deviation = model.co2e_t * model.independent / TWO_SIDED_95
    fixed = np.bincount(cell, np.where(is_sampled, 0.0, model.co2e_t), shape[0] * shape[1])
    variance = np.bincount(cell, np.where(is_sampled, 0.0, deviation**2), shape[0] * shape[1])
    samples = _times(fixed.reshape(shape).astype(precision), setting.factor)
    spread = _times(variance.reshape(shape).astype(precision), setting.factor**2)
    np.sqrt(spread, out=spread)
    spread *= generator.standard_normal(spread.shape, dtype=precision.type)
    samples += spread
    _add_sampled_amounts(samples, setting, model, (total, np.flatnonzero(is_sampled)), generator)
    return samples


def _add_sampled_amounts(
    samples: Floats,
    setting: _Setting,
    model: ErrorModel,
    places: tuple[NDArray[np.intp], NDArray[np.intp]],
    generator: np.random.Generator,
) -> None:
    """Add the lines whose errors are lognormal, drawn line by line; `places` are (total of each line, lines)."""
    total, lines = places
    draws = setting.factor.shape[0]
    size = max(1, _NUMBERS_PER_CHUNK // draws)
    for first in range(0, len(lines), size):
        block = lines[first : first + size]
        normal = generator.standard_normal((len(block), draws), dtype=samples.dtype.type)
        emissions = _lognormal(model.independent[block, None].astype(samples.dtype), normal)
        emissions *= model.co2e_t[block, None].astype(samples.dtype)
        emissions *= setting.factor.T[model.group[block]]
        starts = np.flatnonzero(np.diff(total[block], prepend=-1))
        samples[total[block][starts]] += np.add.reduceat(emissions, starts, axis=0)


def _times(per_group: Floats, factor: Floats) -> Floats:
    product: Floats = per_group @ factor.T
    return product


def _between(samples: Floats, position: float) -> Floats:
    low, high = int(np.floor(position)), int(np.ceil(position))
    value: Floats = samples[:, low] + (position - low) * (samples[:, high] - samples[:, low])
    return value
