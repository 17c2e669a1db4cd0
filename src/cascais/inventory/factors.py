"""Chooses the emission factor of every line, once for each distinct (year, sector, carrier, supplier)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from cascais import units
from cascais.errors import MissingFigureError
from cascais.inventory.activities import FloatArray, IntArray
from cascais.provenance import Choice, How, HowKnown, Source
from cascais.tables import electricity, emission_factors, vocabulary
from cascais.tables.emission_factors import EmissionFactor
from cascais.text import message

GASES = ("CO2", "CH4", "N2O", "F-gases", "CO2e")
"""The gas axis: three gases in t of gas, the fluorinated ones in t CO2e, and t CO2e that no source splits."""

_COLUMN = {"CO2": 0, "CH4": 1, "N2O": 2, "CO2e": 4}


@dataclass(frozen=True, slots=True)
class PrescribedFactor:
    """A factor that the member gives: it takes precedence over every published one.

    `factor` is in t of `gas` per canonical unit of the carrier; `sector` "", `year` None and `supplier` ""
    mean any. A factor prescribed for a sector also holds for what lies below that sector.
    """

    carrier: str
    gas: str
    factor: float
    unit: str
    source: str
    sector: str = ""
    year: int | None = None
    variant: str = ""
    supplier: str = ""
    uncertainty: float | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What the factors of an inventory depend on.

    `population` maps years to inhabitants; the checks and frameworks use it. `electricity` names a variant
    of the national electricity factors, empty for the default one.
    """

    country: str = ""
    gwp_set: str = "AR5"
    variant: str = "direct"
    electricity: str = ""
    prescribed: tuple[PrescribedFactor, ...] = ()
    population: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FactorKey:
    """What a factor is chosen for."""

    year: int
    sector: str
    carrier: str
    supplier: str = ""


@dataclass(frozen=True, slots=True)
class ResolvedFactor:
    """The factors chosen for a key, gas by gas, and how; no factors where only reported emissions can serve."""

    key: FactorKey
    factors: tuple[EmissionFactor, ...]
    choice: Choice

    @property
    def is_missing(self) -> bool:
        """Whether no factor was found, published or prescribed."""
        return not self.factors

    @property
    def variants(self) -> frozenset[str]:
        """The factor variants in use, normally one."""
        return frozenset(factor.variant for factor in self.factors)


@dataclass(frozen=True, slots=True)
class FactorTable:
    """The resolved factors of an inventory as arrays over the K distinct keys.

    `values` (K, 5) is in t per canonical unit along GASES; `biogenic_co2` (K,) likewise; `co2e` (K,) in
    t CO2e per unit; `uncertainty` (K,) is relative and refers to the CO2e factor, NaN where unknown;
    `shared` (K,) numbers the distinct underlying factors, so that keys with the same factor share its error.
    """

    resolved: tuple[ResolvedFactor, ...]
    values: FloatArray
    biogenic_co2: FloatArray
    co2e: FloatArray
    uncertainty: FloatArray
    shared: IntArray
    gwp_set: str

    def __len__(self) -> int:
        return len(self.resolved)


def gwp_weights(gwp_set: str) -> FloatArray:
    """Weights [t CO2e per unit] along the gas axis in a named GWP set.

    >>> gwp_weights("AR5").tolist()
    [1.0, 28.0, 265.0, 1.0, 1.0]
    """
    methane = units.global_warming_potential("CH4", gwp_set)
    nitrous_oxide = units.global_warming_potential("N2O", gwp_set)
    return np.array([1.0, methane, nitrous_oxide, 1.0, 1.0])


def resolve(key: FactorKey, options: Options) -> ResolvedFactor:
    """Choose the factors for one key: prescribed, else the national electricity factor, else a published one."""
    prescribed = _prescribed(key, options.prescribed)
    if prescribed:
        note = message("prescribed by the member: {source}", source=prescribed[0].source.title)
        return ResolvedFactor(key, prescribed, Choice(How.PRESCRIBED, note))
    try:
        found = _published(key, options)
    except MissingFigureError as error:
        return ResolvedFactor(key, (), Choice(How.REPORTED, message("no factor: {why}", why=str(error))))
    return ResolvedFactor(key, found.factors, found.choice)


