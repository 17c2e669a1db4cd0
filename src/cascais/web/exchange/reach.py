"""How far an archive reaches: an archive is written by whoever sends it, and must change nothing that is others'."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import ForeignKey, Model

from cascais.web.exchange.records import THIS_MEMBER, Record
from cascais.web.groups.models import Group
from cascais.web.members.models import Member
from cascais.web.register.models import Network


def check_belongs(model: type[Model], record: Record) -> None:
    """Raise ValueError for a record that belongs to a member that is here already."""
    members = [said for target, said in _references(model, record) if target is Member]
    if members and THIS_MEMBER not in members:
        raise ValueError(f"{model._meta.model_name} {record['id']} belongs to another member")


def touches_others(model: type[Model], record: Record, networks: Collection[str]) -> bool:
    """Whether a record binds other members, groups, or networks but those named by their keys."""
    for target, said in _references(model, record):
        if target is Network and said["key"] not in networks:
            return True
        if target is Group or (target is Member and said != THIS_MEMBER):
            return True
    return False


def _references(model: type[Model], record: Record) -> Iterator[tuple[type[Model], Any]]:
    for each in model._meta.concrete_fields:
        if isinstance(each, ForeignKey) and record.get(each.name) is not None:
            yield each.related_model, record[each.name]
