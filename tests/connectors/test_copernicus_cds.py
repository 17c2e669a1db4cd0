from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import httpx
import numpy as np
import pytest
import xarray as xr

from cascais.connectors import copernicus_cds as cds
from cascais.connectors.climate_files import Area
from cascais.errors import InputError

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "copernicus_cds"
ACCESS = replace(cds.ACCESS, wait=lambda seconds: None)
ORDER = cds.era5_daily("tasmax", 2020, Area(49.0, 17.0, 50.0, 18.0), utc_offset_hours=1)
SECRET = "key-of-the-account"


def recorded(name: str) -> dict[str, object]:
    found = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def netcdf(tmp_path: Path, name: str = "t2m", unit: str = "K") -> bytes:
    coordinates = {
        "valid_time": xr.date_range("2020-01-01", periods=3),
        "latitude": [49.5, 49.4],
        "longitude": [17.1],
    }
    values = 280.0 + np.arange(6.0).reshape(3, 2, 1)
    grid = xr.Dataset({name: (tuple(coordinates), values, {"units": unit})}, coords=coordinates)
    path = tmp_path / "made" / "answer.nc"
    path.parent.mkdir(exist_ok=True)
    grid.to_netcdf(path, engine="h5netcdf")
    return path.read_bytes()


class Service:
    """Answers like the store, and remembers what it was asked."""

    def __init__(self, file: bytes, states: tuple[str, ...] = ("running", "successful")) -> None:
        self.file, self.states = file, list(states)
        self.asked: list[tuple[str, str]] = []
        self.keys: dict[str, str | None] = {}
        self.inputs: object = None

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.asked.append((request.method, path))
        self.keys[request.url.host] = request.headers.get("private-token")
        if path.endswith("/execution"):
            self.inputs = json.loads(request.content)["inputs"]
            return httpx.Response(201, json=recorded("accepted"))
        if path.endswith("/results"):
            failed = not self.states
            return httpx.Response(
                400 if failed else 200, json=recorded("failed_results" if failed else "results")
            )
        if "/jobs/" in path:
            state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
            if state == "failed":
                self.states = []
            return httpx.Response(200, json=recorded(state))
        return httpx.Response(200, content=self.file)

    def client(self) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(self))

    def count(self, method: str) -> int:
        return sum(each[0] == method for each in self.asked)


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cds.KEY, SECRET)


def test_a_job_is_sent_waited_for_fetched_and_read(tmp_path: Path) -> None:
    service = Service(netcdf(tmp_path))
    told: list[str] = []
    found = cds.fetch(
        [ORDER], tmp_path, accessed="2026-11-24", client=service.client(), access=ACCESS, waiting=told.append
    )
    assert found.variables == ("tasmax",)
    assert float(found.data["tasmax"][0, 0, 0]) == pytest.approx(280.0 - 273.15, abs=1e-4)
    assert told == ["running", "successful"]
    assert service.inputs == ORDER.inputs
    (origin,) = found.origins
    assert (origin.licence, origin.accessed, len(origin.sha256)) == ("CC BY 4.0", "2026-11-24", 64)
    assert json.loads(origin.note)[0]["time_zone"] == "utc+01:00"


def test_the_key_goes_to_the_store_only_and_is_kept_nowhere(tmp_path: Path) -> None:
    service = Service(netcdf(tmp_path))
    found = cds.fetch([ORDER], tmp_path, accessed="", client=service.client(), access=ACCESS)
    assert service.keys == {"cds.climate.copernicus.eu": SECRET, "object-store.os-api.cci2.ecmwf.int": None}
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or SECRET.encode() not in path.read_bytes()
    assert SECRET not in str(found.data.attrs)


def test_a_stopped_program_goes_on_with_its_job_and_its_file(tmp_path: Path) -> None:
    service = Service(netcdf(tmp_path), states=("running",))

    def stop(state: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cds.fetch([ORDER], tmp_path, accessed="", client=service.client(), access=ACCESS, waiting=stop)
    service.states = ["successful"]
    cds.fetch([ORDER], tmp_path, accessed="", client=service.client(), access=ACCESS)
    assert service.count("POST") == 1
    asked = len(service.asked)
    cds.fetch([ORDER], tmp_path, accessed="", client=service.client(), access=ACCESS)
    assert len(service.asked) == asked


def test_a_failed_job_says_why_and_is_not_gone_on_with(tmp_path: Path) -> None:
    service = Service(b"", states=("failed",))
    with pytest.raises(InputError, match=r"could not do the job \(failed\).*job has failed"):
        cds.fetch([ORDER], tmp_path, accessed="", client=service.client(), access=ACCESS)
    assert not list(tmp_path.glob("*.job.json"))


@pytest.mark.parametrize(
    ("status", "says"), [(403, "Accept the licence"), (401, "Check the key"), (400, "version")]
)
def test_a_refusal_says_what_to_do(status: int, says: str, tmp_path: Path) -> None:
    answer = httpx.Response(status, json=recorded("licence_missing"))
    client = httpx.Client(transport=httpx.MockTransport(lambda request: answer))
    with pytest.raises(InputError, match=rf"refused \({status}\).*licences not accepted.*{says}"):
        cds.fetch([ORDER], tmp_path, accessed="", client=client, access=ACCESS)


def test_without_a_key_nothing_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(cds.KEY)
    service = Service(b"")
    with pytest.raises(InputError, match=r"key of an account.*Open-Meteo"):
        cds.fetch([ORDER], tmp_path, accessed="", client=service.client(), access=ACCESS)
    assert service.asked == []


def test_a_packed_answer_is_unpacked_within_its_folder_only(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../outside/tx_ens_mean.nc", netcdf(tmp_path, "tx"))
        archive.writestr("readme.txt", "text")
    service = Service(packed.getvalue())
    order = cds.e_obs(["tasmax"], "31_0e")
    found = cds.fetch([order], tmp_path / "data", accessed="", client=service.client(), access=ACCESS)
    assert found.variables == ("tasmax",)
    assert not (tmp_path / "outside").exists()
    assert found.origins[0].licence.startswith("ECA&D data policy")


def test_a_file_on_another_host_is_refused(tmp_path: Path) -> None:
    service = Service(b"")

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/results"):
            return httpx.Response(200, json={"asset": {"value": {"href": "https://169.254.169.254/x"}}})
        return service(request)

    with pytest.raises(InputError, match="not one that the source may be fetched from"):
        client = httpx.Client(transport=httpx.MockTransport(answer))
        cds.fetch([ORDER], tmp_path, accessed="", client=client, access=ACCESS)


def test_orders_say_what_the_store_understands() -> None:
    rain = cds.era5_daily("pr", 2020, Area(49.0, 17.0, 50.0, 18.0))
    assert (rain.dataset, rain.inputs["daily_statistic"]) == (cds.ERA5_DAILY, "daily_sum")
    run = cds.Run("rcp_4_5", "ichec_ec_earth", "smhi_rca4", "r12i1p1")
    cordex = cds.cordex(["tasmin", "pr"], run, 2043, 2052)
    assert cordex.inputs["start_year"] == ["2041", "2046", "2051"]
    assert cordex.inputs["end_year"] == ["2045", "2050", "2055"]
    assert cordex.digest != cds.cordex(["pr"], run, 2043, 2052).digest
    with pytest.raises(InputError, match=r"no such variable.*sunshine"):
        cds.e_obs(["sunshine"], "31_0e")
