"""Units of activities and their conversion; greenhouse gases only with a named GWP set."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from cascais.errors import UnitError
from cascais.text import _

MWH_PER_TJ = 1e6 / 3600  # 1 MWh = 3 600 MJ
MWH_PER_TOE = 11.63  # International Energy Agency: 1 toe = 41.868 GJ

ENERGY_MWH = {
    "MWh": 1.0,
    "kWh": 1e-3,
    "GWh": 1e3,
    "TWh": 1e6,
    "MJ": MWH_PER_TJ * 1e-6,
    "GJ": MWH_PER_TJ * 1e-3,
    "TJ": MWH_PER_TJ,
    "toe": MWH_PER_TOE,
    "ktoe": MWH_PER_TOE * 1e3,
}
MASS_T = {"t": 1.0, "kg": 1e-3, "kt": 1e3, "Mg": 1.0, "Gg": 1e3}
VOLUME_M3 = {"m3": 1.0, "l": 1e-3, "1000 m3": 1e3}
COUNT = {"head": 1.0, "ha": 1.0, "inhabitants": 1.0, "vehicle-km": 1.0, "passenger-km": 1.0}

DIMENSIONS = {
    "energy": ENERGY_MWH,
    "mass": MASS_T,
    "volume": VOLUME_M3,
    **{unit: {unit: factor} for unit, factor in COUNT.items()},
}
CANONICAL_UNIT = {"energy": "MWh", "mass": "t", "volume": "m3", **{unit: unit for unit in COUNT}}
UNITS = tuple(unit for units in DIMENSIONS.values() for unit in units)

_SPELLINGS = {
    "m³": "m3",
    "m^3": "m3",
    "nm3": "m3",
    "nm³": "m3",
    "tonne": "t",
    "tonnes": "t",
    "tons": "t",
    "litre": "l",
    "litres": "l",
    "liter": "l",
    "liters": "l",
    "thousand m3": "1000 m3",
    "1000m3": "1000 m3",
    "1000 m³": "1000 m3",
    "tis. m3": "1000 m3",
    "heads": "head",
    "animals": "head",
    "hectare": "ha",
    "hectares": "ha",
    "inhabitant": "inhabitants",
    "persons": "inhabitants",
    "people": "inhabitants",
    "mwh/year": "MWh",
    "mwh/a": "MWh",
    "mwh/yr": "MWh",
    "vkm": "vehicle-km",
    "pkm": "passenger-km",
}
_LOWER = {unit.lower(): unit for unit in UNITS}


def unit(text: str) -> str:
    """Return the unit's own spelling.

    >>> unit("mwh"), unit("m³")
    ('MWh', 'm3')
    """
    cleaned = " ".join(text.strip().split())
    if cleaned in ("Mg", "mg"):  # megagram is a tonne; “mg” would be a milligram
        if cleaned == "Mg":
            return "Mg"
    elif cleaned.lower() in _LOWER:
        return _LOWER[cleaned.lower()]
    elif cleaned.lower() in _SPELLINGS:
        return _SPELLINGS[cleaned.lower()]
    raise UnitError(f"The unit “{text}” is not known. Allowed: {', '.join(UNITS)}.")


def dimension(name: str) -> str:
    """Return the dimension of a unit: energy, mass, volume, head, ha, inhabitants …

    >>> dimension("GJ")
    'energy'
    """
    for name_of_dimension, units in DIMENSIONS.items():
        if name in units:
            return name_of_dimension
    raise UnitError(f"The unit “{name}” is not known. Allowed: {', '.join(UNITS)}.")


def conversion(from_unit: str, to_unit: str) -> float:
    """Return the factor by which an amount is multiplied to pass from one unit to another of its dimension.

    >>> round(conversion("TJ", "MWh"), 4)
    277.7778
    """
    dimension_from, dimension_to = dimension(from_unit), dimension(to_unit)
    if dimension_from != dimension_to:
        raise UnitError(
            f"“{from_unit}” ({dimension_from}) cannot be converted into “{to_unit}” ({dimension_to}) "
            "without a calorific value or a density."
        )
    table = DIMENSIONS[dimension_from]
    return table[from_unit] / table[to_unit]


@dataclass(frozen=True, slots=True)
class GwpSet:
    """A published set of 100-year global warming potentials."""

    key: str
    title: str
    table: str


GWP_SETS = {
    "SAR": GwpSet("SAR", _("IPCC Second Assessment Report (1995)"), "SARGWP100"),
    "AR4": GwpSet("AR4", _("IPCC Fourth Assessment Report (2007)"), "AR4GWP100"),
    "AR5": GwpSet("AR5", _("IPCC Fifth Assessment Report (2013)"), "AR5GWP100"),
    "AR6": GwpSet("AR6", _("IPCC Sixth Assessment Report (2021)"), "AR6GWP100"),
}


@cache
def global_warming_potential(gas: str, gwp_set: str) -> float:
    """Return the 100-year global warming potential of a gas [t CO2e/t] in a named set.

    Source: package `globalwarmingpotentials` (CC0), which transcribes the IPCC reports.
    Raises UnitError where the set is unknown or holds no value for the gas.

    >>> global_warming_potential("CH4", "AR5")
    28.0
    """
    if gwp_set not in GWP_SETS:
        raise UnitError(f"The GWP set “{gwp_set}” is not known. Allowed: {', '.join(GWP_SETS)}.")
    if gas == "CO2":
        return 1.0
    potential = _potentials().get(gas, {}).get(GWP_SETS[gwp_set].table)
    if not potential:
        raise UnitError(f"{GWP_SETS[gwp_set].title} gives no potential for “{gas}”.")
    return float(potential)


@cache
def _potentials() -> Mapping[str, Mapping[str, str]]:
    """The package's table by gas and set, read from its file: importing the package takes as long as all our tables."""
    package = find_spec("globalwarmingpotentials")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("The package globalwarmingpotentials is not installed.")
    text = Path(package.origin).with_name("globalwarmingpotentials.csv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return {row["Species"]: row for row in csv.DictReader(lines)}
