"""How unusual an event was, and how much a warmer world has changed it: from one place's own series.

It is the observational part of an event study, without climate models: it says how unusual, and is no attribution.
Source: Philip, S. et al. (2020), A protocol for probabilistic extreme event attribution analyses, Advances in
Statistical Climatology, Meteorology and Oceanography 6, 177–203, doi:10.5194/ascmo-6-177-2020.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from cascais.errors import InputError, Problem
from cascais.hazards.extremes.batches import Floats, places_by_values
from cascais.hazards.extremes.fits import Covariates, Fit, Options, fit
from cascais.hazards.extremes.goodness import likelihood_ratio
from cascais.hazards.extremes.outcome import Outcome
from cascais.hazards.extremes.resampling import PLACES_AT_ONCE, Draws, replicates, uniforms_of
from cascais.text import Message, message

FEWEST_YEARS = 40
SHAPE_LIMITS = (-0.5, 0.5)
LARGEST_P = 0.1
COVARIATE = "warming"


class Change(StrEnum):
    """How the distribution moves with the warming G."""

    SHIFT = "shift"  # μ = μ₀ + αG, for temperature; the change has the unit of the values
    FIXED_DISPERSION = "fixed_dispersion"  # μ and σ grow alike, for rain; the change is in per cent


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number of each place with the ends of its interval."""

    value: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Unusualness:
    """What a series says of an event, by place; NaN where `outcome` is not CONVERGED.

    return_period_years in today's world; probability_ratio of today to the world before; intensity_change of an
    event as rare [unit of the values, or % under fixed dispersion]; trend_p_value of no change; years used.
    """

    event: Floats
    years: npt.NDArray[np.int64]
    return_period_years: Estimate
    probability_ratio: Estimate
    intensity_change: Estimate
    trend_p_value: Floats
    outcome: npt.NDArray[np.int8]
    change: Change

    def return_period_text(self, place: int) -> Message:
        """The return period in words: never longer than twice the series."""
        period, years = float(self.return_period_years.value[place]), int(self.years[place])
        if not period <= 2 * years:
            return message("more than {years} years", years=2 * years)
        return message("{years} years", years=f"{period:.2g}" if period < 10 else f"{period:.0f}")

    def notes(self, place: int) -> tuple[Message, ...]:
        """What a reader has to be told beside the numbers."""
        outcome = Outcome(int(self.outcome[place]))
        years = int(self.years[place])
        if outcome is Outcome.TOO_FEW:
            return (
                message("Only {years} years: at least {least} are needed.", years=years, least=FEWEST_YEARS),
            )
        if outcome is not Outcome.CONVERGED:
            return (message(outcome.sentence),)
        notes = [
            message("How unusual the event was in this series; this is not an attribution to climate change.")
        ]
        if not self.trend_p_value[place] <= LARGEST_P:
            notes.append(message("No detectable change in this series."))
        if not self.return_period_years.value[place] <= 2 * years:
            notes.append(message("The event is rarer than a series of {years} years can tell.", years=years))
        return tuple(notes)


def exceedance(theta: Floats, event: Floats, warming: float, change: Change) -> Floats:
    """Probability that a year exceeds the event, for parameters (…, 4) of the search at a warming [K]."""
    location, log_scale, shape = _at(theta, warming, change)
    z = (event - location) * np.exp(-log_scale)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        inside = np.maximum(1.0 + shape * z, 0.0)
        w = np.where(np.abs(shape) < 1e-9, z, np.log(inside) / shape)
        return np.asarray(-np.expm1(-np.exp(-w)))


def _at(theta: Floats, warming: float, change: Change) -> tuple[Floats, Floats, Floats]:
    """Location, log σ and shape at a warming."""
    if change is Change.SHIFT:
        return theta[..., 0] + theta[..., 1] * warming, theta[..., 2], theta[..., 3]
    growth = theta[..., 1] * warming
    return theta[..., 0] * np.exp(growth), theta[..., 2] + growth, theta[..., 3]


def _intensity_change(theta: Floats, now: float, before: float, change: Change) -> Floats:
    """Change of the level of equal probability: α·ΔG, or 100·(e^(aΔG) − 1) %."""
    if change is Change.SHIFT:
        return np.asarray(theta[..., 1] * (now - before))
    return np.asarray(100.0 * np.expm1(theta[..., 1] * (now - before)))


