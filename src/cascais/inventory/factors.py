"""Chooses the emission factor of every line, once for each distinct (year, sector, carrier, supplier)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

import numpy as np

from cascais import units
from cascais.errors import InputError, MissingFigureError, Problem
from cascais.inventory.activities import FloatArray, IntArray
from cascais.provenance import Choice, How, HowKnown, Source
from cascais.tables import electricity, emission_factors, vocabulary
from cascais.tables.emission_factors import EmissionFactor
from cascais.text import _, message

GASES = ("CO2", "CH4", "N2O", _("F-gases"), "CO2e")
"""The gas axis: three gases in t of gas, the fluorinated ones in t CO2e, and t CO2e that no source splits."""

VARIANTS_WITH_ELECTRICITY = ("bisko", "bisko_dresden")
"""Variants that bring an electricity factor of their own, valid for some countries."""

_COLUMN = {"CO2": 0, "CH4": 1, "N2O": 2, "CO2e": 4}


@dataclass(frozen=True, slots=True)
class PrescribedFactor:
    """A factor that the member gives, or that was computed for it: it takes precedence over every published one.

    `factor` is in t of `gas` per canonical unit of the carrier; `sector` "", `year` None and `supplier` ""
    mean any. A factor prescribed for a sector also holds for what lies below that sector. `how` is PRESCRIBED
    for a factor given by the member, LOCAL for one computed from its own supply, DEFAULT for one computed from
    published parameters; given ones go before local ones, local ones before defaults.
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
    how: How = How.PRESCRIBED


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
    """Choose the factors for one key: prescribed, else the national electricity factor, else a published one.

    Raises InputError where two figures of equal rank answer for the same gas.
    """
    prescribed = _prescribed(key, options)
    if prescribed:
        return ResolvedFactor(
            key, tuple(map(_as_emission_factor, prescribed)), _prescribed_choice(prescribed)
        )
    try:
        found = _published(key, options)
    except MissingFigureError as error:
        return ResolvedFactor(key, (), Choice(How.REPORTED, message("no factor: {why}", why=str(error))))
    return ResolvedFactor(key, found.factors, found.choice)


@dataclass(frozen=True, slots=True)
class _Row:
    """A resolved factor as a row of the table; equal `identity` means that the underlying factors are the same."""

    resolved: ResolvedFactor
    values: tuple[float, ...]
    biogenic_co2: float
    uncertainty: float
    identity: object


def factor_table(keys: Sequence[FactorKey], options: Options) -> FactorTable:
    """Resolve every key and lay the factors out as arrays."""
    if options.prescribed:
        return _as_table([_row(key, options) for key in keys], options.gwp_set)
    return _published_table(
        tuple(keys), (options.country, options.gwp_set, options.variant, options.electricity)
    )


@lru_cache(maxsize=64)
def _published_table(keys: tuple[FactorKey, ...], asked: tuple[str, str, str, str]) -> FactorTable:
    """The table of keys without prescribed factors; kept, because an inventory is computed again and again."""
    table = _as_table([_published_row(key, asked) for key in keys], asked[1])
    for shared in (table.values, table.biogenic_co2, table.co2e, table.uncertainty, table.shared):
        shared.setflags(write=False)
    return table


def _as_table(rows: Sequence[_Row], gwp_set: str) -> FactorTable:
    values = np.array([row.values for row in rows], dtype=np.float64).reshape(-1, len(GASES))
    numbers: dict[object, int] = {}
    return FactorTable(
        resolved=tuple(row.resolved for row in rows),
        values=values,
        biogenic_co2=np.array([row.biogenic_co2 for row in rows], dtype=np.float64),
        co2e=values @ gwp_weights(gwp_set),
        uncertainty=np.array([row.uncertainty for row in rows], dtype=np.float64),
        shared=np.array([numbers.setdefault(row.identity, len(numbers)) for row in rows], dtype=np.int32),
        gwp_set=gwp_set,
    )


def _row(key: FactorKey, options: Options) -> _Row:
    chosen = resolve(key, options)
    return _as_row(chosen, options.gwp_set, identity(chosen))


@lru_cache(maxsize=100_000)
def _published_row(key: FactorKey, asked: tuple[str, str, str, str]) -> _Row:
    """The row of a key without prescribed factors; kept, because the inventories of many members ask the same."""
    country, gwp_set, variant, electricity_variant = asked
    chosen = resolve(key, Options(country, gwp_set, variant, electricity_variant))
    return _as_row(chosen, gwp_set, _token(identity(chosen)))


def _as_row(chosen: ResolvedFactor, gwp_set: str, identity: object) -> _Row:
    values = [0.0] * len(GASES)
    biogenic_co2 = 0.0
    for factor in chosen.factors:
        if factor.gas == "CO2_biogenic":
            biogenic_co2 += factor.value
        else:
            column, weight = _column(factor.gas, gwp_set)
            values[column] += factor.value * weight
    return _Row(chosen, tuple(values), biogenic_co2, _uncertainty(chosen, gwp_set), identity)


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
    question = _Question(
        key.carrier, key.sector, key.year, options.country, options.variant, options.electricity
    )
    found = _answer(question)
    _refuse_rivals(key, found.factors)
    return found


