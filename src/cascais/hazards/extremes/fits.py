"""Fits of extreme-value distributions to many places at once, and what a fit carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from cascais.errors import InputError, Problem
from cascais.hazards.extremes.batches import Floats, over_places, places_by_values
from cascais.hazards.extremes.likelihood import FIXED_DISPERSION, LINEAR, STATIONARY
from cascais.hazards.extremes.outcome import Outcome
from cascais.hazards.extremes.search import FAMILIES, Results, Settings, fit_places


class Family(StrEnum):
    """A distribution of extremes."""

    GEV = "gev"  # generalised extreme value, for block maxima
    GUMBEL = "gumbel"  # GEV with shape 0
    GPD = "gpd"  # generalised Pareto, for excesses over a threshold


class Method(StrEnum):
    """How parameters are estimated."""

    LIKELIHOOD = "likelihood"
    L_MOMENTS = "l_moments"


@dataclass(frozen=True, slots=True)
class Covariates:
    """What location and scale depend on; each covariate is an array (years,).

    location: μ = β₀ + Σ βⱼ·xⱼ. log_scale: log σ = γ₀ + Σ γⱼ·xⱼ. fixed_dispersion: μ = μ₀·e^(αG/μ₀) and
    σ = σ₀·e^(αG/μ₀), so that σ/μ stays (the form used for rain), G being an anomaly.
    """

    location: Mapping[str, npt.ArrayLike] = field(default_factory=dict)
    log_scale: Mapping[str, npt.ArrayLike] = field(default_factory=dict)
    fixed_dispersion: Mapping[str, npt.ArrayLike] = field(default_factory=dict)

    @property
    def form(self) -> int:
        """The form of the model, as the compiled code names it."""
        if self.fixed_dispersion:
            return FIXED_DISPERSION
        return LINEAR if self.location or self.log_scale else STATIONARY


@dataclass(frozen=True, slots=True)
class Options:
    """Limits of a fit: the fewest values it takes, and the range of the shape."""

    fewest: int = 10
    shape_limits: tuple[float, float] = (-1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Fit:
    """Parameters of each place with covariance, and everything that intervals need.

    parameters (places, parameters) under `names`; covariance (places, parameters, parameters), NaN where there is
    none; nllh, the negative log-likelihood; count of values; outcome, a code of `Outcome`. threshold [unit of the
    values] and rate [peaks a year] belong to the generalised Pareto distribution. `theta` and
    `theta_covariance` hold the same in the parameters of the search (log σ; shape always last).
    """

    family: Family
    method: Method
    names: tuple[str, ...]
    parameters: Floats
    covariance: Floats
    nllh: Floats
    count: npt.NDArray[np.int64]
    outcome: npt.NDArray[np.int8]
    theta: Floats
    theta_covariance: Floats
    values: Floats
    location_rows: Floats
    scale_rows: Floats
    covariates: Covariates
    options: Options
    threshold: Floats
    rate: Floats

    @property
    def is_converged(self) -> npt.NDArray[np.bool_]:
        """Whether each place has a proper fit."""
        return np.asarray(self.outcome == Outcome.CONVERGED)

    @property
    def standard_errors(self) -> Floats:
        """Standard errors (places, parameters) from the observed information."""
        with np.errstate(invalid="ignore"):
            return np.asarray(np.sqrt(np.diagonal(self.covariance, axis1=1, axis2=2)))

    @property
    def shape(self) -> Floats:
        """The shape ξ of each place; 0 for the Gumbel distribution."""
        return np.asarray(self.theta[:, -1])

    @property
    def interval_outcome(self) -> npt.NDArray[np.int8]:
        """Whether intervals from the likelihood hold at each place, and if not, why."""
        if self.method is not Method.LIKELIHOOD:
            return np.where(self.is_converged, np.int8(Outcome.NO_LIKELIHOOD), self.outcome)
        is_irregular = self.is_converged & (self.theta[:, -1] <= -0.5)
        return np.where(is_irregular, np.int8(Outcome.SHAPE_IRREGULAR), self.outcome)

    @property
    def settings(self) -> Settings:
        """What was fitted, as the compiled code takes it."""
        return settings_of(self.family, self.method, self.covariates.form, self.options)

    def sentence(self, place: int) -> str:
        """How the fit of a place ended, in words."""
        return Outcome(int(self.outcome[place])).sentence


def settings_of(family: Family, method: Method, form: int, options: Options) -> Settings:
    """Settings of the compiled code."""
    low, high = options.shape_limits
    by_likelihood = method is Method.LIKELIHOOD
    return Settings(FAMILIES[family], form, by_likelihood, options.fewest, (float(low), float(high)))


def _column(name: str, covariate: npt.ArrayLike, years: int) -> Floats:
    column = np.asarray(covariate, dtype=np.float64)
    if column.shape != (years,):
        raise InputError(
            Problem(
                f"The covariate “{name}” has another length than the series.",
                value=str(column.shape),
                allowed=f"{years} values",
                next_step="Give one value of the covariate for each year.",
            )
        )
    return column


def _rows(covariates: Mapping[str, npt.ArrayLike], years: int) -> Floats:
    columns = [_column(name, covariate, years) for name, covariate in covariates.items()]
    return np.column_stack([np.ones(years), *columns])


def _designs(covariates: Covariates, family: Family, years: int) -> tuple[Floats, Floats]:
    """Rows of covariates of location and log σ."""
    if family is Family.GPD:
        return np.ones((years, 0)), np.ones((years, 1))
    if covariates.fixed_dispersion:
        _check_anomaly(covariates, years)
        return _rows(covariates.fixed_dispersion, years), np.ones((years, 1))
    return _rows(covariates.location, years), _rows(covariates.log_scale, years)


def _check_anomaly(covariates: Covariates, years: int) -> None:
    rows = _rows(covariates.fixed_dispersion, years)
    is_alone = rows.shape[1] == 2 and not covariates.location and not covariates.log_scale
    spread = np.nanstd(rows[:, -1])
    if is_alone and abs(np.nanmean(rows[:, -1])) <= 10.0 * spread:
        return
    raise InputError(
        Problem(
            "Fixed dispersion takes one covariate, given as an anomaly.",
            value=", ".join(covariates.fixed_dispersion),
            allowed="one covariate whose mean is within ten standard deviations of zero",
            next_step="Subtract a reference value from the covariate.",
        )
    )


def _names(covariates: Covariates, family: Family) -> tuple[str, ...]:
    shape = () if family is Family.GUMBEL else ("shape",)
    if family is Family.GPD:
        return ("scale", *shape)
    if covariates.fixed_dispersion:
        return ("location", *(f"location_{name}" for name in covariates.fixed_dispersion), "scale", *shape)
    scale = ("log_scale", *(f"log_scale_{name}" for name in covariates.log_scale))
    location = ("location", *(f"location_{name}" for name in covariates.location))
    return (*location, *(scale if covariates.log_scale else ("scale",)), *shape)


def _public(theta: Floats, names: tuple[str, ...], form: int) -> tuple[Floats, Floats]:
    """Parameters as readers know them, and their derivatives by those of the search."""
    size = len(names)
    parameters = theta[:, :size].copy()
    jacobian = np.zeros((len(theta), size, size))
    jacobian[:] = np.eye(size)
    if "scale" in names:
        at = names.index("scale")
        parameters[:, at] = np.exp(theta[:, at])
        jacobian[:, at, at] = parameters[:, at]
    if form == FIXED_DISPERSION:
        parameters[:, 1] = theta[:, 0] * theta[:, 1]
        jacobian[:, 1, 0], jacobian[:, 1, 1] = theta[:, 1], theta[:, 0]
    return parameters, jacobian


def _known(values: Floats, location: Floats, scale: Floats) -> tuple[Floats, Floats, Floats]:
    """Years without a covariate count as missing."""
    unknown = np.isnan(location).any(axis=1) | np.isnan(scale).any(axis=1)
    return np.where(unknown, np.nan, values), np.nan_to_num(location), np.nan_to_num(scale)


def _fitted(values: Floats, settings: Settings, designs: tuple[Floats, Floats], size: int) -> Results:
    places = len(values)
    results = Results(
        np.full((places, size), np.nan),
        np.full((places, size, size), np.nan),
        np.full(places, np.nan),
        np.zeros(places, dtype=np.int64),
        np.zeros(places, dtype=np.int8),
    )

    def work(part: slice) -> None:
        of_part = Results(
            results.theta[part],
            results.covariance[part],
            results.nllh[part],
            results.known[part],
            results.outcome[part],
        )
        fit_places(values[part], *designs, settings, of_part)

    over_places(places, work)
    return results


def fit(
    values: npt.ArrayLike,
    family: Family = Family.GEV,
    *,
    method: Method = Method.LIKELIHOOD,
    covariates: Covariates | None = None,
    options: Options | None = None,
    threshold: npt.ArrayLike = 0.0,
    rate: npt.ArrayLike = np.nan,
) -> Fit:
    """Fit a distribution to each place's values (places, years) or (years,), NaN being missing.

    GEV: F(x) = exp{−[1 + ξ(x − μ)/σ]^(−1/ξ)}; Gumbel: ξ = 0; GPD of values over the threshold u:
    F(x) = 1 − [1 + ξ(x − u)/σ]^(−1/ξ). Location, scale and threshold have the unit of the values, the shape ξ
    none. By maximum likelihood (Newton's method from the L-moments' estimate, exact derivatives), or by L-moments
    (Hosking 1990). Source: Coles (2001), chapters 3, 4 and 6.

    Raises InputError for infinite values, covariates of another length, or covariates with L-moments or the GPD.

    >>> levels = [4.03, 3.83, 3.65, 3.88, 4.01, 4.08, 4.18, 3.80, 4.36, 3.96, 3.98, 4.69]
    >>> result = fit(levels)
    >>> dict(zip(result.names, result.parameters[0].round(3).tolist()))
    {'location': 3.917, 'scale': 0.201, 'shape': 0.017}
    """
    covariates, options = covariates or Covariates(), options or Options()
    _refuse_covariates(covariates, family, method)
    array = places_by_values(values)
    designs = _designs(covariates, family, array.shape[1])
    over, per_year = (np.broadcast_to(np.asarray(given, float), len(array)) for given in (threshold, rate))
    used = array - over[:, None] if family is Family.GPD else array
    if family is Family.GPD:
        used = np.where(used > 0.0, used, np.nan)
    used, *known = _known(used, *designs)
    settings = settings_of(family, method, covariates.form, options)
    names = _names(covariates, family)
    size = len(names) + (family is Family.GUMBEL)
    results = _fitted(used, settings, (known[0], known[1]), size)
    parameters, jacobian = _public(results.theta, names, covariates.form)
    inner = results.covariance[:, : len(names), : len(names)]
    regular = np.where(results.theta[:, -1] <= -0.5, np.nan, 1.0)[:, None, None]
    covariance = regular * (jacobian @ inner @ np.swapaxes(jacobian, 1, 2))
    return Fit(
        family, method, names, parameters, covariance, results.nllh, results.known, results.outcome,
        results.theta, results.covariance, used, known[0], known[1], covariates, options, over, per_year,
    )  # fmt: skip


def _refuse_covariates(covariates: Covariates, family: Family, method: Method) -> None:
    if covariates.form == STATIONARY or (family is not Family.GPD and method is Method.LIKELIHOOD):
        return
    raise InputError(
        Problem(
            "Covariates need a fit of block maxima by likelihood.",
            value=f"{family}, {method}",
            allowed="gev or gumbel, likelihood",
            next_step="Leave the covariates out, or change family or method.",
        )
    )
