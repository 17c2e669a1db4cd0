"""Each tracked model is told when a row is added, changed and deleted, by one row or by many."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

import pytest
from django.db import models
from django.utils import timezone

from cascais.web.history.models import ChainHead, Entry
from cascais.web.history.tombstones import bury, restore
from cascais.web.history.tracked import TRACKED, Tracked
from cascais.web.history.verifying import verify

pytestmark = pytest.mark.django_db
NUMBERS = count(1)
ROLES = {"role": "viewer"}
WANTED: dict[str, dict[str, Any]] = {"accounts.assignment": ROLES, "accounts.invitation": ROLES}
ALSO = {"accounts.assignment": ("member",), "accounts.invitation": ("member",)}
"""Fields that the database wants although each of them may be empty."""


def made(model: type[models.Model]) -> models.Model:
    """A row of any model, with what has to be filled in."""
    label = model._meta.label_lower
    values = dict(WANTED.get(label, {}))
    for field in model._meta.concrete_fields:
        if field.name in values or field.primary_key or getattr(field, "auto_now_add", False):
            continue
        if field.name in ALSO.get(label, ()) or not (field.null or field.has_default()):
            values[field.name] = value_for(field)
    return model._base_manager.create(**values)


def value_for(field: models.Field) -> object:
    number = next(NUMBERS)
    if isinstance(field, models.ForeignKey):
        return made(field.related_model)
    if field.choices:
        return field.flatchoices[0][0]
    if isinstance(field, models.EmailField):
        return f"x{number}@example.org"
    if isinstance(field, (models.CharField, models.TextField)):
        return f"{number:x}"[-(field.max_length or 9) :]  # the end, which differs from the number before
    by_type: tuple[tuple[type[models.Field], object], ...] = (
        (models.BinaryField, b"\x00\xff"),
        (models.DateTimeField, timezone.now()),
        (models.DateField, date(2020, 1, 1)),
        (models.FloatField, 0.5),
        (models.IntegerField, number),
    )
    return next(value for kind, value in by_type if isinstance(field, kind))


def changeable(tracked: Tracked) -> tuple[str, object] | None:
    """A field of the model and another value for it; none where there are only references."""
    for field in tracked.fields:
        if isinstance(field, (models.CharField, models.TextField)) and not field.choices:
            return field.name, f"{next(NUMBERS):x}z"[: field.max_length or 9]
        if isinstance(field, models.DateField):
            return field.name, timezone.now()
    return None


def may_be_nobodys(tracked: Tracked) -> bool:
    field = (
        tracked.model._meta.pk if tracked.member == "pk" else tracked.model._meta.get_field(tracked.member)
    )
    return field.null and tracked.label not in ALSO


@pytest.fixture
def since():
    number = ChainHead.objects.get().number

    def told(tracked: Tracked, key: object) -> list[Entry]:
        return list(Entry.objects.filter(number__gt=number, model=tracked.label, key=str(key)))

    return told


@pytest.mark.parametrize("tracked", TRACKED, ids=lambda tracked: tracked.label)
def test_every_tracked_model_is_told(tracked: Tracked, since):
    row = made(tracked.model)
    key = row.pk
    assert [entry.action for entry in since(tracked, key)] == ["created"]
    expected = ["created"]
    if change := changeable(tracked):
        name, value = change
        tracked.model._base_manager.filter(pk=key).update(**{name: value})
        expected.append("changed")
        assert list(since(tracked, key)[-1].changes) == [name]
        row.refresh_from_db()
        row.save()
        assert [entry.action for entry in since(tracked, key)] == expected
    tracked.model._base_manager.filter(pk=key).delete()
    entries = since(tracked, key)
    assert [entry.action for entry in entries] == [*expected, "deleted"]
    assert {entry.title for entry in entries} != {""} or not tracked.title
    if tracked.member in ("pk", "member", "predecessor") and not may_be_nobodys(tracked):
        assert all(entry.member for entry in entries)
    assert verify().broken is None


@pytest.mark.parametrize("tracked", TRACKED, ids=lambda tracked: tracked.label)
def test_every_tracked_model_but_accounts_can_be_buried_and_restored(tracked: Tracked, since):
    row = made(tracked.model)
    key = row.pk
    before = tracked.model._base_manager.filter(pk=key).values().get()
    if tracked.label == "auth.user":
        with pytest.raises(TypeError):
            bury(row, None)
        return
    stone = bury(row, None)
    assert since(tracked, key) == []
    restore(stone, None)
    after = tracked.model._base_manager.filter(pk=key).values().get()
    assert {name: bytes(v) if isinstance(v, memoryview) else v for name, v in after.items()} == {
        name: bytes(v) if isinstance(v, memoryview) else v for name, v in before.items()
    }
