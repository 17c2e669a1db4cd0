"""Parameters: keys, units, ranges and the published values that results hang on."""

from __future__ import annotations

import pytest

from cascais.errors import MissingFigureError
from cascais.tables.parameters import groups, parameter, parameters
from cascais.tables.reading import tables

PUBLISHED = [
    ("waste", "doc_food", 0.15),
    ("waste", "doc_paper", 0.40),
    ("waste", "doc_wood", 0.43),
    ("waste", "mcf_unmanaged_deep", 0.8),
    ("waste", "doc_f", 0.5),
    ("waste", "k_food_wet", 0.185),
    ("waste", "msw_eastern_europe", 0.38),
    ("wastewater", "bod5", 60),
    ("wastewater", "bo_bod", 0.6),
    ("wastewater", "mcf_septic", 0.5),
    ("wastewater", "n2o_plant", 3.2),
    ("livestock", "enteric_dairy_eastern_europe_2019", 93),
    ("soils", "ef5", 0.0075),
    ("trees", "crown_cover", 2.9),
    ("trees_2019", "crown_cover_cold_temperate_2019", 2.1),
]


@pytest.mark.parametrize(("group", "key", "expected"), PUBLISHED)
def test_values_as_published(group: str, key: str, expected: float) -> None:
    figure = parameter(group, key)
    assert figure.value == expected
    assert figure.source is not None
    assert figure.source.locator
    assert figure.details["title"]


def test_there_are_the_groups_that_methods_need() -> None:
    assert {"waste", "wastewater", "livestock", "soils", "trees"} <= set(groups())


@pytest.mark.parametrize("group", groups())
def test_keys_are_unique_and_values_in_range(group: str) -> None:
    rows = next(table for table in tables("parameters") if table.name == group).rows
    assert len(parameters(group)) == len(rows)
    for key, figure in parameters(group).items():
        assert figure.unit
        assert figure.value >= 0
        if figure.unit == "1" and not key.startswith(("f_", "industrial")):
            assert figure.value <= 1, key
        assert figure.uncertainty is None or 0 < figure.uncertainty < 2.5


def test_what_is_not_there_is_refused_with_what_there_is() -> None:
    with pytest.raises(MissingFigureError, match="doc_food"):
        parameter("waste", "no_such_key")
    with pytest.raises(MissingFigureError, match="wastewater"):
        parameters("no_such_group")
