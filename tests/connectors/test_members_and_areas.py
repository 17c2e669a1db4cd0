"""The Covenant's signatories and the local administrative units, from recorded rows and from the whole files."""

from __future__ import annotations

from pathlib import Path

import pytest

from cascais.connectors import lau_areas, mycovenant
from cascais.errors import InputError

SAMPLES = Path(__file__).parents[1] / "samples"


def test_signatories_are_read_with_their_commitments_and_groups():
    found = mycovenant.load(SAMPLES / "mycovenant" / "signatories.csv")
    by_key = {each.key: each for each in found.items}
    assert by_key["20493"].is_group and by_key["20493"].population is None
    pakruojis = by_key["11843"]
    assert (pakruojis.name, pakruojis.country, pakruojis.population) == ("Pakruojis", "LT", 27008)
    assert (pakruojis.commitments, pakruojis.adhesion_date) == ((2020,), "2008-09-25")
    assert pakruojis.coordinator == ""


def test_a_coordinate_with_a_comma_is_refused_with_its_place():
    found = mycovenant.load(SAMPLES / "mycovenant" / "signatories.csv")
    (problem,) = found.problems
    assert (problem.column, problem.value) == ("organisation_latitude", "10,219287")
    assert problem.row == 6


def test_areas_are_read_with_code_population_and_centre():
    found = lau_areas.load(SAMPLES / "lau_areas" / "areas.csv")
    assert not found.problems
    gabrovo = next(each for each in found.items if each.name == "Габрово")
    assert (gabrovo.country, gabrovo.key) == ("BG", "BG_" + gabrovo.code)
    assert gabrovo.latitude == pytest.approx(42.87, abs=0.1)
    assert {each.country for each in found.items} >= {"GR", "PL", "RO"}


@pytest.mark.parametrize("connector", [mycovenant, lau_areas])
def test_another_table_is_refused_with_the_missing_columns(connector):
    with pytest.raises(InputError, match="columns are missing"):
        connector.parse(b"a;b\n1;2\n")


def test_all_signatories_and_all_areas(shared_data):
    signatories = mycovenant.load(shared_data / "inventories" / "mycovenant_signatories_2024.csv.gz")
    areas = lau_areas.load(shared_data / "boundaries" / "lau2020_europe_popweighted_centres.csv.gz")
    assert len(signatories.items) + len(signatories.problems) == 11_973
    assert len(signatories.problems) == 10
    assert (len(areas.items), areas.problems) == (63_645, ())
