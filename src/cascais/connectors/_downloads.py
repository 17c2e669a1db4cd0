"""Downloads that go on where they stopped: named hosts only, checked, put in place in one step.

What has come is kept beside the target as `NAME.part`, with a record of how many bytes are known and their SHA-256 in
`NAME.part.json`; the next try asks for the rest and starts anew where the file has changed. No key is ever written.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeVar

import httpx

from cascais.errors import InputError
from cascais.inventory.intake.problems import refusal
from cascais.text import Message, message

CHUNK = 1 << 18
KEPT_EVERY = 1 << 24
"""Bytes after which the record of what is known is written again."""
MOST_REDIRECTS = 5
LONGEST_WAIT = 120.0
ERROR_TEXT = 4096
RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})

Result = TypeVar("Result")
Answer = dict[str, object]
Progress = Callable[[int, int | None], None]
"""Is told the bytes that have come, and those of the whole where the server says so."""


@dataclass(frozen=True, slots=True)
class Access:
    """Where a connector may go and how patiently.

    `hosts` are names; one that begins with a dot stands for all hosts of a domain. `schemes` is more than https only
    in tests against a server of the same machine.
    """

    hosts: tuple[str, ...]
    schemes: tuple[str, ...] = ("https",)
    largest_bytes: int = 20_000_000_000
    timeout_s: float = 60.0
    tries: int = 5
    first_wait_s: float = 1.0
    wait: Callable[[float], None] = field(default=time.sleep, repr=False)

    def allows(self, url: httpx.URL) -> bool:
        """Whether an address may be asked.

        >>> Access(("archive-api.open-meteo.com",)).allows(httpx.URL("https://127.0.0.1/"))
        False
        """
        is_named = any(
            url.host == host or (host[0] == "." and url.host.endswith(host)) for host in self.hosts
        )
        return url.scheme in self.schemes and is_named and not url.userinfo


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file that is complete. `was_there` says that nothing had to be fetched."""

    path: Path
    sha256: str
    size: int
    url: str
    was_there: bool = False


class ServiceError(Exception):
    """A service refused: its status and what it said."""

    def __init__(self, status: int, text: str, url: str) -> None:
        super().__init__(f"{status}: {text}")
        self.status, self.text, self.url = status, text, url


class _AgainError(Exception):
    """Worth another try, after so many seconds where the server says so."""

    def __init__(self, cause: Exception, after_s: float | None = None) -> None:
        super().__init__(str(cause))
        self.cause, self.after_s = cause, after_s


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a part: the address without its query, size, checksum, and the server's mark of the version."""

    url: str
    size: int
    sha256: str
    mark: str = ""

    @classmethod
    def read(cls, path: Path) -> _Known | None:
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None


