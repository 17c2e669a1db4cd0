"""The pages of the climate: what they say of Prague, quickly, and what they say where there is nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from cascais.hazards.indices import CLIMATE_INDICES
from cascais.web.hazards.models import HazardDataset, HazardPlace
from cascais.web.hazards.store import path_of

pytestmark = pytest.mark.django_db


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_member_page_says_it_in_words_first(client):
    page = text(client, "/members/praha/climate/")
    assert "Hot days: on average 8.1\u202fdays in a year of 1961–1990, 16\u202fdays in 1991–2020." in page
    assert page.index("on average 8.1") < page.index("<table")
    assert "Praha-Klementinum" in page and "2.7 km" in page and "Czech Hydrometeorological Institute" in page
    assert "Extreme heat" in page and "Extreme cold" in page and "rising" in page


def test_index_page_has_charts_tables_and_explanation(client):
    page = text(client, "/members/praha/climate/wettest_day/")
    for key in ("climate_series", "climate_stripes", "return_levels", "climate_calendar"):
        assert f'id="spec-{key}"' in page
    assert page.count("Show the figures as a table") == 4
    assert "Missing days" in page and "profile likelihood" in page and "10.1002/wcc.147" in page
    summer = text(client, "/members/praha/climate/hot_days/?period=JJA")
    assert "return_levels" not in summer and "climate_stripes" in summer


def test_a_member_without_results_says_how_to_get_them(client):
    page = text(client, "/members/gabrovo/climate/")
    assert "cascais hazards import" in page and "No climate results" in page
    assert client.get("/members/gabrovo/climate/hot_days/").status_code == 404
    assert client.get("/members/praha/climate/no_such_index/").status_code == 404
    assert client.get("/members/brno/climate/total_rain/").status_code == 404, "Brno's series has no rain"


def test_network_page_asks_twice_whatever_the_members(client, django_assert_num_queries):
    address = "/climate/?index=hot_days&sort=change&order=down"
    client.get(address)
    with django_assert_num_queries(2):
        page = text(client, address)
    assert page.index("Brno") < page.index(">Prague<"), "the greater change comes first"
    assert "rising at 2 of 2 members" in page
    started = time.perf_counter()
    client.get(address)
    assert time.perf_counter() - started < 0.5


def test_network_page_reads_what_the_address_says(client):
    assert "Prague" in text(client, "/climate/?index=no_such&period=no_such&country=XX&data=x&page=99")
    assert "no results of this index" in text(client, "/climate/?index=storm_days")
    assert client.get("/climate/table.csv?index=frost_days").content.decode().count("\n") == 3


def test_series_can_be_taken_away_with_source(client):
    table = client.get("/members/praha/climate/hot_days/values.csv").content.decode("utf-8-sig")
    assert "Praha-Klementinum" in table and "Hydrometeorological" in table
    assert client.get("/members/praha/climate/hot_days/values.exe").status_code == 404


def test_collection_page_has_every_index(client):
    page = text(client, "/climate/indices/")
    assert len(CLIMATE_INDICES) > 50 and all(f'id="{key}"' in page for key in CLIMATE_INDICES)


def test_data_page_names_source_licence_and_checksum(client):
    page = text(client, "/climate/data/")
    row = HazardDataset.objects.get(is_demonstration=True)
    assert row.sha256 in page and "CHMI" in page and "open data" in page


def test_without_the_file_there_is_no_result_and_no_failure(client, monkeypatch):
    row = HazardDataset.objects.get(is_demonstration=True)
    hidden = path_of(row.sha256).with_suffix(".hidden")
    path_of(row.sha256).rename(hidden)
    try:
        assert "No climate results" in text(client, "/members/praha/climate/")
        assert "No climate results" in text(client, "/climate/")
    finally:
        hidden.rename(path_of(row.sha256))


def test_demonstration_speaks_only_of_the_towns_of_the_stations():
    assert set(HazardPlace.objects.values_list("member__slug", flat=True)) == {"praha", "brno"}
    assert all(each.distance_km < 10 for each in HazardPlace.objects.all())


def test_interface_gives_values_with_unit_source_and_explanation(client):
    address = "/api/v1/members/praha/climate?index=hot_days&period=year&scenario=observed&first_year=2019"
    found = client.get(address)
    items = found.json()["items"]
    assert [item["year"] for item in items] == [2019, 2020, 2021]
    value = items[0]["value"]
    assert value["unit"] == "d" and "Hydrometeorological" in value["source"]
    assert client.get(value["explanation"].split("#")[0]).status_code == 200
    assert client.get(address, headers={"If-None-Match": found.headers["ETag"]}).status_code == 304
    assert client.get("/api/v1/climate/indices/hot_days").json()["abbreviation"] == "TX30"
    assert client.get("/api/v1/climate/indices/none").status_code == 404
    assert client.get("/api/v1/members/gabrovo/climate").json()["total"] == 0


def test_pages_need_no_compiled_kernel(tmp_path):
    code = (
        "import sys, django; django.setup(); import cascais.web.urls; from cascais.hazards.indices import CLIMATE_INDICES;"
        "len(CLIMATE_INDICES); sys.exit(bool({'numba', 'xarray', 'dask'} & set(sys.modules)))"
    )
    variables = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cascais.web.settings",
        "CASCAIS_DATA": str(tmp_path),
    }
    assert subprocess.run([sys.executable, "-c", code], env=variables, check=False).returncode == 0
