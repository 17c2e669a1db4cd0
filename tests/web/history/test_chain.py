"""The chain holds whatever is done, and shows whatever was done to it."""

from __future__ import annotations

import string
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cascais.web.history.databases import guard
from cascais.web.history.models import ChainHead, Entry, Verification
from cascais.web.history.tracked import LINES
from cascais.web.history.verification import check
from cascais.web.history.verifying import Anchor, parse_anchor, verify
from cascais.web.inventories.models import ActivityLine, InventoryYear
from cascais.web.members.models import Member, Population

pytestmark = pytest.mark.django_db

TRIED = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
YEARS = st.integers(min_value=1800, max_value=1805)
OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("create"), YEARS),
        st.tuples(st.just("change"), YEARS),
        st.tuples(st.just("rename"), st.text(alphabet=string.printable + "äœß漢🌍", max_size=30)),
        st.tuples(st.just("delete"), YEARS),
        st.tuples(st.just("many"), YEARS),
        st.tuples(st.just("undone"), YEARS),
        st.tuples(st.just("area"), st.floats(allow_nan=False, allow_infinity=False)),
    ),
    max_size=12,
)


def _do(member: Member, kind: str, value: object) -> None:
    rows = Population.objects.filter(member=member)
    if kind == "create":
        rows.get_or_create(year=value, defaults={"member": member, "persons": value, "source": "x"})
    elif kind == "change":
        rows.filter(year__lte=value).update(persons=value)
    elif kind == "rename":
        member.about = value
        member.save()
    elif kind == "area":
        member.area_km2 = value
        member.save()
    elif kind == "delete":
        rows.filter(year__gte=value, year__lt=1900).delete()
    elif kind == "many":
        years = set(range(1800, 1806)) - set(rows.values_list("year", flat=True))
        Population.objects.bulk_create(
            Population(member=member, year=year, persons=value, source="x") for year in years
        )
    elif kind == "undone":
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            _do(member, "create", value)
            _do(member, "change", value)
            raise ZeroDivisionError


@TRIED
@given(operations=OPERATIONS)
def test_chain_holds_whatever_is_done(operations):
    member = Member.objects.get(slug="gabrovo")
    for kind, value in operations:
        _do(member, kind, value)
    found = verify()
    assert found.broken is None
    assert found.links == Entry.objects.count() == ChainHead.objects.get().number > 100


def _unguarded(statement: str, *values: object) -> None:
    """Do what only somebody could do who has the database in his hands."""
    off, on = (
        (guard.SQLITE_OFF, guard.SQLITE_GUARD)
        if connection.vendor == "sqlite"
        else (guard.POSTGRESQL_OFF, guard.POSTGRESQL_ON)
    )
    with connection.cursor() as cursor:
        for each in off:
            cursor.execute(each)
        cursor.execute(statement, values)
        for each in on:
            cursor.execute(each)


TEXTS = ("origin", "action", "model", "key", "title", "hash_before", "hash")
NUMBERS = ("number", "actor", "member")
FIELDS = (*TEXTS, *NUMBERS, "at", "changes")


@TRIED
@given(data=st.data())
@pytest.mark.parametrize("field", FIELDS)
def test_changed_field_of_any_entry_is_found_there(field, data):
    with transaction.atomic():
        count = ChainHead.objects.get().number
        number = data.draw(st.integers(min_value=1, max_value=count))
        _spoil(field, number, data)
        broken = verify().broken
        assert broken is not None
        assert broken.number == number
        transaction.set_rollback(True)


def _spoil(field: str, number: int, data: st.DataObject) -> None:
    entry = Entry.objects.get(number=number)
    old = getattr(entry, field)
    if field in TEXTS:
        text = old or "?"
        place = data.draw(st.integers(min_value=0, max_value=len(text) - 1))
        letter = data.draw(st.sampled_from([each for each in "0aZ" if each != old[place : place + 1]]))
        new = text[:place] + letter + text[place + 1 :]
    elif field == "number":
        new = number + 1_000_000
    elif field in NUMBERS:
        new = (old or 0) + data.draw(st.sampled_from([1, 7, 1_000_000]))
    elif field == "at":
        _unguarded(_LATER, number)
        return
    else:
        _spoil_changes(entry, data)
        return
    _unguarded(f"UPDATE history_entry SET {field} = %s WHERE number = %s", new, number)


_LATER = (
    "UPDATE history_entry SET at = replace(at, ':', '-') WHERE number = %s"
    if connection.vendor == "sqlite"
    else "UPDATE history_entry SET at = at + interval '1 microsecond' WHERE number = %s"
)


def _spoil_changes(entry: Entry, data: st.DataObject) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT changes FROM history_entry WHERE number = %s", [entry.number])
        (text,) = cursor.fetchone()
    letters = [place for place, letter in enumerate(text) if letter.isalnum() and text[place - 1] != "\\"]
    letters = [place for place in letters if not any(word in text[place - 4 : place + 5] for word in WORDS)]
    place = data.draw(st.sampled_from(letters))
    new = text[:place] + ("7" if text[place] != "7" else "8") + text[place + 1 :]
    _unguarded("UPDATE history_entry SET changes = %s WHERE number = %s", new, entry.number)