def download(
    url: str,
    target: Path,
    access: Access,
    client: httpx.Client,
    *,
    headers: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    sha256: str = "",
) -> Downloaded:
    """Fetch a file; what is there already, or in part, is not fetched again.

    `headers` go to the first host only, never along a redirect to another one. Raises ServiceError where the service
    refuses, InputError where an address is not allowed, the file is too large or its checksum another one.
    """
    if target.exists():
        found = file_sha256(target)
        if not sha256 or found == sha256:
            return Downloaded(target, found, target.stat().st_size, url, was_there=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    task = _Task(url, part, access, client, headers or {}, progress)
    _again(access, lambda: _fetch(task))
    found = file_sha256(part)
    if sha256 and found != sha256:
        _forget(part)
        raise refusal(
            message("What came has another checksum than its publisher says: it was damaged on the way."),
            file=target.name, value=found, allowed=sha256, next_step=message("Fetch it again."),
        )  # fmt: skip
    part.replace(target)
    _record(part).unlink(missing_ok=True)
    return Downloaded(target, found, target.stat().st_size, url)


def ask(
    url: str,
    access: Access,
    client: httpx.Client,
    *,
    headers: Mapping[str, str] | None = None,
    body: Mapping[str, object] | None = None,
) -> Answer:
    """Ask a service that answers with an object in JSON: by GET, or by POST where there is a body."""

    def once() -> Answer:
        address = _allowed(httpx.URL(url), access)
        # A job must not be submitted twice: a POST is not repeated where its answer was lost.
        method = "POST" if body is not None else "GET"
        try:
            answer = client.request(method, address, headers=headers, json=body, timeout=access.timeout_s)
        except httpx.TransportError as error:
            raise error if method == "POST" else _AgainError(error) from error
        _raise_for_status(answer, answer.text[:ERROR_TEXT])
        found = _json(answer)
        if not isinstance(found, dict):
            raise ServiceError(answer.status_code, answer.text[:ERROR_TEXT], _bare(url))
        return found

    return _again(access, once)


def file_sha256(path: Path) -> str:
    """Checksum of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _json(answer: httpx.Response) -> object:
    try:
        return answer.json()
    except ValueError:
        return None


def _again(access: Access, once: Callable[[], Result]) -> Result:
    pause = access.first_wait_s
    for left in range(access.tries - 1, -1, -1):
        try:
            return once()
        except _AgainError as error:
            if left == 0:
                raise _lasting(error.cause) from error
            access.wait(min(error.after_s if error.after_s is not None else pause, LONGEST_WAIT))
            pause *= 2
    raise AssertionError("at least one try is made")


def _lasting(cause: Exception) -> Exception:
    if isinstance(cause, ServiceError):
        return cause
    return refusal(
        message("The service does not answer."),
        value=type(cause).__name__,
        next_step=message("Check the connection and start again: what has come is kept."),
    )


@dataclass(frozen=True, slots=True)
class _Task:
    """One file that is fetched."""

    url: str
    part: Path
    access: Access
    client: httpx.Client
    headers: Mapping[str, str]
    progress: Progress | None


def _fetch(task: _Task) -> None:
    part, url, access = task.part, task.url, task.access
    known = _resumable(part, url)
    asked = {**task.headers, "Accept-Encoding": "identity"}
    if known:
        asked["Range"] = f"bytes={known.size}-"
        if known.mark:
            asked["If-Range"] = known.mark
    address = _allowed(httpx.URL(url), access)
    try:
        for _redirect in range(MOST_REDIRECTS + 1):
            with task.client.stream(
                "GET", address, headers=asked, timeout=access.timeout_s, follow_redirects=False
            ) as answer:
                if not answer.has_redirect_location:
                    _take(answer, known, task)
                    return
                following = _allowed(address.join(answer.headers["location"]), access)
                if following.host != address.host:
                    asked = {name: text for name, text in asked.items() if name not in task.headers}
                address = following
    except httpx.TransportError as error:
        raise _AgainError(error) from error
    raise _not_allowed(
        message("The service sends from one address to the next without end."), str(address.host), access
    )


def _take(answer: httpx.Response, known: _Known | None, task: _Task) -> None:
    part, url, access = task.part, task.url, task.access
    if answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
        _forget(part)
        raise _AgainError(ServiceError(answer.status_code, "", url), 0.0)
    if answer.is_error:
        answer.read()
        _raise_for_status(answer, answer.text[:ERROR_TEXT])
    start = known.size if known and _goes_on(answer, known.size) else 0
    if answer.status_code == httpx.codes.PARTIAL_CONTENT and not start:
        _forget(part)  # another part than the one asked for
        raise _AgainError(ServiceError(answer.status_code, "", url), 0.0)
    total = _total(answer, start)
    if total is not None and total > access.largest_bytes:
        raise _too_large(total, access)
    mark = answer.headers.get("etag") or answer.headers.get("last-modified") or ""
    with part.open("r+b" if start else "wb") as stream:
        size = _write(answer, stream, start, _Writing(part, _bare(url), mark, access, total, task.progress))
    if total is not None and size < total:
        raise _AgainError(httpx.ReadError("cut short"))


@dataclass(frozen=True, slots=True)
class _Writing:
    """What the writing of a part has to know."""

    part: Path
    url: str
    mark: str
    access: Access
    total: int | None
    progress: Progress | None


def _write(answer: httpx.Response, stream: BinaryIO, start: int, writing: _Writing) -> int:
    digest = hashlib.sha256()
    stream.seek(0)
    while stream.tell() < start:
        digest.update(stream.read(min(CHUNK, start - stream.tell())))
    stream.truncate()
    size = kept = start
    try:
        for piece in answer.iter_bytes():
            if size + len(piece) > writing.access.largest_bytes:
                raise _too_large(size + len(piece), writing.access)
            stream.write(piece)
            digest.update(piece)
            size += len(piece)
            if writing.progress:
                writing.progress(size, writing.total)
            if size - kept >= KEPT_EVERY:
                kept = _keep(stream, size, digest.hexdigest(), writing)
    finally:
        _keep(stream, size, digest.hexdigest(), writing)
    return size


def _keep(stream: BinaryIO, size: int, sha256: str, writing: _Writing) -> int:
    stream.flush()
    known = {"url": writing.url, "size": size, "sha256": sha256, "mark": writing.mark}
    fresh = _record(writing.part).with_suffix(".new")
    fresh.write_text(json.dumps(known), encoding="utf-8")
    fresh.replace(_record(writing.part))
    return size


def _resumable(part: Path, url: str) -> _Known | None:
    """What is known of a part, where its bytes are still those; bytes beyond are dropped."""
    known = _Known.read(_record(part))
    if known is None or known.url != _bare(url) or not part.exists() or part.stat().st_size < known.size:
        return None
    with part.open("r+b") as stream:
        stream.truncate(known.size)
    return known if known.size and file_sha256(part) == known.sha256 else None


def _goes_on(answer: httpx.Response, size: int) -> bool:
    is_part = answer.status_code == httpx.codes.PARTIAL_CONTENT
    return bool(is_part and answer.headers.get("content-range", "").startswith(f"bytes {size}-"))


def _total(answer: httpx.Response, start: int) -> int | None:
    if answer.headers.get("content-encoding", "identity") != "identity":
        return None  # asked not to, the server packs all the same: its length is not that of the file
    whole = answer.headers.get("content-range", "").rpartition("/")[2]
    if whole.isdigit():
        return int(whole)
    length = answer.headers.get("content-length", "")
    return start + int(length) if length.isdigit() else None


def _raise_for_status(answer: httpx.Response, text: str) -> None:
    if not answer.is_error:
        return
    error = ServiceError(answer.status_code, text, _bare(str(answer.url)))
    if answer.status_code not in RETRIED:
        raise error
    after = answer.headers.get("retry-after", "")
    raise _AgainError(error, float(after) if after.isdigit() else None)


def _allowed(url: httpx.URL, access: Access) -> httpx.URL:
    if not access.allows(url):
        raise _not_allowed(
            message("This address is not one that the source may be fetched from."), _bare(str(url)), access
        )
    return url


def _not_allowed(said: Message, value: str, access: Access) -> InputError:
    return refusal(said, value=value, allowed=", ".join(f"https://{host}" for host in access.hosts))


def _too_large(size: int, access: Access) -> InputError:
    return refusal(
        message("The file is too large: {size} MB, the limit is {limit} MB.", size=round(size / 1e6, 1), limit=round(access.largest_bytes / 1e6, 1)),
        next_step=message("Ask for fewer years, variables or a smaller area."),
    )  # fmt: skip


def _bare(url: str) -> str:
    """An address without its query, which may hold a key or a signature."""
    return url.partition("?")[0]


def _record(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _record(part).unlink(missing_ok=True)
