from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import httpx
import numpy as np
import pytest

from cascais.connectors import chmi, ecad, ghcn_daily
from cascais.connectors._daily import DailyWeather
from cascais.errors import InputError

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


def said(found: DailyWeather) -> str:
    return "\n".join(map(str, found.problems))


def test_faults_of_a_czech_file_are_told_and_the_rest_is_there() -> None:
    found = chmi.load(SAMPLES / "chmi" / "station.csv", accessed="2026-11-24")
    assert found.variables == ("tasmax", "tasmin", "tas")
    assert (found.axis.length, found.missing_dates) == (7, 1)
    tasmax = found.data["tasmax"].values.ravel()
    assert np.allclose(tasmax[[0, 1, 3, 6]], [0.5, 0.5, 7.0, 4.0])
    assert np.isnan(tasmax[[2, 4, 5]]).all()
    assert float(found.data["tas"][0, 0]) == pytest.approx(-0.8)
    text = said(found)
    for part in (
        "1 dates between the first and the last are not there",
        "1961-01-03",
        "1 dates are given twice; where the values differ (0 dates)",
        "1961-01-05: 9999",
        "-90 … 60 °C",
        "1961-01-06: -3 (tasmin 2)",
        "row 8, column “tasmin”: This is not a number",
        "row 9, column “date”: The date cannot be read",
        "1961-2-30",
    ):
        assert part in text, part


def test_the_record_of_klementinum_has_decimal_commas_and_rain() -> None:
    found = chmi.load(SAMPLES / "chmi" / "klementinum.csv", station="Praha-Klementinum")
    assert found.variables == ("tasmax", "tasmin", "tas", "pr")
    assert np.allclose(found.data["tasmin"].values.ravel(), [-10.1, -5.8, -2.2])
    assert np.isnan(found.data["pr"][0, 0])
    assert (found.problems, found.data["place"].item()) == ((), "Praha-Klementinum")
    content = (SAMPLES / "chmi" / "klementinum.csv").read_bytes()
    packed = chmi.parse(gzip.compress(content), "k.csv.gz")
    assert packed.data["pr"].identical(chmi.parse(content, "k.csv").data["pr"])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no file of a Czech station"),
        (b"a,b\n1,2\n", "no file of a Czech station"),
        (b"Y,M,D,TAVG\n", "no day with a value"),
        (gzip.compress(b"Y,M,D,TAVG\n1961,1,1,2\n" * 99)[:-9], "cut short"),
    ],
)
def test_another_file_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        chmi.parse(content, "x.csv.gz")


def test_kelvin_under_the_name_of_celsius_is_left_out() -> None:
    rows = "".join(f"2020,1,{day},{280 + day},{285 + day},{-2 + day}\n" for day in range(1, 29))
    found = chmi.parse(f"Y,M,D,TAVG,TMAX,TMIN\n{rows}".encode(), "kelvin.csv")
    assert found.variables == ("tasmin",)
    assert "kelvin.csv, column “tasmax”: 28 values are impossible" in said(found)
    assert "probably K" in said(found)


def test_dates_that_contradict_each_other_are_missing() -> None:
    found = chmi.parse(b"Y,M,D,TAVG\n2020,1,1,1\n2020,1,2,3\n2020,1,2,4\n2020,1,3,5\n", "x.csv")
    assert np.isnan(found.data["tas"][1, 0])
    assert "(1 dates)" in said(found)


def test_elements_of_ecad_come_together() -> None:
    folder = SAMPLES / "ecad"
    files = [folder / f"{element}_STAID099027.txt" for element in ("TX", "TN", "RR")]
    found = ecad.load(files, accessed="2026-11-24")
    assert found.variables == ("tasmax", "tasmin", "pr")
    assert (found.axis.length, found.missing_dates, found.data["place"].item()) == (5, 0, "99027")
    assert np.allclose(found.data["pr"].values.ravel(), [0, 12.3, 0, 0.7, 0])
    tasmax = found.data["tasmax"].values.ravel()
    assert np.allclose(tasmax[[0, 4]], [5.2, 9.1])
    assert np.isnan(tasmax[[1, 2, 3]]).all()
    assert "1 values are marked as suspect; they count as missing" in said(found)
    assert "2020-02-28: 4.8 (tasmin 6)" in said(found)
    kept = ecad.load(files, with_suspect=True)
    assert float(kept.data["tasmax"][2, 0]) == pytest.approx(10.5)
    assert found.origins[0].note == "INVENTED, CZECHIA"


def test_stations_of_ecad_have_degrees_and_heights() -> None:
    found = ecad.stations((SAMPLES / "ecad" / "stations.txt").read_bytes())
    assert found["99027"] == ("INVENTED, HILL", 49.5, 17.25, 210.0)
    assert found["99028"] == ("SOUTH", pytest.approx(-10.01), -0.5, None)


