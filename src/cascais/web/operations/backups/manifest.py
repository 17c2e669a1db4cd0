"""What a backup says of itself, and the state of a database by which two of them are compared."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from django.db.migrations.loader import MigrationLoader

from cascais.errors import CascaisError

FORMAT = 1
NAME = "manifest.json"


class BackupError(CascaisError):
    """A backup cannot be made or restored."""


@dataclass(frozen=True, slots=True)
class Contents:
    """How many rows a table has, and a checksum over all of them in their order."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class State:
    """The state of a database: its migrations, its tables, and the last link of the chain of changes."""

    migrations: tuple[str, ...]
    tables: dict[str, Contents]
    chain: str

    def differences(self, other: State) -> tuple[str, ...]:
        """The tables that are not the same in both."""
        names = sorted({*self.tables, *other.tables})
        return tuple(name for name in names if self.tables.get(name) != other.tables.get(name))


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of a backup."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds."""

    version: str
    made_at: str
    engine: str
    engine_version: str
    state: State
    files: dict[str, Stored]

    def written(self) -> str:
        """The manifest as JSON."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1)


def read(text: str) -> Manifest:
    """Read a manifest; raises BackupError where it is one of a later form, or none."""
    try:
        given: dict[str, Any] = json.loads(text)
        if given["format"] > FORMAT:
            raise BackupError(
                f"The backup has the form {given['format']}, written by Cascais {given['version']}; this Cascais reads "
                f"forms up to {FORMAT}. Install Cascais {given['version']} or newer, and restore with it."
            )
        state = given["state"]
        tables = {name: Contents(**contents) for name, contents in state["tables"].items()}
        return Manifest(
            given["version"],
            given["made_at"],
            given["engine"],
            given["engine_version"],
            State(tuple(state["migrations"]), tables, state["chain"]),
            {name: Stored(**stored) for name, stored in given["files"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BackupError("The file is no backup of Cascais, or its manifest is damaged.") from error


def unknown_migrations(state: State) -> tuple[str, ...]:
    """The migrations of a database that this version of Cascais does not have."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    replaced = {
        f"{app}.{name}"
        for migration in MigrationLoader(None).disk_migrations.values()
        for app, name in migration.replaces
    }
    return tuple(sorted(set(state.migrations) - known - replaced))
