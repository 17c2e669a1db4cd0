"""Published emission factors, and the lookup that says which one it chose and why.

The files hold factors as published (kg/TJ, kg/t, kg/head …); the reader converts them to tonnes of gas per
canonical unit of the carrier (MWh, t, head, ha, inhabitants):

    factor [t/MWh] = published [kg/TJ] · 10⁻³ t/kg · 3.6·10⁻³ TJ/MWh
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from cascais import units
from cascais.errors import CascaisError, MissingFigureError, TableError
from cascais.provenance import Choice, How, Source
from cascais.tables import vocabulary
from cascais.tables.reading import Row, Table, tables
from cascais.text import Message, _, message

KIND = "emission_factors"
VARIANTS = {
    "direct": _("Direct emissions by gas (IPCC 2006)"),
    "covenant": _("Covenant of Mayors, standard factors (CO2 only)"),
    "covenant_lca": _("Covenant of Mayors, life-cycle factors"),
    "bisko": _("BISKO with upstream chain, as printed by Leipzig"),
    "bisko_dresden": _("BISKO with upstream chain, as printed by Dresden"),
}
LIFE_CYCLE_VARIANTS = ("covenant_lca", "bisko", "bisko_dresden")
FALLBACK_GROUP = "commercial"


@dataclass(frozen=True, slots=True)
class EmissionFactor:
    """Tonnes of a gas per canonical unit of a carrier, as one publication gives it.

    `gas` is CO2, CH4, N2O, CO2e (published only as the sum), CO2_biogenic, or the name of a fluorinated gas.
    `area` is empty where the publication means any country, `year` None where it means any year, and
    `factor_group` empty where it means any sector. `uncertainty` is half of the 95 % interval ÷ value.
    """

    carrier: str
    gas: str
    value: float
    unit: str
    variant: str
    factor_group: str = ""
    area: str = ""
    year: int | None = None
    gwp_set: str = ""
    uncertainty: float | None = None
    source: Source | None = None
    process: str = ""  # what of the carrier emits, where one carrier emits a gas twice (enteric, manure)
    proxy: str = ""  # why the published figure is not quite that of the carrier


@dataclass(frozen=True, slots=True)
class FoundFactors:
    """The factors that answer a question, one per gas and process, and how they were chosen."""

    factors: tuple[EmissionFactor, ...]
    choice: Choice

    @property
    def gases(self) -> tuple[str, ...]:
        """The gases that have a factor."""
        return tuple(dict.fromkeys(factor.gas for factor in self.factors))


def find(carrier: str, *, sector: str, area: str, year: int, variant: str = "direct") -> FoundFactors:
    """Return the emission factors of a carrier [t of gas per canonical unit] and how they were chosen.

    For each gas the figure nearest to the question is taken: first the area (country, its region, the EU,
    any), then the group of sectors (own, any, commercial as a stand-in), then the year (exact, any, nearest).
    Electricity has series of its own: see `cascais.tables.electricity`.

    Raises MissingFigureError where no publication answers; the message says what was looked for.

    >>> found = find("natural_gas", sector="residential", area="EE", year=2022)
    >>> [(factor.gas, round(factor.value, 8)) for factor in found.factors]
    [('CO2', 0.20196), ('CH4', 1.8e-05), ('N2O', 3.6e-07)]
    >>> found.choice.how.value
    'any_year'
    """
    if variant not in VARIANTS:
        raise CascaisError(f"There is no factor variant “{variant}”. There are: {', '.join(VARIANTS)}.")
    group = vocabulary.sector(sector).factor_group
    areas = area_chain(area)
    by_slot: dict[tuple[str, str], list[EmissionFactor]] = {}
    for factor in _by_carrier(variant).get(vocabulary.carrier(carrier).key, ()):
        if factor.area in areas and factor.factor_group in (group, "", FALLBACK_GROUP):
            by_slot.setdefault((factor.gas, factor.process), []).append(factor)
    if not by_slot:
        raise MissingFigureError(_missing(carrier, sector, area, year, variant))
    chosen = [min(slot, key=lambda f: _distance(f, areas, group, year)) for slot in by_slot.values()]
    return FoundFactors(tuple(chosen), _worst(_choice(factor, area, group, year) for factor in chosen))


def area_chain(area: str) -> tuple[str, ...]:
    """The areas whose figures may answer for a country, nearest first.

    >>> area_chain("EE")
    ('EE', 'eastern_europe', 'EU', '')
    """
    country = vocabulary.countries().get(area.upper())
    if country is None:
        return ("",) if not area else (area, "")
    return tuple(part for part in (country.code, country.region, "EU" if country.is_eu else "") if part) + (
        "",
    )


@cache
def all_factors() -> tuple[EmissionFactor, ...]:
    """Every emission factor that is shipped, in the order of the files (without the electricity series)."""
    return tuple(factor_of(table, row) for table in tables(KIND) for row in table.rows)


def factor_of(table: Table, row: Row) -> EmissionFactor:
    """Build the factor of one row, converted to the canonical unit of its carrier."""
    carrier = vocabulary.carrier(str(row["carrier"]))
    scale, unit = _to_canonical(str(row["unit"]), carrier.unit)
    value = float(row["value"])
    return EmissionFactor(
        carrier=carrier.key,
        gas=str(row["gas"]),
        value=value * scale,
        unit=unit,
        variant=str(row["variant"]),
        factor_group=str(row.get("factor_group", "")),
        area=str(row.get("area", "")),
        year=int(row["year"]) if "year" in row else None,
        gwp_set=str(row.get("gwp_set", "")),
        uncertainty=_uncertainty(row, value),
        source=table.source_of(row),
        process=str(row.get("process", "")),
        proxy=str(row.get("proxy", "")),
    )


@cache
def _by_carrier(variant: str) -> dict[str, list[EmissionFactor]]:
    found: dict[str, list[EmissionFactor]] = {}
    for factor in all_factors():
        if factor.variant == variant:
            found.setdefault(factor.carrier, []).append(factor)
    return found


@cache
def _to_canonical(published: str, canonical: str) -> tuple[float, str]:
    mass, _separator, base = published.partition("/")
    if units.CANONICAL_UNIT[units.dimension(base)] != canonical:
        raise TableError(f"A factor per {base} cannot be used for a carrier counted in {canonical}.")
    return units.conversion(mass, "t") / units.conversion(base, canonical), f"t/{canonical}"


def _uncertainty(row: Row, value: float) -> float | None:
    if "lower" in row and value:
        return (float(row["upper"]) - float(row["lower"])) / 2 / abs(value)
    return float(row["uncertainty"]) if "uncertainty" in row else None


def _distance(factor: EmissionFactor, areas: Sequence[str], group: str, year: int) -> tuple[int, int, int]:
    groups = (group, "", FALLBACK_GROUP)
    return areas.index(factor.area), groups.index(factor.factor_group), year_distance(factor.year, year)


def year_distance(year: int | None, asked: int) -> int:
    """Rank a figure's year against the one asked: exact, any year, then the nearest, earlier before later.

    >>> [year_distance(year, 2020) for year in (2020, None, 2019, 2021)]
    [0, 1, 2, 3]
    """
    if year is None:
        return 1
    if year == asked:
        return 0
    return 2 * abs(year - asked) + (1 if year > asked else 0)


def _choice(factor: EmissionFactor, area: str, group: str, year: int) -> Choice:
    if factor.proxy:
        return Choice(How.PROXY, Message(factor.proxy, {}))
    if factor.factor_group not in (group, ""):
        return Choice(
            How.PROXY,
            message(
                "no {gas} factor is published for this sector: that of commercial buildings stands in",
                gas=factor.gas,
            ),
        )
    if factor.area and factor.area != area.upper():
        return Choice(How.PARENT_AREA, message("figure of the wider area {area}", area=factor.area))
    if factor.year is None:
        return Choice(How.ANY_YEAR, message("default of the publication for any year"))
    return _choice_by_year(factor.year, year, bool(factor.factor_group or not group))


def _choice_by_year(year: int, asked: int, is_for_sector: bool) -> Choice:
    if year != asked:
        return nearest_year_choice(year, asked)
    if not is_for_sector:
        return Choice(How.ANY_SECTOR, message("the publication gives one figure for every sector"))
    return Choice(How.EXACT)


def nearest_year_choice(year: int, asked: int) -> Choice:
    """Say that the figure of another year stands in for the one asked."""
    how = How.EARLIER_YEAR if year < asked else How.LATER_YEAR
    return Choice(how, message("figure of {year}: none is published for {asked}", year=year, asked=asked))


_SEVERITY = (
    How.EXACT, How.ANY_SECTOR, How.ANY_YEAR, How.EARLIER_YEAR, How.LATER_YEAR, How.PARENT_AREA, How.PROXY,
)  # fmt: skip


def _worst(choices: Iterable[Choice]) -> Choice:
    return max(choices, key=lambda choice: _SEVERITY.index(choice.how))


def _missing(carrier: str, sector: str, area: str, year: int, variant: str) -> str:
    record = vocabulary.carrier(carrier)
    asked = (
        f"No emission factor of the variant “{variant}” for “{record.title}” "
        f"in {vocabulary.sector(sector).title}, {area or 'any area'}, {year}."
    )
    if carrier == "electricity":
        return f"{asked} Electricity has national series of its own: choose one of them, or give the local factor."
    if carrier == "district_heat":
        return f"{asked} District heat differs from town to town: give the factor of the heat supplier."
    if record.group == "unsplit":
        return f"{asked} Split the amount by fuel, or give a factor for the mix."
    return f"{asked} Give a factor with its source."
