"""Files of the data sets: written once for each state of the data, then handed out as they lie there."""

from __future__ import annotations

import hashlib
import json
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

import cascais
from cascais.web.environment import private_folder
from cascais.web.opendata.columns import DataSet
from cascais.web.opendata.writing import Form, clean_rows

LETTERS = 24
PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file of a data set in a form, and the state of the data that it holds."""

    path: Path
    state: str

    @property
    def etag(self) -> str:
        return f'"{self.state}-{self.path.suffix[1:]}"'

    @property
    def size(self) -> int:
        return self.path.stat().st_size

    @property
    def modified(self) -> int:
        """Since when the data are in this state, as far as it was noticed [seconds since 1970]."""
        return int(self.path.stat().st_mtime)

    @property
    def sha256(self) -> str:
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()


def state_of(data_set: DataSet) -> str:
    """A digest that changes whenever the rows do, or how they are written."""
    digest = hashlib.sha256()
    columns = [[column.name, column.type.value] for column in data_set.columns]
    digest.update(json.dumps([cascais.__version__, columns]).encode())
    for row in data_set.state() if data_set.state else clean_rows(data_set):
        digest.update(repr(row).encode())
    return digest.hexdigest()[:LETTERS]


def made_file(data_set: DataSet, form: Form) -> MadeFile:
    """The file of a data set as it stands; it is written where it does not lie there yet."""
    state = state_of(data_set)
    folder = _folder()
    path = folder / f"{data_set.key}-{state}.{form.key}"
    if not path.exists():
        draft = folder / f"{path.name}.{secrets.token_hex(8)}"
        form.write(data_set, clean_rows(data_set), draft)
        draft.replace(path)
        _forget_others(path, data_set, form)
    return MadeFile(path, state)


def lying_file(data_set: DataSet, form: Form) -> Path | None:
    """The file that was made last, whether or not the data have changed since."""
    found = [(path.stat().st_mtime, path) for path in _of(data_set, form)]
    return max(found)[1] if found else None


def _folder() -> Path:
    folder = Path(settings.OPEN_DATA_FOLDER)
    private_folder(folder)
    return folder


def _of(data_set: DataSet, form: Form) -> list[Path]:
    pattern = f"{data_set.key}-{'[0-9a-f]' * LETTERS}.{form.key}"
    return list(_folder().glob(pattern))


def _forget_others(kept: Path, data_set: DataSet, form: Form) -> None:
    """Whoever reads an older file goes on reading it; its name is gone."""
    for path in _of(data_set, form):
        if path != kept:
            with suppress(FileNotFoundError):
                path.unlink()