def _three(theta: Floats, event: Floats, worlds: tuple[float, float], change: Change) -> Floats:
    """Return period, probability ratio and intensity change (…, 3)."""
    today = exceedance(theta, event, worlds[0], change)
    earlier = exceedance(theta, event, worlds[1], change)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.stack([1.0 / today, today / earlier, _intensity_change(theta, *worlds, change)], axis=-1)


def _ends(drawn: Floats) -> Floats:
    """The 2.5th and 97.5th percentile (places, 2, quantities) as order statistics: infinite values stay values."""
    ordered = np.sort(drawn, axis=1)
    known = (~np.isnan(drawn)).sum(axis=1)
    picks = [np.clip(np.rint(share * (known - 1)), 0, None).astype(int) for share in (0.025, 0.975)]
    return np.stack([np.take_along_axis(ordered, pick[:, None], axis=1)[:, 0] for pick in picks], axis=1)


def _bootstrap(
    fitted: Fit, event: Floats, worlds: tuple[float, float], change: Change, draws: Draws
) -> Floats:
    """Ends (places, 2, quantities) from years drawn with their warming."""
    parts = []
    for start in range(0, len(event), PLACES_AT_ONCE):
        part = slice(start, start + PLACES_AT_ONCE)
        theta = replicates(fitted, draws, part)
        parts.append(_ends(_three(theta, event[part, None], worlds, change)))
    return np.concatenate(parts)


def how_unusual(
    maxima: npt.ArrayLike,
    warming_k: npt.ArrayLike,
    event: npt.ArrayLike,
    *,
    now_k: float,
    before_k: float,
    change: Change = Change.SHIFT,
    repetitions: int = 1000,
    seed: int = 0,
) -> Unusualness:
    """Return period, probability ratio and change in intensity of an event at each place.

    maxima (places, years) or (years,), warming_k (years,): smoothed global mean temperature [K] as an anomaly;
    event: one value, or one a place; now_k and before_k: warming of today's world and of the one compared with.
    GEV with μ = μ₀ + αG (shift), or μ = μ₀·e^(αG/μ₀), σ = σ₀·e^(αG/μ₀) (fixed dispersion), ξ within ±0.5. Intervals
    are percentiles of years drawn with replacement together with their warming. Guard rails: at least 40 years; a
    return period beyond twice the series is written so; where the likelihood ratio of the trend has p > 0.1, the
    notes say that no change is detectable. A record-breaking event should be left out of `maxima`. For minima,
    negate maxima and event. Source: Philip et al. (2020).

    >>> warming = np.linspace(0.0, 1.2, 60)
    >>> noise = np.random.default_rng(1).gumbel(size=60)
    >>> result = how_unusual(30 + 2 * warming + noise, warming, 35.0, now_k=1.2, before_k=0.0, repetitions=50)
    >>> str(result.return_period_text(0)), result.intensity_change.value.round(1).tolist()
    ('24 years', [2.3])
    """
    array = places_by_values(maxima)
    events = np.broadcast_to(np.asarray(event, dtype=np.float64), len(array)).copy()
    if not np.isfinite(events).all():
        raise InputError(Problem("The event must be a number at each place.", value=str(events.tolist()[:5])))
    covariates = {COVARIATE: np.asarray(warming_k, dtype=np.float64)}
    moving = (
        Covariates(location=covariates) if change is Change.SHIFT else Covariates(fixed_dispersion=covariates)
    )
    options = Options(FEWEST_YEARS, SHAPE_LIMITS)
    fitted = fit(array, covariates=moving, options=options)
    still = fit(np.where(np.isnan(covariates[COVARIATE]), np.nan, array), options=options)
    worlds = (now_k, before_k)
    best = _three(fitted.theta, events, worlds, change)
    ends = _bootstrap(fitted, events, worlds, change, Draws(uniforms_of(fitted, repetitions, seed), False))
    best[~fitted.is_converged] = np.nan
    period, ratio, intensity = (
        Estimate(best[:, k], ends[:, 0, k], ends[:, 1, k]) for k in range(best.shape[1])
    )
    p_value = likelihood_ratio(still, fitted).p_value
    return Unusualness(events, fitted.count, period, ratio, intensity, p_value, fitted.outcome, change)
