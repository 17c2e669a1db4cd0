from __future__ import annotations

import hashlib
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import httpx
import pytest

from cascais.connectors._downloads import Access, ServiceError, ask, download
from cascais.errors import InputError

CONTENT = bytes(range(256)) * 4000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class Server(http.server.BaseHTTPRequestHandler):
    """A server that can cut an answer short, change its file, refuse for a while, or send elsewhere."""

    content: ClassVar[bytes] = CONTENT
    mark: ClassVar[str] = '"one"'
    cut_after: ClassVar[list[int]] = []
    refuse: ClassVar[list[int]] = []
    seen: ClassVar[list[tuple[str, dict[str, str]]]] = []
    redirect: ClassVar[str] = ""

    def do_GET(self) -> None:
        self.seen.append((self.path, {name.lower(): text for name, text in self.headers.items()}))
        if self.refuse:
            self._answer(self.refuse.pop(0), b"busy")
        elif self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", self.redirect)
            self.end_headers()
        else:
            self._file()

    def _file(self) -> None:
        start = 0
        asked = self.headers.get("Range", "")
        if asked and self.headers.get("If-Range", self.mark) == self.mark:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
        body = self.content[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", self.mark)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(self.content) - 1}/{len(self.content)}")
        self.end_headers()
        self.wfile.write(body[: self.cut_after.pop(0)] if self.cut_after else body)

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    Server.content, Server.mark, Server.redirect = CONTENT, '"one"', ""
    Server.cut_after, Server.refuse, Server.seen = [], [], []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def local(tries: int = 5, largest: int = 10**9, waits: list[float] | None = None) -> Access:
    wait = waits.append if waits is not None else (lambda seconds: None)
    return Access(("127.0.0.1",), schemes=("http",), tries=tries, largest_bytes=largest, wait=wait)


def test_a_file_comes_whole_with_its_checksum_and_its_progress(address: str, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    with httpx.Client() as client:
        found = download(
            f"{address}/f",
            tmp_path / "f.nc",
            local(),
            client,
            progress=lambda *step: told.append(step),
            sha256=SHA256,
        )
    assert found.path.read_bytes() == CONTENT
    assert (found.sha256, found.size, found.was_there) == (SHA256, len(CONTENT), False)
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert [path.name for path in tmp_path.iterdir()] == ["f.nc"]


def test_a_connection_that_breaks_goes_on_where_it_stopped(address: str, tmp_path: Path) -> None:
    Server.cut_after = [300_000, 200_000]
    waits: list[float] = []
    with httpx.Client() as client:
        found = download(f"{address}/f", tmp_path / "f.nc", local(waits=waits), client)
    assert found.sha256 == SHA256
    starts = [headers.get("range") for _, headers in Server.seen]
    assert starts[0] is None
    assert all(start and start != "bytes=0-" for start in starts[1:])
    assert waits == [1.0, 2.0]


def test_a_stopped_program_goes_on_with_what_is_there(address: str, tmp_path: Path) -> None:
    Server.cut_after = [600_000]
    with httpx.Client() as client:
        with pytest.raises(InputError, match="what has come is kept"):
            download(f"{address}/f", tmp_path / "f.nc", local(tries=1), client)
        assert not (tmp_path / "f.nc").exists()
        known = json.loads((tmp_path / "f.nc.part.json").read_text())
        part = (tmp_path / "f.nc.part").read_bytes()
        assert known["sha256"] == hashlib.sha256(part).hexdigest()
        # A crash may leave bytes that the record does not know.
        (tmp_path / "f.nc.part").write_bytes(part + b"rubbish")
        found = download(f"{address}/f", tmp_path / "f.nc", local(), client)
    assert found.sha256 == SHA256
    assert Server.seen[-1][1]["range"] == f"bytes={known['size']}-"


@pytest.mark.parametrize("what", ["part damaged", "file changed"])
def test_a_part_that_is_no_longer_right_is_not_gone_on_with(what: str, address: str, tmp_path: Path) -> None:
    Server.cut_after = [600_000]
    with httpx.Client() as client:
        with pytest.raises(InputError):
            download(f"{address}/f", tmp_path / "f.nc", local(tries=1), client)
        if what == "part damaged":
            part = tmp_path / "f.nc.part"
            part.write_bytes(b"x" + part.read_bytes()[1:])
        else:
            Server.content, Server.mark = CONTENT[::-1], '"two"'
        found = download(f"{address}/f", tmp_path / "f.nc", local(), client)
    assert found.path.read_bytes() == Server.content


def test_a_file_that_is_there_is_not_fetched_again(address: str, tmp_path: Path) -> None:
    with httpx.Client() as client:
        download(f"{address}/f", tmp_path / "f.nc", local(), client)
        again = download(f"{address}/f", tmp_path / "f.nc", local(), client)
    assert again.was_there
    assert len(Server.seen) == 1


def test_a_busy_service_is_asked_again_and_a_refusal_is_not(address: str, tmp_path: Path) -> None:
    with httpx.Client() as client:
        Server.refuse = [503, 429]
        assert download(f"{address}/f", tmp_path / "a", local(), client).sha256 == SHA256
        assert len(Server.seen) == 3
        Server.refuse = [404]
        with pytest.raises(ServiceError, match="404: busy"):
            download(f"{address}/f", tmp_path / "b", local(), client)
        Server.refuse = [500] * 9
        with pytest.raises(ServiceError, match="500"):
            download(f"{address}/f", tmp_path / "b", local(tries=3), client)
        assert len(Server.refuse) == 6


def test_a_file_that_is_too_large_is_refused(address: str, tmp_path: Path) -> None:
    with httpx.Client() as client, pytest.raises(InputError, match="too large"):
        download(f"{address}/f", tmp_path / "f", local(largest=1000), client)
    assert list(tmp_path.iterdir()) == []


def test_another_checksum_is_refused_and_nothing_is_kept(address: str, tmp_path: Path) -> None:
    with httpx.Client() as client, pytest.raises(InputError, match="another checksum"):
        download(f"{address}/f", tmp_path / "f", local(), client, sha256="0" * 64)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "url",
    [
        "https://169.254.169.254/latest",
        "https://localhost/",
        "http://archive-api.open-meteo.com/v1",
        "file:///etc/passwd",
        "https://archive-api.open-meteo.com.example.org/",
        "https://archive-api.open-meteo.com@example.org/",
        "https://someone@archive-api.open-meteo.com/",
        "https://notecmwf.int/",
    ],
)
def test_only_named_hosts_are_asked(url: str, tmp_path: Path) -> None:
    def never(request: httpx.Request) -> httpx.Response:
        raise AssertionError(request.url)

    access = Access(("archive-api.open-meteo.com", ".ecmwf.int"))
    with (
        httpx.Client(transport=httpx.MockTransport(never)) as client,
        pytest.raises(InputError, match="not one"),
    ):
        download(url, tmp_path / "f", access, client)
    assert access.allows(httpx.URL("https://object-store.os-api.cci2.ecmwf.int/x"))


