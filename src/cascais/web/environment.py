"""The settings that the environment may give, read and checked once, with errors for whoever runs the site."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, unquote, urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured

from cascais.web.languages import offered_languages
from cascais.web.opendata.licences import DEFAULT as DEFAULT_LICENCE
from cascais.web.opendata.licences import LICENCES

CATALOGUES = Path(__file__).parent.parent / "locale"
VARIABLES = (
    "CASCAIS_ALLOWED_HOSTS", "CASCAIS_BACKUPS", "CASCAIS_DATA", "CASCAIS_DEBUG", "CASCAIS_EMAIL_FROM", "CASCAIS_EMAIL_URL",
    "CASCAIS_HTTPS", "CASCAIS_LANGUAGE", "CASCAIS_LOG_FORM", "CASCAIS_LOG_LEVEL", "CASCAIS_SECRET_KEY", "CASCAIS_TIME_ZONE",
)  # fmt: skip
TRUE_WORDS = ("1", "true", "yes", "on")
FALSE_WORDS = ("", "0", "false", "no", "off")
SHORTEST_SECRET = 32
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOG_FORMS = ("json", "plain")
MAIL_FORMS = "console: or smtp://user:password@host:25, smtp+tls://user:password@host:587, smtps://user:password@host:465"
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
MAIL_ADDRESS = re.compile(r"(?:[^<>@\s][^<>@]*<)?[^<>@\s]+@[^<>@\s]+>?")
DATABASE_FORMS = "sqlite:///relative/file.sqlite3, sqlite:////absolute/file.sqlite3 or postgres://user:password@host:5432/name"


@dataclass(frozen=True, slots=True)
class Database:
    """Where the records are kept."""

    engine: str
    name: str
    user: str = ""
    password: str = ""
    host: str = ""
    port: str = ""

    @property
    def is_sqlite(self) -> bool:
        return self.engine == "sqlite3"


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server that e-mail is handed to; without a host it is written to the standard output instead."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    starts_tls: bool = False
    is_tls: bool = False


@dataclass(frozen=True, slots=True)
class Logs:
    """How much is written to the log, and how."""

    level: str
    form: str


@dataclass(frozen=True, slots=True)
class Publishing:
    """How often programs may call within a minute, without and with a token, and the licence of what they get."""

    calls_per_minute: int
    token_calls_per_minute: int
    licence: str


@dataclass(frozen=True, slots=True)
class Environment:
    """Everything that may differ between two installations."""

    secret_key: str
    database: Database
    data_folder: Path
    backup_folder: Path
    allowed_hosts: tuple[str, ...]
    is_debug: bool
    is_behind_https: bool
    mail_server: MailServer
    mail_from: str
    time_zone: str
    language: str
    logs: Logs
    publishing: Publishing


Value = TypeVar("Value")


class Variables:
    """The variables of a process; what is wrong with them is gathered, so that all of it can be said at once."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.given = given
        self.problems: list[str] = []

    def read(self, name: str, default: str, reading: Callable[[str, str], Value], instead: Value) -> Value:
        """Read one variable; where that fails, note why and go on with the value `instead`."""
        try:
            return reading(name, self.given.get(name, "").strip() or default)
        except ImproperlyConfigured as error:
            self.problems.append(str(error))
            return instead


def read_environment(given: Mapping[str, str] | None = None) -> Environment:
    """Read the variables of the process; raises ImproperlyConfigured that names everything that is wrong."""
    variables = Variables(os.environ if given is None else given)
    folder = Path(variables.given.get("CASCAIS_DATA") or "var").resolve()
    file = Database("sqlite3", str(folder / "cascais.sqlite3"))
    logs = Logs(
        variables.read("CASCAIS_LOG_LEVEL", "INFO", _one_of(LOG_LEVELS), "INFO"),
        variables.read("CASCAIS_LOG_FORM", "json", _one_of(LOG_FORMS), "json"),
    )
    publishing = Publishing(
        variables.read("CASCAIS_API_CALLS_PER_MINUTE", "120", _count, 0),
        variables.read("CASCAIS_API_TOKEN_CALLS_PER_MINUTE", "600", _count, 0),
        variables.read(
            "CASCAIS_OPEN_DATA_LICENCE", DEFAULT_LICENCE, _one_of(tuple(LICENCES)), DEFAULT_LICENCE
        ),
    )
    environment = Environment(
        secret_key=variables.read("CASCAIS_SECRET_KEY", "", _secret_key(folder), ""),
        database=variables.read("DATABASE_URL", f"sqlite:///{file.name}", _database, file),
        data_folder=folder,
        backup_folder=Path(variables.given.get("CASCAIS_BACKUPS") or folder / "backups").resolve(),
        allowed_hosts=variables.read("CASCAIS_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]", _hosts, ()),
        is_debug=variables.read("CASCAIS_DEBUG", "0", _truth, False),
        is_behind_https=variables.read("CASCAIS_HTTPS", "0", _truth, False),
        mail_server=variables.read("CASCAIS_EMAIL_URL", "console:", _mail_server, MailServer()),
        mail_from=variables.read("CASCAIS_EMAIL_FROM", "Cascais <cascais@localhost>", _mail_address, ""),
        time_zone=variables.read("CASCAIS_TIME_ZONE", "Europe/Tallinn", _time_zone, "UTC"),
        language=variables.read("CASCAIS_LANGUAGE", "en", _language, "en"),
        logs=logs,
        publishing=publishing,
    )
    if variables.problems:
        raise ImproperlyConfigured("\n".join(variables.problems))
    return environment