WORDS = ("null", "true", "false")


def test_removed_entry_is_found():
    _unguarded("DELETE FROM history_entry WHERE number = %s", 50)
    assert verify().broken.number == 50


def test_removed_end_is_found():
    count = ChainHead.objects.get().number
    _unguarded("DELETE FROM history_entry WHERE number > %s", count - 3)
    assert verify().broken.number == count - 2


def test_cut_end_is_found_by_whoever_kept_an_anchor():
    whole = verify().end
    _unguarded("DELETE FROM history_entry WHERE number > %s", whole.number - 3)
    last = Entry.objects.last()
    _unguarded("UPDATE history_chainhead SET number = %s, hash = %s", last.number, last.hash)
    assert verify().broken is None
    assert verify(whole).broken.number == whole.number - 2


def test_site_remembers_the_end_that_it_found_whole():
    whole = check().end
    _unguarded("DELETE FROM history_entry WHERE number > %s", whole.number - 3)
    last = Entry.objects.last()
    _unguarded("UPDATE history_chainhead SET number = %s, hash = %s", last.number, last.hash)
    assert check().broken.number == whole.number - 2
    assert Verification.objects.first().broken_number == whole.number - 2


def test_chain_that_was_written_anew_is_found_by_the_anchor():
    middle = Entry.objects.get(number=20)
    assert verify(Anchor(20, middle.hash)).broken is None
    assert verify(Anchor(20, middle.hash_before)).broken.number == 20


def test_entry_behind_the_end_is_found():
    last = Entry.objects.last()
    last.pk, last.number, last.hash = None, last.number + 1, "f" * 64
    last.save()
    assert verify().broken.number == last.number


@pytest.mark.parametrize("lines", LINES, ids=lambda lines: lines.label)
def test_changed_line_of_an_inventory_breaks_the_chain(lines):
    owner = InventoryYear.objects.exclude(**{lines.relation: None}).first()
    number = Entry.objects.filter(model="inventories.inventoryyear", key=owner.pk).last().number
    table = lines.model._meta.db_table
    for change in ("source = 'forged'", "position = position + 1000"):
        with transaction.atomic():
            _unguarded(f"UPDATE {table} SET {change} WHERE inventory_id = %s", owner.pk)
            broken = verify().broken
            assert (broken.number, f"Inventory {owner.pk}" in broken.why) == (number, True)
            transaction.set_rollback(True)
    _unguarded(f"DELETE FROM {table} WHERE inventory_id = %s", owner.pk)
    assert verify().broken.number == number


def test_lines_that_are_added_by_ordinary_code_are_told():
    inventory = InventoryYear.objects.exclude(lines=None).first()
    before = ChainHead.objects.get().number
    line = inventory.lines.last()
    line.pk, line.position = None, 5_000
    line.save()
    entry = Entry.objects.get(number__gt=before)
    assert (entry.model, entry.key, list(entry.changes)) == (
        "inventories.inventoryyear",
        str(inventory.pk),
        ["lines"],
    )
    assert entry.changes["lines"][0].split()[0] == str(int(entry.changes["lines"][1].split()[0]) - 1)
    ActivityLine.objects.filter(pk=line.pk).update(amount=1)
    assert len(Entry.objects.filter(number__gt=before)) == 2
    ActivityLine.objects.filter(pk=line.pk).delete()
    assert len(Entry.objects.filter(number__gt=before)) == 3
    assert verify().broken is None


@pytest.mark.parametrize("statement", ["UPDATE history_entry SET title = 'x'", "DELETE FROM history_entry"])
def test_database_refuses_to_change_an_entry(statement):
    with (
        pytest.raises(DatabaseError, match=guard.REFUSAL),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    with pytest.raises(DatabaseError, match=guard.REFUSAL), transaction.atomic():
        Entry.objects.filter(number=5).delete()
    assert verify().broken is None


def test_command_says_how_many_links_hold_and_gives_an_anchor():
    out = StringIO()
    call_command("verify_history", stdout=out)
    anchor = parse_anchor(out.getvalue().split()[-1])
    assert f"All {anchor.number} links hold" in out.getvalue()
    call_command("verify_history", anchor=str(anchor), stdout=out)


def test_command_names_the_first_broken_link():
    _unguarded("UPDATE history_entry SET title = 'x' WHERE number IN (70, 60)")
    with pytest.raises(CommandError, match="Link 60 is broken. What it says does not fit its hash."):
        call_command("verify_history")


@pytest.mark.parametrize("text", ["", "5", "x:" + "0" * 64, "5:abc"])
def test_what_is_no_anchor_is_refused(text):
    with pytest.raises(CommandError, match="anchor"):
        call_command("verify_history", f"--anchor={text}")
