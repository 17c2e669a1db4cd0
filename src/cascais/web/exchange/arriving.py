"""Reads an archive and stores the member in it: whole and with the same results, or not at all."""

from __future__ import annotations

import hashlib
import io
import json
import lzma
import math
import zipfile
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import Model

from cascais.errors import CascaisError, ConflictError
from cascais.inventory.intake.problems import refusal
from cascais.text import message
from cascais.web.exchange.contents import PARTS
from cascais.web.exchange.leaving import FORMAT
from cascais.web.exchange.reach import check_belongs, touches_others
from cascais.web.exchange.records import Record, Stored, own_times, row_of, self_references
from cascais.web.inventories.computing import computing_version
from cascais.web.inventories.kept_files import keep_file
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.reads import computed, with_lines
from cascais.web.members.models import Member
from cascais.workflows.commitments import observation

LARGEST_UNPACKED = 500_000_000
LARGEST_RATIO = 300
MOST_FILES = 10_000
SAME = 1e-9
UNSTORABLE = (
    IntegrityError,
    DataError,
    ValidationError,
    LookupError,
    TypeError,
    AttributeError,
    ValueError,
    RecursionError,
)
"""What records raise that are not as Cascais writes them."""


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive whose checksums hold."""

    manifest: Mapping[str, Any]
    contents: Mapping[str, bytes]

    def records(self, name: str) -> list[Record]:
        """The records of a part; none where the archive has no such part."""
        found: list[Record] = json.loads(self.contents.get(f"records/{name}.json", b"[]"))
        return found


@dataclass(frozen=True, slots=True)
class Arrived:
    """A member that was stored, what of it is not here, and inventories that come to another total here."""

    member: Member
    missing: tuple[str, ...]
    differing: tuple[str, ...]
    has_same_version: bool


def open_archive(content: bytes, name: str) -> Archive:
    """Unpack an archive in memory. Raises InputError where it is none, is too large, or a checksum does not hold."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as source:
            _check_size(source, len(content), name)
            manifest = json.loads(source.read("manifest.json"))
            return Archive(manifest, _checked(source, manifest, name))
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        EOFError,
        RuntimeError,  # a password is asked for, or a kind of compression or a depth that cannot be read
        OSError,
        zlib.error,
        lzma.LZMAError,
    ) as error:
        if isinstance(error, CascaisError):
            raise
        raise refusal(
            message("This is no archive of a member, or it is damaged."),
            file=name,
            next_step=message("Export the member again and take the file as it comes."),
        ) from error


def arrive(opened: Archive, slug: str = "", networks: Collection[str] | None = None) -> Arrived:
    """Store the member of an archive, under another address where `slug` says so.

    `networks` are the keys of those whose register the person keeps: what binds other networks, members or groups is
    then left out. None lets everything in, as for administrators.
    Raises ConflictError where a member has that address already, and InputError where a record cannot be stored.
    """
    stored = Stored()
    try:
        record = opened.records("member")[0]
        record["slug"] = slug or record["slug"]
        if Member.objects.filter(slug=record["slug"]).exists():
            raise ConflictError(f"There is a member “{record['slug']}” already.")
        with transaction.atomic():
            _store_files(opened, stored)
            for part in PARTS:
                records = [record] if part.model is Member else opened.records(part.name)
                _store(part.model, _let_in(part.model, records, networks, stored), stored)
    except UNSTORABLE as error:
        raise refusal(
            message("A record of the archive cannot be stored: {reason}", reason=str(error)[:200]),
            next_step=message("Export the member again with an up-to-date Cascais."),
        ) from error
    member = Member.objects.get(slug=record["slug"])
    is_same = opened.manifest.get("computing_version") == computing_version()
    return Arrived(member, tuple(stored.missing), tuple(_differing(member)), is_same)


def _let_in(
    model: type[Model], records: list[Record], networks: Collection[str] | None, stored: Stored
) -> list[Record]:
    """The records that the person may bring; those that are left out are named."""
    kept = []
    for record in records:
        check_belongs(model, record)
        if networks is not None and touches_others(model, record, networks):
            stored.missing.append(f"{model._meta.model_name} {record['id']}: for administrators alone")
        else:
            kept.append(record)
    return kept


def _check_size(source: zipfile.ZipFile, packed: int, name: str) -> None:
    entries = source.infolist()
    unpacked = sum(each.file_size for each in entries)
    if (
        len(entries) > MOST_FILES
        or unpacked > LARGEST_UNPACKED
        or unpacked > max(packed, 10_000) * LARGEST_RATIO
    ):
        raise refusal(
            message("The archive is too large: {size} MB unpacked.", size=round(unpacked / 1e6)),
            file=name,
            allowed=f"{LARGEST_UNPACKED // 1_000_000} MB",
            next_step=message("Ask whoever runs the site to read it in from the command line."),
        )


def _checked(source: zipfile.ZipFile, manifest: Mapping[str, Any], name: str) -> dict[str, bytes]:
    """The files that the manifest names, and no others, each with its checksum checked."""
    if manifest["format"] > FORMAT:
        raise refusal(
            message("The archive was written by a newer Cascais ({version}).", version=manifest["cascais"]),
            file=name,
            next_step=message("Bring this installation up to date first."),
        )
    contents = {each: source.read(each) for each in manifest["files"]}
    for each, content in contents.items():
        if hashlib.sha256(content).hexdigest() != manifest["files"][each]["sha256"]:
            raise refusal(
                message("The file {part} was changed or damaged: its checksum does not hold.", part=each),
                file=name,
                next_step=message("Export the member again and take the file as it comes."),
            )
    return contents


def _store_files(opened: Archive, stored: Stored) -> None:
    named = {
        reference["sha256"]: reference["name"]
        for part in PARTS
        for record in opened.records(part.name)
        for reference in record.values()
        if isinstance(reference, dict) and "sha256" in reference
    }
    for name, content in opened.contents.items():
        folder, _, checksum = name.partition("/")
        if folder == "files":
            stored.files[checksum] = keep_file(named.get(checksum, checksum), content)


def _store(model: type[Model], records: list[Record], stored: Stored) -> None:
    """Store the rows of a model; what refers to its own model, and Django's times, are set afterwards."""
    pairs = [(record, row) for record in records if (row := row_of(model, record, stored)) is not None]
    for _record, row in pairs:
        row.clean_fields(exclude=[each.name for each in row._meta.concrete_fields if each.is_relation])
    rows = model._default_manager.bulk_create([row for _, row in pairs], batch_size=500)
    kept = stored.rows.setdefault(model, {})
    kept.update({record["id"]: row for (record, _), row in zip(pairs, rows, strict=True)})
    later = [each.name for each in (*own_times(model), *self_references(model))]
    if not later:
        return
    for record, row in zip([record for record, _ in pairs], rows, strict=True):
        for time in own_times(model):
            setattr(row, time.name, time.to_python(record[time.name]))
        for each in self_references(model):
            setattr(row, each.name, kept.get(record[each.name] or 0))
    model._default_manager.bulk_update(rows, later, batch_size=500)


def _differing(member: Member) -> list[str]:
    """Inventories whose kept total is not what this installation computes."""
    rows = with_lines(InventoryYear.objects.filter(member=member).select_related("member"))
    return [str(row.year) for row in rows if row.total_without_sinks_t is not None and not _is_same(row)]


def _is_same(row: InventoryYear) -> bool:
    here = observation(computed(row), row.year).emissions_t
    return math.isclose(here, row.total_without_sinks_t or 0.0, rel_tol=SAME, abs_tol=SAME)