def factor_table(keys: Sequence[FactorKey], options: Options) -> FactorTable:
    """Resolve every key and lay the factors out as arrays."""
    resolved = tuple(resolve(key, options) for key in keys)
    values = np.zeros((len(resolved), len(GASES)))
    biogenic_co2 = np.zeros(len(resolved))
    for position, chosen in enumerate(resolved):
        for factor in chosen.factors:
            if factor.gas == "CO2_biogenic":
                biogenic_co2[position] += factor.value
            else:
                column, weight = _column(factor.gas, options.gwp_set)
                values[position, column] += factor.value * weight
    weights = gwp_weights(options.gwp_set)
    return FactorTable(
        resolved=resolved,
        values=values,
        biogenic_co2=biogenic_co2,
        co2e=values @ weights,
        uncertainty=np.array([_uncertainty(chosen, options.gwp_set) for chosen in resolved], dtype=np.float64),
        shared=_shared(resolved),
        gwp_set=options.gwp_set,
    )


def gas_weight(gas: str, gwp_set: str) -> float:
    """Weight [t CO2e/t] of a gas or of “CO2e” itself in a named GWP set; biogenic CO2 weighs nothing.

    >>> gas_weight("CO2e", "AR5"), gas_weight("CO2_biogenic", "AR5")
    (1.0, 0.0)
    """
    if gas == "CO2e":
        return 1.0
    return 0.0 if gas == "CO2_biogenic" else units.global_warming_potential(gas, gwp_set)


def _column(gas: str, gwp_set: str) -> tuple[int, float]:
    if gas in _COLUMN:
        return _COLUMN[gas], 1.0
    return GASES.index("F-gases"), units.global_warming_potential(gas, gwp_set)


def _published(key: FactorKey, options: Options) -> emission_factors.FoundFactors:
    if key.carrier == "electricity":
        return electricity.find(options.country, key.year, options.electricity)
    return emission_factors.find(
        key.carrier, sector=key.sector, area=options.country, year=key.year, variant=options.variant
    )


def _prescribed(key: FactorKey, given: Iterable[PrescribedFactor]) -> tuple[EmissionFactor, ...]:
    fitting = [(_specificity(factor, key), factor) for factor in given if _fits(factor, key)]
    if not fitting:
        return ()
    best = max(score for score, _ in fitting)
    return tuple(_as_emission_factor(factor) for score, factor in fitting if score == best)


def _fits(factor: PrescribedFactor, key: FactorKey) -> bool:
    return (
        factor.carrier == key.carrier
        and (factor.year is None or factor.year == key.year)
        and factor.supplier in ("", key.supplier)
        and (not factor.sector or key.sector in vocabulary.descendants(factor.sector))
    )


def _specificity(factor: PrescribedFactor, key: FactorKey) -> tuple[bool, bool, bool, bool]:
    return bool(factor.supplier), factor.sector == key.sector, bool(factor.sector), factor.year is not None


def _as_emission_factor(given: PrescribedFactor) -> EmissionFactor:
    return EmissionFactor(
        carrier=given.carrier,
        gas=given.gas,
        value=given.factor,
        unit=given.unit,
        variant=given.variant or "prescribed",
        factor_group=given.sector,
        area="",
        year=given.year,
        gwp_set="",
        uncertainty=given.uncertainty,
        source=Source("prescribed", given.source, "", None, how_known=HowKnown.CITED),
    )


def _uncertainty(chosen: ResolvedFactor, gwp_set: str) -> float:
    """Root of the summed squares of the gases' absolute errors, over the CO2e factor."""
    total = square = 0.0
    for factor in chosen.factors:
        contribution = factor.value * gas_weight(factor.gas, gwp_set)
        if factor.uncertainty is None and contribution:
            return np.nan
        total += contribution
        square += (contribution * (factor.uncertainty or 0.0)) ** 2
    return np.sqrt(square) / abs(total) if total else (0.0 if chosen.factors else np.nan)


def _shared(resolved: Sequence[ResolvedFactor]) -> IntArray:
    """Number the distinct sets of underlying factors; a key without factors stands alone."""
    numbers: dict[object, int] = {}
    identity: list[object] = [
        tuple((f.carrier, f.gas, f.value, f.area, f.year, f.source) for f in chosen.factors) or chosen.key
        for chosen in resolved
    ]
    return np.array([numbers.setdefault(each, len(numbers)) for each in identity], dtype=np.int32)
