"""Sectors brought to the classes in which real inventories can be compared, and what those inventories show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from cascais.inventory.findings import SCOPE_2, Line
from cascais.tables import vocabulary
from cascais.tables.reading import table
from cascais.text import _

TITLES = {
    "municipal": _("Municipal buildings and lighting"),
    "tertiary": _("Tertiary buildings"),
    "residential": _("Residential buildings"),
    "industry": _("Industry"),
    "transport": _("Transport"),
    "waste": _("Waste and wastewater"),
    "total": _("All sectors"),
}
GROUPS: Mapping[str, tuple[str, ...]] = {
    "north": ("DK", "EE", "FI", "IS", "LT", "LV", "NO", "SE"),
    "east": ("AL", "AM", "BA", "BG", "BY", "CZ", "GE", "HR", "HU", "MD", "ME", "MK", "PL", "RO", "RS", "SI", "SK", "UA", "XK"),
    "west": ("AT", "BE", "CH", "DE", "FR", "GB", "IE", "LI", "LU", "NL"),
    "south": ("CY", "ES", "GR", "IT", "MT", "PT", "TR"),
}  # fmt: skip
"""Countries whose inventories are compared with each other; any other country is compared with all of them."""

_MEMBERS = {
    "municipal_buildings": "municipal",
    "public_lighting": "municipal",
    "tertiary": "tertiary",
    "residential": "residential",
    "industry": "industry",
    "industry_ets": "industry",
}


THOUSAND = 1000.0
FAR = 3.0
"""How far beyond the 99 % quantile (or below the 1 % one) a figure must lie before its unit is doubted."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Energy [MWh] and emissions [t CO2e] of a class, those of its grid energy alone, and the lines they come from."""

    energy_mwh: float
    emissions_t: float
    grid_t: float
    positions: tuple[int, ...]

    @property
    def fuel_t(self) -> float:
        """Emissions [t CO2e] of what does not come from a grid."""
        return self.emissions_t - self.grid_t


@dataclass(frozen=True, slots=True)
class Range:
    """What n real inventories of like countries show for a class, per inhabitant: quantiles and their number."""

    q01: float
    q05: float
    q50: float
    q95: float
    q99: float
    n: int


@cache
def class_of(sector: str) -> str:
    """The class of a sector, empty where it has no counterpart in other inventories.

    >>> class_of("rail"), class_of("public_lighting"), class_of("land_use")
    ('transport', 'municipal', '')
    """
    if sector in _MEMBERS:
        return _MEMBERS[sector]
    for unsplit in ("transport", "waste"):
        if sector in vocabulary.descendants(unsplit):
            return unsplit
    return ""


def sums(lines: Iterable[Line]) -> dict[str, Sums]:
    """Energy and emissions by class."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        key = class_of(line.sector)
        if key:
            found.setdefault(key, []).append(line)
    return {
        key: Sums(
            energy_mwh=sum(line.quantity or 0.0 for line in members if line.is_energy),
            emissions_t=sum(line.co2e_t for line in members),
            grid_t=sum(line.co2e_t for line in members if line.carrier in SCOPE_2),
            positions=tuple(line.position for line in members),
        )
        for key, members in found.items()
    }


def group_of(country: str) -> str:
    """The group of like countries, "all" where the country is in none.

    >>> group_of("EE"), group_of("JP")
    ('north', 'all')
    """
    for group, members in GROUPS.items():
        if country in members:
            return group
    return "all"


@cache
def ranges() -> Mapping[tuple[str, str, str], Range]:
    """What real inventories show, by (group of countries, class, quantity)."""
    rows = table("plausibility", "covenant_2019_per_inhabitant").rows
    return {
        (str(row["group"]), str(row["class"]), str(row["quantity"])): Range(
            **{field: float(row[field]) for field in ("q01", "q05", "q50", "q95", "q99")}, n=int(row["n"])
        )
        for row in rows
    }


def is_thousand_times(key: str, value: float, usual: Range) -> bool:
    """Whether a figure per inhabitant is far from usual and would be usual after dividing or multiplying by 1000.

    Only homes are in every town, so only for them very little is suspect; and a single large plant can
    make any amount of industry true.
    """
    if key != "industry" and value > FAR * usual.q99:
        return usual.q05 <= value / THOUSAND <= usual.q95
    return key == "residential" and 0 < value < usual.q01 / FAR and usual.q05 <= value * THOUSAND <= usual.q95