@pytest.mark.parametrize("target", ["http://169.254.169.254/", "https://example.org/", "file:///etc/passwd"])
def test_a_redirect_to_another_host_is_refused(target: str, address: str, tmp_path: Path) -> None:
    Server.redirect = target
    with httpx.Client() as client, pytest.raises(InputError, match="not one"):
        download(f"{address}/moved", tmp_path / "f", local(), client)


def test_a_redirect_within_the_hosts_is_followed_and_a_key_stays_at_home(tmp_path: Path) -> None:
    keys: dict[str, str | None] = {}

    def answer(request: httpx.Request) -> httpx.Response:
        keys[request.url.host] = request.headers.get("private-token")
        if request.url.host == "a.example.org":
            return httpx.Response(302, headers={"Location": "https://b.example.org/f?signature=1"})
        return httpx.Response(200, content=CONTENT)

    access = Access((".example.org",))
    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        headers = {"PRIVATE-TOKEN": "secret"}
        download("https://a.example.org/f", tmp_path / "f", access, client, headers=headers)
    assert keys == {"a.example.org": "secret", "b.example.org": None}


def test_redirects_have_an_end(address: str, tmp_path: Path) -> None:
    Server.redirect = "/moved"
    with httpx.Client() as client, pytest.raises(InputError, match="without end"):
        download(f"{address}/moved", tmp_path / "f", local(), client)
    assert len(Server.seen) < 10


def test_no_key_is_written(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=CONTENT[:1000], headers={"Content-Length": "9999"})

    access = Access(("a.example.org",), tries=1)
    with httpx.Client(transport=httpx.MockTransport(answer)) as client, pytest.raises(InputError):
        headers = {"PRIVATE-TOKEN": "secret"}
        download("https://a.example.org/f?apikey=secret", tmp_path / "f", access, client, headers=headers)
    assert "secret" not in (tmp_path / "f.part.json").read_text()


def test_a_job_is_not_submitted_twice() -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.method)
        raise httpx.ReadTimeout("lost", request=request)

    access = Access(("a.example.org",), wait=lambda seconds: None)
    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        with pytest.raises(httpx.ReadTimeout):
            ask("https://a.example.org/", access, client, body={})
        with pytest.raises(InputError, match="does not answer"):
            ask("https://a.example.org/", access, client)
    assert asked == ["POST", *["GET"] * 5]
