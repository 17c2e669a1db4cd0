"""The settings that the environment may give, read and checked once, with errors for whoever runs the site."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = ("1", "true", "yes", "on")
FALSE_WORDS = ("", "0", "false", "no", "off")
SHORTEST_SECRET = 32
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
class Environment:
    """Everything that may differ between two installations."""

    secret_key: str
    database: Database
    data_folder: Path
    allowed_hosts: tuple[str, ...]
    is_debug: bool
    is_behind_https: bool


def read_environment(variables: Mapping[str, str] | None = None) -> Environment:
    """Read the variables of the process; raises ImproperlyConfigured with what to write instead."""
    variables = os.environ if variables is None else variables
    data_folder = Path(variables.get("CASCAIS_DATA") or "var").resolve()
    default_database = f"sqlite:///{data_folder / 'cascais.sqlite3'}"
    is_debug = _truth("CASCAIS_DEBUG", variables)
    return Environment(
        secret_key=_secret_key(variables, data_folder),
        database=read_database(variables.get("DATABASE_URL", default_database)),
        data_folder=data_folder,
        allowed_hosts=_list(variables.get("CASCAIS_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")),
        is_debug=is_debug,
        is_behind_https=_truth("CASCAIS_HTTPS", variables),
    )


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
            str(parts.port or ""),
        )
    shown = re.sub(r"//[^/]*@", "//…@", url)  # the message may go to a log, the password may not
    raise ImproperlyConfigured(f"DATABASE_URL is “{shown}”; it must look like {DATABASE_FORMS}.")


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


def _secret_key(variables: Mapping[str, str], folder: Path) -> str:
    key = variables.get("CASCAIS_SECRET_KEY", "")
    if not key:
        return stored_secret(folder)
    if len(key) < SHORTEST_SECRET:
        raise ImproperlyConfigured(
            f"CASCAIS_SECRET_KEY has {len(key)} characters; it needs at least {SHORTEST_SECRET}. "
            "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return key


def _truth(name: str, variables: Mapping[str, str]) -> bool:
    word = variables.get(name, "").strip().lower()
    if word not in TRUE_WORDS + FALSE_WORDS:
        raise ImproperlyConfigured(f"{name} is “{word}”; write 1 for yes or 0 for no.")
    return word in TRUE_WORDS


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
