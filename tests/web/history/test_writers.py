"""Many writers at the same time, and nobody's transaction but one's own: on the database itself, without a safety net."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from cascais.web.history.acting import JOB, acting
from cascais.web.history.beginning import begin_history
from cascais.web.history.databases import guard
from cascais.web.history.models import ChainHead, Entry
from cascais.web.history.verifying import Verified, verify
from cascais.web.inventories.models import ActivityLine, InventoryYear
from cascais.web.members.models import Member, Population

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, ROUNDS = 6, 5


def _write(number: int, members: list[Member], failures: list[Exception]) -> None:
    try:
        for turn in range(ROUNDS):
            own = members if number % 2 else members[::-1]  # in both orders, where a circle could come from
            with acting(number, JOB), transaction.atomic():
                for member in own:
                    Population.objects.create(
                        member=member, year=1000 + number * 100 + turn, persons=1, source="x"
                    )
                Population.objects.filter(member=own[0], year=1000 + number * 100 + turn).update(persons=2)
            with acting(number, JOB):
                Member.objects.filter(pk=members[number % 2].pk).update(about=f"{number} {turn}")
    except Exception as error:
        failures.append(error)
    finally:
        connection.close()


@pytest.fixture
def real_database(tmp_path, monkeypatch) -> None:
    """A file instead of SQLite's memory, which locks whole tables: new connections, as those of threads, go there."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(tmp_path / "site.sqlite3")) as file:
            connection.connection.backup(file)
        monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "site.sqlite3"))


def _outcome() -> tuple[Verified, list[int], list[int]]:
    try:
        numbers = list(Entry.objects.order_by("number").values_list("number", flat=True))
        by_actor = [Entry.objects.filter(actor=number).count() for number in range(WRITERS)]
        return verify(), numbers, by_actor
    finally:
        connection.close()


def test_writers_at_the_same_time_leave_one_chain_without_gaps(real_database):
    members = [Member(name=name, slug=name, country="EE") for name in ("writer-a", "writer-b")]
    failures: list[Exception] = []
    with ThreadPoolExecutor(WRITERS) as threads:
        before = threads.submit(_found, members).result()
        done = [threads.submit(_write, number, members, failures) for number in range(WRITERS)]
        for each in done:
            each.result()
        found, numbers, by_actor = threads.submit(_outcome).result()
    assert failures == []
    assert found.broken is None
    assert found.links == before + 2 + WRITERS * ROUNDS * 3
    assert numbers == list(range(1, found.links + 1))
    assert by_actor == [ROUNDS * 3] * WRITERS


def _found(members: list[Member]) -> int:
    try:
        before = verify().links
        for member in members:
            member.save()
        return before
    finally:
        connection.close()


@pytest.fixture
def nothing_stored(transactional_db):
    """The database as it is after any test with transactions of its own; before the first one it holds the demonstration."""
    call_command("flush", verbosity=0, interactive=False)


@pytest.mark.usefixtures("nothing_stored")
def test_change_and_entry_are_stored_together_without_a_transaction():
    member = Member.objects.create(name="a", slug="a", country="EE")
    assert connection.get_autocommit()
    Member.objects.filter(pk=member.pk).update(name="b")
    with connection.cursor() as cursor:  # as others see it: nothing waits in this connection
        cursor.execute("SELECT count(*) FROM history_entry")
        assert cursor.fetchone() == (2,)
    member.delete()
    assert verify().links == 3


@pytest.mark.usefixtures("nothing_stored")
def test_change_whose_entry_cannot_be_written_is_not_made():
    Member.objects.create(name="a", slug="a", country="EE")
    with pytest.raises((UnicodeEncodeError, DatabaseError)):
        Member.objects.create(name="b", slug="b", country="EE", languages=["\ud800"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM members_member")
        assert cursor.fetchone() == (1,)
    assert verify().links == 1


@pytest.mark.usefixtures("nothing_stored")
def test_rolled_back_transaction_leaves_nothing():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Member.objects.create(name="a", slug="a", country="EE")
        raise ZeroDivisionError
    Member.objects.create(name="b", slug="b", country="EE")
    assert list(Entry.objects.values_list("title", flat=True)) == ["b"]
    assert verify().links == 1


def test_one_entry_stands_for_all_that_a_transaction_did_to_a_record():
    before = verify().links
    with transaction.atomic():
        member = Member.objects.create(name="a", slug="a", country="EE")
        inventory = InventoryYear.objects.create(member=member, year=2020)
        ActivityLine.objects.bulk_create(
            ActivityLine(inventory=inventory, position=position, sector="x", carrier="y", unit="MWh")
            for position in range(2_000)
        )
        inventory.total_t = 1.5
        inventory.save()
    told = Entry.objects.get(model="inventories.inventoryyear", key=str(inventory.pk))
    assert told.action == "created"
    assert told.changes["total_t"] == [None, "1.5"]
    assert told.changes["lines"][1].startswith("2000 sha256:")
    assert verify().links == before + 2


@pytest.mark.usefixtures("nothing_stored")
def test_history_begins_with_what_there_was_before():
    off = guard.SQLITE_OFF if connection.vendor == "sqlite" else guard.POSTGRESQL_OFF
    on = guard.SQLITE_GUARD if connection.vendor == "sqlite" else guard.POSTGRESQL_ON
    member = Member.objects.create(name="a", slug="a", country="EE")
    inventory = InventoryYear.objects.create(member=member, year=2020)
    ActivityLine.objects.create(inventory=inventory, position=1, sector="x", carrier="y", unit="MWh")
    with connection.cursor() as cursor:
        for statement in (*off, "DELETE FROM history_entry", "DELETE FROM history_chainhead", *on):
            cursor.execute(statement)
    begin_history()
    assert set(Entry.objects.values_list("model", "action")) == {
        ("members.member", "created"),
        ("inventories.inventoryyear", "created"),
    }
    assert verify().broken is None
    begin_history()
    assert ChainHead.objects.get().number == 2
