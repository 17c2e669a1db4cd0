"""Countries, and the GWP sets that tables are read with."""

from __future__ import annotations

import pytest

from cascais.errors import CascaisError
from cascais.tables import vocabulary
from cascais.units import global_warming_potential

GWP = {  # 100-year potentials: SAR, AR4, AR5, AR6
    "CH4": (21, 25, 28, 27.9),
    "N2O": (310, 298, 265, 273),
    "SF6": (23900, 22800, 23500, 25200),
    "CF4": (6500, 7390, 6630, 7380),
    "C2F6": (9200, 12200, 11100, 12400),
    "C3F8": (7000, 8830, 8900, 9290),
    "cC4F8": (8700, 10300, 9540, 10200),
    "HFC23": (11700, 14800, 12400, 14600),
    "HFC32": (650, 675, 677, 771),
    "HFC125": (2800, 3500, 3170, 3740),
    "HFC134a": (1300, 1430, 1300, 1530),
    "HFC143a": (3800, 4470, 4800, 5810),
    "HFC152a": (140, 124, 138, 164),
    "HFC227ea": (2900, 3220, 3350, 3600),
    "HFC236fa": (6300, 9810, 8060, 8690),
    "HFC4310mee": (1300, 1640, 1650, 1600),
    "HCFC22": (1500, 1810, 1760, 1960),
}


@pytest.mark.parametrize(("gas", "expected"), GWP.items())
def test_potentials_as_published(gas: str, expected: tuple[float, ...]) -> None:
    assert tuple(global_warming_potential(gas, key) for key in ("SAR", "AR4", "AR5", "AR6")) == expected


def test_countries_are_complete_and_unique() -> None:
    countries = vocabulary.countries()
    assert sum(record.is_eu for record in countries.values()) == 27
    assert {"GB", "UA", "MD", "RS", "BA", "MK", "ME", "AL", "XK", "CH", "NO"} <= set(countries)
    assert len({record.code3 for record in countries.values()}) == len(countries)
    assert len({record.eurostat for record in countries.values()}) == len(countries)
    for record in countries.values():
        assert (len(record.code), len(record.code3), len(record.eurostat)) == (2, 3, 2)
        assert record.region in ("eastern_europe", "western_europe")
        assert record.languages


def test_codes_differ_where_eurostat_differs() -> None:
    assert vocabulary.country("gr").eurostat == "EL"
    assert vocabulary.country("GB").eurostat == "UK"
    with pytest.raises(CascaisError, match="country"):
        vocabulary.country("QQ")


def test_every_sector_and_carrier_has_a_known_parent_and_unit() -> None:
    sectors = vocabulary.sectors()
    assert all(record.parent in ("", *sectors) for record in sectors.values())
    assert all(record.title and record.unit for record in vocabulary.carriers().values())
    assert {record.weight for record in vocabulary.quality_grades().values()} == {1.0, 0.5, 0.25, 0.0}
    assert set(vocabulary.notation_keys()) == {"NO", "IE", "C", "NE"}