def read_database(url: str) -> Database:
    """Read DATABASE_URL."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and len(parts.path) > 1:
        # Three slashes and a path from where the site is started, or four and one from the root.
        return Database("sqlite3", str(Path(unquote(parts.path[1:])).resolve()))
    if parts.scheme in ("postgres", "postgresql") and parts.hostname and len(parts.path) > 1:
        return Database(
            "postgresql",
            unquote(parts.path[1:]),
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            unquote(parts.hostname),
            str(_port("DATABASE_URL", parts) or ""),
        )
    raise ImproperlyConfigured(
        f"DATABASE_URL is “{without_password(url)}”; it must look like {DATABASE_FORMS}."
    )


def stored_secret(folder: Path) -> str:
    """Return the secret that the data folder keeps, and make one on the first start."""
    path = folder / "secret-key"
    if not path.exists():
        private_folder(folder)
        _write_once(path, secrets.token_urlsafe(48))
    key = path.read_text(encoding="utf-8").strip()
    if len(key) < SHORTEST_SECRET:
        raise ImproperlyConfigured(
            f"The file {path} holds {len(key)} characters; a secret needs at least {SHORTEST_SECRET}. "
            "Remove it, and a new one is made; everybody has to sign in again."
        )
    return key


def private_folder(folder: Path) -> None:
    """Make the data folder, where it is missing, for this user alone: it holds the database and the secret."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def _write_once(path: Path, text: str) -> None:
    """Write a file that nobody else reads, whole, and keep what another process wrote in the same moment."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text, encoding="utf-8")
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()


def _secret_key(folder: Path) -> Callable[[str, str], str]:
    def reading(name: str, key: str) -> str:
        if not key:
            return stored_secret(folder)
        if len(key) < SHORTEST_SECRET:
            raise ImproperlyConfigured(
                f"{name} has {len(key)} characters; it needs at least {SHORTEST_SECRET}. "
                "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
            )
        return key

    return reading


def _database(_: str, url: str) -> Database:
    return read_database(url)


def _mail_server(name: str, url: str) -> MailServer:
    parts = urlsplit(url)
    if url == "console:":
        return MailServer()
    if parts.scheme not in MAIL_PORTS or not parts.hostname:
        raise ImproperlyConfigured(f"{name} is “{without_password(url)}”; it must look like {MAIL_FORMS}.")
    return MailServer(
        unquote(parts.hostname),
        _port(name, parts) or MAIL_PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        starts_tls=parts.scheme == "smtp+tls",
        is_tls=parts.scheme == "smtps",
    )


def _mail_address(name: str, text: str) -> str:
    if not MAIL_ADDRESS.fullmatch(text):
        raise ImproperlyConfigured(f"{name} is “{text}”; write an address: Town hall <climate@town.example>.")
    return text


def _port(name: str, parts: SplitResult) -> int:
    try:
        return parts.port or 0
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} has a port that is no number from 0 to 65535.") from error


def _time_zone(name: str, text: str) -> str:
    if text not in available_timezones():
        raise ImproperlyConfigured(f"{name} is “{text}”; write a zone such as Europe/Tallinn or UTC.")
    return text


def _language(name: str, code: str) -> str:
    codes = [each for each, _ in offered_languages(CATALOGUES)]
    if code not in codes:
        raise ImproperlyConfigured(f"{name} is “{code}”; there are {', '.join(codes)}.")
    return code


def _one_of(words: tuple[str, ...]) -> Callable[[str, str], str]:
    by_letters = {word.lower(): word for word in words}

    def reading(name: str, text: str) -> str:
        if text.lower() not in by_letters:
            raise ImproperlyConfigured(f"{name} is “{text}”; write one of {', '.join(words)}.")
        return by_letters[text.lower()]

    return reading


def _count(name: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:9]) and len(text) < 9):
        raise ImproperlyConfigured(f"{name} is “{text}”; write a whole number from 1 to 99999999.")
    return int(text)


def _truth(name: str, text: str) -> bool:
    word = text.lower()
    if word not in TRUE_WORDS + FALSE_WORDS:
        raise ImproperlyConfigured(f"{name} is “{word}”; write 1 for yes or 0 for no.")
    return word in TRUE_WORDS


def _hosts(name: str, text: str) -> tuple[str, ...]:
    hosts = tuple(part.strip() for part in text.split(",") if part.strip())
    wrong = [host for host in hosts if "/" in host or " " in host]
    if wrong or not hosts:
        raise ImproperlyConfigured(
            f"{name} is “{text}”; write names alone, with commas between: climate.town.example,localhost."
        )
    return hosts


def without_password(url: str) -> str:
    """An address as it may be shown: messages go to logs, passwords do not."""
    return re.sub(r"//[^/]*@", "//…@", url)
