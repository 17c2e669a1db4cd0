from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import httpx
import numpy as np
import pytest

from cascais.connectors import open_meteo
from cascais.connectors._daily import SOURCES_ATTRIBUTE
from cascais.connectors.open_meteo import Place, Request
from cascais.errors import InputError

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "open_meteo"
ZLIN = Place("Zlín", 49.22645, 17.67065)
JUNE = Request("2020-06-01", "2020-06-30")
ACCESS = replace(open_meteo.ACCESS, wait=lambda seconds: None)


def answering(*names: str, status: int = 200) -> tuple[httpx.Client, list[httpx.URL]]:
    asked: list[httpx.URL] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        name = names[min(len(asked), len(names)) - 1].format(model=request.url.params.get("models"))
        return httpx.Response(status, content=(SAMPLES / name).read_bytes())

    return httpx.Client(transport=httpx.MockTransport(answer)), asked


def test_an_answer_becomes_daily_weather_with_where_it_came_from(tmp_path: Path) -> None:
    client, asked = answering("archive.json")
    found = open_meteo.fetch([ZLIN], JUNE, tmp_path, accessed="2026-11-24", client=client, access=ACCESS)
    assert found.variables == ("tasmax", "tasmin", "tas", "pr", "sfcWind", "wsgsmax", "hurs")
    assert (found.axis.length, found.missing_dates, found.problems) == (30, 0, ())
    assert found.data["tasmax"].dims == ("time", "place")
    assert float(found.data["tasmax"][0, 0]) == 24.0
    assert np.isnan(found.data["tasmax"][-1, 0])
    assert found.data["sfcWind"].attrs["units"] == "m/s"
    assert {key: values.shape for key, values in found.block().items()}["pr"] == (30, 1)
    (origin,) = found.origins
    assert (origin.station, origin.latitude, origin.elevation_m) == ("Zlín", 49.244286, 232.0)
    assert (origin.licence, origin.accessed, len(origin.sha256)) == ("CC BY 4.0", "2026-11-24", 64)
    assert "Open-Meteo.com" in origin.attribution
    assert "Europe/Prague" in origin.note
    assert json.loads(found.data.attrs[SOURCES_ATTRIBUTE])[0]["sha256"] == origin.sha256
    query = asked[0].params
    assert (query["wind_speed_unit"], query["models"], query["timezone"]) == ("ms", "era5_seamless", "auto")
    assert "wind_gusts_10m_max" in query["daily"].split(",")


def test_an_answer_that_is_there_is_not_asked_for_again(tmp_path: Path) -> None:
    client, asked = answering("archive.json")
    open_meteo.fetch([ZLIN], JUNE, tmp_path, accessed="2026-11-24", client=client, access=ACCESS)
    client, _ = answering("archive.json")
    open_meteo.fetch([ZLIN], JUNE, tmp_path, accessed="2026-11-25", client=client, access=ACCESS)
    assert len(asked) == 1


def test_places_stand_beside_each_other(tmp_path: Path) -> None:
    client, asked = answering("archive.json")
    places = [ZLIN, Place("Brno", 49.2, 16.6)]
    found = open_meteo.fetch(places, JUNE, tmp_path, accessed="", client=client, access=ACCESS)
    assert found.data["place"].values.tolist() == ["Zlín", "Brno"]
    assert found.block()["pr"].shape == (30, 2)
    assert len(found.origins) == len(asked) == 2


def test_each_model_is_a_result_and_what_it_lacks_is_told(tmp_path: Path) -> None:
    client, _ = answering("climate_{model}.json")
    asked = Request("2050-07-01", "2050-07-10", ("tasmax", "tasmin", "pr", "wsgsmax"))
    models = ("MRI_AGCM3_2_S", "HiRAM_SIT_HR")
    found = open_meteo.fetch_projections(
        [ZLIN], asked, tmp_path, accessed="", models=models, client=client, access=ACCESS
    )
    assert found["MRI_AGCM3_2_S"].variables == ("tasmax", "tasmin", "pr")
    lacking = found["HiRAM_SIT_HR"]
    assert lacking.variables == ("tasmax", "pr")
    assert [(each.column, each.message) for each in lacking.problems] == [
        ("tasmin", "The source has no values of this variable.")
    ]
    difference = lacking.data["tasmax"] - found["MRI_AGCM3_2_S"].data["tasmax"]
    assert np.allclose(difference, 1.0, atol=1e-5)


def test_kilometres_an_hour_are_converted_and_an_unknown_unit_is_refused() -> None:
    answer = json.loads((SAMPLES / "archive.json").read_text(encoding="utf-8"))
    plain = open_meteo.parse(json.dumps(answer).encode(), ZLIN, JUNE)
    answer["daily_units"]["wind_speed_10m_mean"] = "km/h"
    converted = open_meteo.parse(json.dumps(answer).encode(), ZLIN, JUNE)
    assert np.allclose(converted.data["sfcWind"] * 3.6, plain.data["sfcWind"])
    answer["daily_units"]["temperature_2m_max"] = "°F"
    with pytest.raises(InputError, match=r"tasmax.*unit is unknown.*°F.*°C"):
        open_meteo.parse(json.dumps(answer).encode(), ZLIN, JUNE)


def test_what_the_service_says_is_told(tmp_path: Path) -> None:
    client, _ = answering("refused.json", status=400)
    with pytest.raises(InputError, match=r"refused \(400\).*end_date.*out of allowed range"):
        open_meteo.fetch([ZLIN], JUNE, tmp_path, accessed="", client=client, access=ACCESS)
    client, asked = answering("too_many.json", status=429)
    with pytest.raises(InputError, match=r"429.*Hourly API request limit.*600 calls a minute"):
        open_meteo.fetch([ZLIN], JUNE, tmp_path, accessed="", client=client, access=ACCESS)
    assert len(asked) == ACCESS.tries
    with pytest.raises(InputError, match="end_date"):
        open_meteo.parse((SAMPLES / "refused.json").read_bytes(), ZLIN, JUNE)


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"[]", b'{"daily": {"time": ["2020-06-01"]', b'{"daily": 1}']
)
def test_a_damaged_answer_is_refused(content: bytes) -> None:
    with pytest.raises(InputError, match="damaged"):
        open_meteo.parse(content, ZLIN, JUNE)


def test_hours_in_dates_are_refused() -> None:
    answer = json.loads((SAMPLES / "archive.json").read_text(encoding="utf-8"))
    answer["daily"]["time"][3] = "2020-06-04T00:00+02:00"
    with pytest.raises(InputError, match="date cannot be read"):
        open_meteo.parse(json.dumps(answer).encode(), ZLIN, JUNE)


@pytest.mark.parametrize(
    ("place", "request_", "says"),
    [
        (Place("x", 99.0, 0.0), JUNE, "coordinates"),
        (Place("x", float("nan"), 0.0), JUNE, "coordinates"),
        (ZLIN, Request("1900-01-01", "1900-12-31"), "no such days"),
        (ZLIN, Request("2020-01-02", "2020-01-01"), "no such days"),
        (ZLIN, Request("2020-01-01", "2020-01-02", ("sunshine",)), "unknown"),
    ],
)
def test_a_request_that_cannot_be_met_is_not_sent(
    place: Place, request_: Request, says: str, tmp_path: Path
) -> None:
    client, asked = answering("archive.json")
    with pytest.raises(InputError, match=says):
        open_meteo.fetch([place], request_, tmp_path, accessed="", client=client, access=ACCESS)
    assert asked == []