def test_other_files_of_ecad_are_refused() -> None:
    content = (SAMPLES / "ecad" / "TX_STAID099027.txt").read_bytes()
    with pytest.raises(InputError, match="names of the columns is missing"):
        ecad.parse({"x.txt": content[:400]})
    with pytest.raises(InputError, match=r"not used by any index.*QQ"):
        ecad.parse({"x.txt": content.replace(b"   TX, Q_TX\n", b"   QQ, Q_QQ\n")})
    with pytest.raises(InputError, match="several stations"):
        ecad.parse({"a.txt": content, "b.txt": content.replace(b"STAID: 99027", b"STAID: 99029")})
    cut = ecad.parse({"x.txt": content[:-14]})
    assert cut.axis.length == 4
    assert "date cannot be read" in said(cut)


def test_both_forms_of_ghcn_daily_are_the_same() -> None:
    fixed = ghcn_daily.load(SAMPLES / "ghcn_daily" / "XXE00199999.dly")
    table = ghcn_daily.load(SAMPLES / "ghcn_daily" / "XXE00199999.csv")
    assert fixed.data.drop_attrs().identical(table.data.drop_attrs())
    assert fixed.variables == ("tasmax", "tasmin", "pr", "snd")
    assert (fixed.axis.length, fixed.missing_dates) == (29, 0)
    tasmax = fixed.data["tasmax"].values.ravel()
    assert np.flatnonzero(np.isnan(tasmax)).tolist() == [4, 9]
    assert tasmax[0] == pytest.approx(5.0)
    assert fixed.data["snd"].values[:4].ravel().tolist() == pytest.approx([0, 0, 3, 2])
    assert "1 values failed a test of the publisher" in said(fixed)
    assert "2020-02-10: 99.9 (G)" in said(fixed)


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xfe", b"a,b,c,d,e,f\n"])
def test_another_file_than_one_of_ghcn_daily_is_refused(content: bytes) -> None:
    with pytest.raises(InputError):
        ghcn_daily.parse(content, "x.dly")


def test_a_station_of_ghcn_daily_is_fetched_by_its_number(tmp_path: Path) -> None:
    content = (SAMPLES / "ghcn_daily" / "XXE00199999.dly").read_bytes()

    def answer(request: httpx.Request) -> httpx.Response:
        is_there = request.url.path.endswith("/XXE00199999.dly")
        return httpx.Response(200, content=content) if is_there else httpx.Response(404, text="no")

    def fetched(station: str) -> DailyWeather:
        client = httpx.Client(transport=httpx.MockTransport(answer))
        return ghcn_daily.fetch(station, tmp_path, accessed="2026-11-24", client=client)

    assert fetched("XXE00199999").origins[0].url.startswith("https://www.ncei.noaa.gov/")
    with pytest.raises(InputError, match=r"refused: 404"):
        fetched("XXE00100000")
    with pytest.raises(InputError, match="no number of a station"):
        fetched("../../secret")


def test_real_czech_stations_are_whole(shared_data: Path) -> None:
    for path in sorted((shared_data / "climate").glob("cz_chmi_daily_*.csv.gz")):
        found = chmi.load(path)
        assert (found.axis.year, found.axis.length, found.problems) == (1961, 22280, ())
    record = chmi.load(shared_data / "climate" / "cz_klementinum_daily_1775_2021.csv.gz")
    assert (record.axis.year, record.axis.length) == (1775, 90215)
    years = record.axis.years
    mean = float(record.data["tas"].values[(years >= 1961) & (years <= 1990)].mean())
    assert mean == pytest.approx(10.04, abs=0.01)


def test_real_values_of_ecad_are_believed(shared_data: Path) -> None:
    with zipfile.ZipFile(shared_data / "climate" / "VALUE_ECA_12_Germany_multivar_v2.zip") as archive:
        lines = {
            name: archive.read(f"{name}.txt").decode().splitlines()[1:] for name in ("tmax", "tmin", "precip")
        }
    elements = {"tmax": "TX", "tmin": "TN", "precip": "RR"}
    files = {}
    for name, rows in lines.items():
        head = f" STAID, SOUID,    DATE,   {elements[name]}, Q_{elements[name]}\n"
        body = "".join(_as_ecad(row) for row in rows)
        files[f"{name}.txt"] = (head + body).encode()
    found = ecad.parse(files)
    assert found.variables == ("tasmax", "tasmin", "pr")
    assert found.missing_dates == 0
    first = [float(lines["tmax"][0].split(",")[1]), float(lines["tmax"][1].split(",")[1])]
    assert found.data["tasmax"].values[:2].ravel().tolist() == pytest.approx(first)


def _as_ecad(row: str) -> str:
    date, value = (cell.strip() for cell in row.split(",")[:2])
    is_number = value not in ("NaN", "NA", "")
    tenths = round(float(value) * 10) if is_number else -9999
    return f"    42,100042,{date},{tenths:5d},{0 if is_number else 9:5d}\n"
