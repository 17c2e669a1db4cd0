"""Rows as plain data and back again, with references that hold in another installation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db.models import DecimalField, Field, ForeignKey, Model

from cascais.errors import CascaisError
from cascais.web.exchange.contents import PARTS
from cascais.web.groups.models import Group
from cascais.web.inventories.models import StoredFile
from cascais.web.members.models import Member
from cascais.web.register.models import FeeClass, Network

Record = dict[str, Any]
IN_ARCHIVE = tuple(part.model for part in PARTS)
THIS_MEMBER = "this member"


class UnknownReferenceError(CascaisError):
    """A model refers to something that the archive has no way to name."""


@dataclass(slots=True)
class Stored:
    """What was stored so far: the new row of each old key, by model, and what could not be found here."""

    rows: dict[type[Model], dict[int, Model]] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Naming:
    """How a row outside of the archive is named in it, and found again elsewhere."""

    said: Callable[[Any], Record]
    found: Callable[[Record, Stored], Model | None]


def _names(model: type[Model], *fields: str) -> Naming:
    """Rows that are named by some of their fields."""

    def said(row: Model) -> Record:
        return {name: getattr(row, name) for name in fields}

    def found(record: Record, stored: Stored) -> Model | None:
        return model._default_manager.filter(**{name: record[name] for name in fields}).first()

    return Naming(said, found)


def _network(said: Record, stored: Stored) -> Network:
    defaults = {"title": said["title"], "url": said["url"]}
    return Network.objects.get_or_create(key=said["key"], defaults=defaults)[0]


NAMED: dict[type[Model], Naming] = {
    Member: _names(Member, "slug", "country", "name"),
    Group: _names(Group, "slug"),
    Network: Naming(_names(Network, "key", "title", "url").said, _network),
    FeeClass: Naming(
        lambda row: {"key": row.key, "network": row.network.key},
        lambda said, _: FeeClass.objects.filter(key=said["key"], network__key=said["network"]).first(),
    ),
    StoredFile: Naming(
        _names(StoredFile, "sha256", "name").said, lambda said, stored: stored.files.get(said["sha256"])
    ),
}


def record_of(row: Model, member: Member) -> Record:
    """A row as plain data; `id` is its key here, by which other records of the archive refer to it."""
    values: Record = {"id": row.pk}
    for each in row._meta.concrete_fields:
        if each.primary_key:
            continue
        values[each.name] = (
            _reference(each, row, member) if isinstance(each, ForeignKey) else _plain(each, row)
        )
    return values


def _plain(each: Field[Any, Any], row: Model) -> object:
    value = each.value_from_object(row)
    if isinstance(value, date):
        return value.isoformat()  # to the microsecond, which Django's encoder would cut off
    return str(value) if isinstance(each, DecimalField) and value is not None else value


def _reference(each: ForeignKey[Any, Any], row: Model, member: Member) -> object:
    target: type[Model] = each.related_model
    key = getattr(row, each.attname)
    if key is None or target is User:
        return None  # people stay with their installation
    if target is Member and key == member.pk:
        return THIS_MEMBER
    if target in NAMED:
        return NAMED[target].said(getattr(row, each.name))
    if target in IN_ARCHIVE:
        return key
    raise UnknownReferenceError(f"{row._meta.label}.{each.name} refers to {target._meta.label}.")


def row_of(model: type[Model], record: Record, stored: Stored) -> Model | None:
    """A new row from plain data, not saved; None where something that it cannot do without is not here."""
    values: dict[str, Any] = {}
    for each in model._meta.concrete_fields:
        if each.primary_key or each.name not in record:
            continue
        if not isinstance(each, ForeignKey):
            values[each.name] = each.to_python(record[each.name])
            continue
        found = _found(each, model, record[each.name], stored)
        if found is None and record[each.name] is not None and each.related_model is not model:
            stored.missing.append(f"{model._meta.model_name} {record['id']}: {each.name} {record[each.name]}")
            if not each.null:
                return None
        values[each.name] = found
    return model(**values)


def _found(each: ForeignKey[Any, Any], model: type[Model], said: Any, stored: Stored) -> Model | None:  # noqa: ANN401 – read from JSON
    """What a reference means here. References of a model to itself are set once all its rows are stored."""
    target: type[Model] = each.related_model
    if said is None or target is User or target is model:
        return None
    if said == THIS_MEMBER:
        return next(iter(stored.rows[Member].values()))
    if target in NAMED:
        return NAMED[target].found(said, stored)
    return stored.rows.get(target, {}).get(said)


def self_references(model: type[Model]) -> list[ForeignKey[Any, Any]]:
    """The fields by which a model refers to itself."""
    return [
        each
        for each in model._meta.concrete_fields
        if isinstance(each, ForeignKey) and each.related_model is model
    ]


def own_times(model: type[Model]) -> list[Field[Any, Any]]:
    """Fields that Django fills with the time of storing; the archive's times are put back into them."""
    return [each for each in model._meta.concrete_fields if getattr(each, "auto_now_add", False)]
