"""A file of climate results is stored as a whole or refused with every reason named."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from cascais.errors import InputError
from cascais.web.hazards import store
from cascais.web.hazards.checking import checked
from cascais.web.hazards.models import HazardDataset, HazardPlace

pytestmark = pytest.mark.django_db


def refused(content, places=("gabrovo",)):
    with pytest.raises(InputError) as found:
        checked(content, "climate.parquet", places)
    return str(found.value)


def test_import_stores_file_summary_and_places(results_file, tmp_path, capsys):
    path = tmp_path / "climate.parquet"
    path.write_bytes(results_file())
    call_command("import_climate", str(path))
    row = HazardDataset.objects.get(title="Synthetic results")
    place = row.places.get()
    assert (
        row.rows == 60 and row.is_public and row.scenarios == ["observed"] and row.base_period == "1961–1990"
    )
    assert place.member.slug == "gabrovo" and place.station == "Invented station" and place.distance_km == 4.2
    statements = set(store.of_place(row.summary_sha256, "gabrovo")["statement"])
    assert store.is_there(row.sha256) and statements == {"mean", "trend"}
    call_command("import_climate", str(path))
    assert "nothing changed" in capsys.readouterr().out
    assert HazardDataset.objects.filter(title="Synthetic results").count() == 1


def test_private_results_are_for_administrators(results_file, tmp_path, signed_in, client):
    path = tmp_path / "climate.parquet"
    path.write_bytes(results_file())
    call_command("import_climate", str(path), "--private")
    row = HazardDataset.objects.get(title="Synthetic results")
    page = "/members/gabrovo/climate/"
    assert "Invented station" not in client.get(page).content.decode()
    assert client.get(f"/api/v1/climate/datasets/{row.pk}").status_code == 404
    assert client.get(f"/api/v1/members/gabrovo/climate?data={row.pk}").json()["items"] == []


def test_rows_that_cannot_be_stored_are_named(results_file, changed_rows):
    assert "no member with this key" in refused(results_file(), places=("kranj",))
    assert "no such climate index" in refused(results_file(changed_rows(index="hot_nights")))
    assert "The scenario is unknown" in refused(results_file(changed_rows(scenario=["rcp9"] * 60)))
    assert "no such period" in refused(results_file(changed_rows(period=["13"] * 60)))
    infinite = refused(results_file(changed_rows(value=[float("inf")] + [1.0] * 59)))
    assert "row 1" in infinite and "no number" in infinite
    assert "0 to 366" in refused(results_file(changed_rows(missing_days=[400] * 60)))
    twice = refused(results_file(changed_rows(year=[1961] * 60)))
    assert "stands here twice" in twice and "55 more rows" in twice


def test_missing_values_are_welcome(results_file, changed_rows):
    found = checked(results_file(changed_rows(value=[None] + [1.0] * 59)), "climate.parquet", ["gabrovo"])
    assert found.results["value"].null_count() == 1


def test_columns_and_description_are_checked(results_file, changed_rows):
    without = changed_rows()
    del without["missing_days"]
    message = refused(results_file(without, said={"title": "x"}))
    for part in ("missing_days", "licence", "base_period", "sources"):
        assert part in message
    assert "other kind" in refused(results_file(changed_rows(place=list(range(60)))))
    assert "no Parquet file" in refused(b"PAR1 is not enough")


def test_refused_file_leaves_nothing(results_file, changed_rows, tmp_path):
    path = tmp_path / "climate.parquet"
    path.write_bytes(results_file(changed_rows(place=["gabrovo"] * 59 + ["atlantis"])))
    before = (HazardDataset.objects.count(), HazardPlace.objects.count())
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_climate", str(path))
    assert (HazardDataset.objects.count(), HazardPlace.objects.count()) == before
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_climate", str(tmp_path / "none.parquet"))
