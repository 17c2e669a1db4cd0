"""What was deleted comes back exactly as it was, or not at all."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cascais.errors import ConflictError
from cascais.web.commitments.models import Target
from cascais.web.history.models import Entry, Tombstone
from cascais.web.history.tombstones import bury, purge_tombstones, restore, standing
from cascais.web.history.tracked import NOT_TRACKED
from cascais.web.history.verifying import verify
from cascais.web.imports.models import Upload
from cascais.web.inventories.models import InventoryYear, StoredFile
from cascais.web.justice.models import SupportProject
from cascais.web.members.models import Member, Population
from cascais.web.register.models import Resolution

pytestmark = pytest.mark.django_db
DERIVED = {label for label in NOT_TRACKED if label.startswith(("overview.", "history."))}


@pytest.fixture
def gabrovo() -> Member:
    return Member.objects.get(slug="gabrovo")


@pytest.fixture
def user() -> User:
    return User.objects.get(username="mari")


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of all our tables with all their fields, but for what is derived and the history."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label_lower not in DERIVED and model.__module__.startswith("cascais.web"):
            rows = [
                {key: bytes(value) if isinstance(value, memoryview) else value for key, value in row.items()}
                for row in model._base_manager.order_by("pk").values()
            ]
            found[model._meta.label_lower] = rows
    return found


@pytest.fixture
def full(gabrovo, user) -> Member:
    """A member with something of every sort that hangs on it."""
    file = StoredFile.objects.create(name="a.pdf", content=bytes(range(256)), size=256, sha256="0" * 64)
    resolution = Resolution.objects.create(
        member=gabrovo, title="Joined — “ĳ”", decided_on=date(2020, 2, 29), file=file
    )
    gabrovo.targets.update(resolution=resolution)
    SupportProject.objects.create(
        member=gabrovo,
        resolution=resolution,
        title="x",
        year=2020,
        amount=Decimal("1234567.10"),
        partner="COICA",
    )
    upload = Upload.objects.create(
        member=gabrovo, user=user, file=file, options={"decimal": ",", "n": [1.5, None, {"a": "ž"}]}
    )
    upload.inventories.set(gabrovo.inventories.all())
    first = gabrovo.inventories.first()
    InventoryYear.objects.create(member=gabrovo, year=1999, based_on=first, created_by=user)
    return gabrovo


def subjects(member: Member) -> list[Any]:
    return [
        member,
        member.resolutions.first(),
        member.targets.first(),
        member.inventories.exclude(lines=None).first(),
        member.populations.first(),
        member.support_projects.first(),
        member.uploads.first(),
    ]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(7)), count=st.integers(min_value=1, max_value=4))
def test_what_is_buried_and_restored_is_identical(order, count, full, user):
    with transaction.atomic():
        before = everything()
        stones = []
        for number in order[:count]:
            member = Member.objects.filter(slug="gabrovo").first()
            row = subjects(member)[number] if member else None
            if row is not None:
                stones.append(bury(row, user))
        assert everything() != before
        for stone in reversed(stones):
            restore(stone, user)
        assert everything() == before
        assert verify().broken is None
        transaction.set_rollback(True)


def test_links_that_were_set_to_nothing_are_set_again(full, user):
    resolution = full.resolutions.get(title__startswith="Joined")
    linked = set(full.targets.values_list("pk", flat=True))
    stone = bury(resolution, user)
    assert set(full.targets.values_list("resolution", flat=True)) == {None}
    restore(stone, user)
    assert set(Target.objects.filter(resolution=stone.key).values_list("pk", flat=True)) == linked


def test_history_tells_of_deletion_and_return(gabrovo, user):
    target = gabrovo.targets.first()
    stone = bury(target, user)
    restore(stone, user)
    told = Entry.objects.filter(model="commitments.target", key=str(stone.key)).values_list("action", "actor")
    assert list(told) == [("created", None)]  # within one transaction nothing changed in the end


def test_history_tells_of_each_step(gabrovo, user):
    target = gabrovo.targets.first()
    stone = bury(target, user)
    told = Entry.objects.filter(model="commitments.target", key=str(stone.key))
    assert told.last().action == "deleted"
    restore(stone, user)
    assert list(told.values_list("action", "actor")) == [
        ("created", None),
        ("deleted", user.pk),
        ("restored", user.pk),
    ]


def test_what_was_entered_since_is_not_overwritten(gabrovo, user):
    target = gabrovo.targets.first()
    stone = bury(target, user)
    Target.objects.create(member=gabrovo, key=target.key, title="new", kind=target.kind)
    with pytest.raises(ConflictError, match="Another target"):
        restore(stone, user)
    assert standing().filter(pk=stone.pk).exists()
    assert gabrovo.targets.get(key=target.key).title == "new"


def test_what_belongs_to_something_deleted_waits_for_it(gabrovo, user):
    population = gabrovo.populations.first()
    stone = bury(population, user)
    whole = bury(gabrovo, user)
    with pytest.raises(ConflictError, match="Bring that back first"):
        restore(stone, user)
    restore(whole, user)
    restore(stone, user)
    assert Population.objects.filter(pk=stone.key).exists()


def test_reference_that_may_be_empty_does_not_keep_a_record_away(full, user):
    target = full.targets.first()
    stone = bury(target, user)
    bury(full.resolutions.get(title__startswith="Joined"), user)
    restore(stone, user)
    assert Target.objects.get(pk=stone.key).resolution is None


def test_record_comes_back_once(gabrovo, user):
    stone = bury(gabrovo.targets.first(), user)
    restore(stone, user)
    with pytest.raises(ConflictError, match="already"):
        restore(Tombstone.objects.get(pk=stone.pk), user)


def test_what_others_need_is_not_deleted(full, user):
    with pytest.raises(ProtectedError), transaction.atomic():
        bury(StoredFile.objects.get(resolutions__member=full), user)
    assert not standing().exists()


def test_accounts_are_not_buried(user):
    with pytest.raises(TypeError):
        bury(user, user)


def test_after_ninety_days_it_is_gone_for_good(gabrovo, user):
    early, late = (bury(each, user) for each in gabrovo.targets.all()[:2])
    assert early.kept_until - timezone.now() > timedelta(days=89, hours=23)
    Tombstone.objects.filter(pk=early.pk).update(kept_until=timezone.now())
    assert not standing().filter(pk=early.pk).exists()
    assert purge_tombstones() == 1
    assert list(Tombstone.objects.all()) == [late]
    assert Entry.objects.filter(key=early.key, model="commitments.target", action="deleted").exists()