@dataclass(frozen=True, slots=True)
class _Question:
    carrier: str
    sector: str
    year: int
    country: str
    variant: str
    electricity: str


@lru_cache(maxsize=100_000)
def _answer(asked: _Question) -> emission_factors.FoundFactors:
    """What the shipped tables answer; kept, because the inventories of many members ask the same."""
    if asked.carrier == "electricity" and (
        asked.electricity or asked.variant not in VARIANTS_WITH_ELECTRICITY
    ):
        return electricity.find(asked.country, asked.year, asked.electricity)
    is_energy = vocabulary.carrier(asked.carrier).kind == "energy"
    variant = asked.variant if is_energy else "direct"  # the other variants are about energy alone
    try:
        return emission_factors.find(
            asked.carrier, sector=asked.sector, area=asked.country, year=asked.year, variant=variant
        )
    except MissingFigureError:
        if asked.carrier != "electricity":
            raise
        return electricity.find(asked.country, asked.year)


def _prescribed(key: FactorKey, options: Options) -> tuple[PrescribedFactor, ...]:
    """The fitting factors of the highest rank; of several variants that of the inventory, else the first given."""
    fitting = [(_rank(factor, key), factor) for factor in options.prescribed if _fits(factor, key)]
    if not fitting:
        return ()
    best = max(rank for rank, _ in fitting)
    equal = [factor for rank, factor in fitting if rank == best]
    variants = [factor.variant for factor in equal]
    variant = options.variant if options.variant in variants else variants[0]
    chosen = tuple(factor for factor in equal if factor.variant == variant)
    _refuse_rivals(key, [_as_emission_factor(factor) for factor in chosen])
    return chosen


def _refuse_rivals(key: FactorKey, factors: Sequence[EmissionFactor]) -> None:
    """Two figures for one gas, or a sum beside one of its parts, would be added up: refuse."""
    slots = [(factor.gas, factor.process) for factor in factors]
    gases = {factor.gas for factor in factors} - {"CO2_biogenic"}
    if len(set(slots)) == len(slots) and ("CO2e" not in gases or len(gases) == 1):
        return
    listed = "; ".join(
        f"{f.gas} {f.value:g} {f.unit} ({f.source.citation if f.source else '–'})" for f in factors
    )
    raise InputError(
        Problem(
            f"Several factors of equal rank answer for “{key.carrier}” in “{key.sector}”, {key.year}",
            value=listed,
            allowed="one factor for each gas, or one for CO2e",
            next_step="Give the one that holds, with its sector, year or supplier.",
        )
    )


def _fits(factor: PrescribedFactor, key: FactorKey) -> bool:
    return (
        factor.carrier == key.carrier
        and (factor.year is None or factor.year == key.year)
        and factor.supplier in ("", key.supplier)
        and (not factor.sector or key.sector in vocabulary.descendants(factor.sector))
    )


_ORIGIN_RANK = {How.PRESCRIBED: 2, How.LOCAL: 1}


def _rank(factor: PrescribedFactor, key: FactorKey) -> tuple[int, bool, bool, bool, bool]:
    return (
        _ORIGIN_RANK.get(factor.how, 0),
        bool(factor.supplier),
        factor.sector == key.sector,
        bool(factor.sector),
        factor.year is not None,
    )


def _prescribed_choice(given: Sequence[PrescribedFactor]) -> Choice:
    first = given[0]
    if first.how is How.LOCAL:
        return Choice(How.LOCAL, message("computed from the local supply: {source}", source=first.source))
    if first.how is How.PRESCRIBED:
        return Choice(How.PRESCRIBED, message("prescribed by the member: {source}", source=first.source))
    return Choice(first.how, message("computed from published parameters: {source}", source=first.source))


_HOW_KNOWN = {How.LOCAL: HowKnown.COMPUTED, How.DEFAULT: HowKnown.COMPUTED}


def _as_emission_factor(given: PrescribedFactor) -> EmissionFactor:
    return EmissionFactor(
        carrier=given.carrier,
        gas=given.gas,
        value=given.factor,
        unit=given.unit,
        variant=given.variant or given.how.value,
        factor_group=given.sector,
        area="",
        year=given.year,
        gwp_set="",
        uncertainty=given.uncertainty,
        source=Source(
            given.how.value, given.source, "", None, how_known=_HOW_KNOWN.get(given.how, HowKnown.CITED)
        ),
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


def identity(chosen: ResolvedFactor) -> Hashable:
    """What two keys have in common where their underlying factors are the same; a key without factors stands alone."""
    return tuple((f.carrier, f.gas, f.value, f.area, f.year, f.source) for f in chosen.factors) or chosen.key


@cache
def _token(identity: Hashable) -> object:
    """One small object for each identity among the shipped factors, quicker to compare than the identity itself."""
    return object()
