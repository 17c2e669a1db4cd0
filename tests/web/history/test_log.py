"""Whatever way ordinary code changes a record, the history says so."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import F

from cascais.web.commitments.models import Target
from cascais.web.history.acting import JOB, acting
from cascais.web.history.models import Action, ChainHead, Entry
from cascais.web.members.models import Member, Population
from cascais.web.register.models import Network, Resolution

pytestmark = pytest.mark.django_db


@pytest.fixture
def gabrovo() -> Member:
    return Member.objects.get(slug="gabrovo")


class Since:
    """The entries that were added since it was made."""

    def __init__(self) -> None:
        self.number = ChainHead.objects.get().number

    def __call__(self) -> list[Entry]:
        return list(Entry.objects.filter(number__gt=self.number))


@pytest.fixture
def since() -> Since:
    return Since()


def test_demonstration_is_in_the_history_from_its_first_day():
    assert Entry.objects.count() == ChainHead.objects.get().number > 100


def test_created_record_is_told_with_what_it_holds(gabrovo, since):
    population = Population.objects.create(member=gabrovo, year=1990, persons=80_000, source="census")
    (entry,) = since()
    assert (entry.action, entry.model, entry.key) == (
        Action.CREATED,
        "members.population",
        str(population.pk),
    )
    assert (entry.member, entry.title) == (gabrovo.pk, "1990")
    assert entry.changes == {
        "member": [None, gabrovo.pk],
        "year": [None, 1990],
        "persons": [None, 80_000],
        "source": [None, "census"],
    }


def test_changed_record_is_told_with_before_and_after(gabrovo, since):
    gabrovo.area_km2 = 555.5
    gabrovo.languages = ["bg", "tr"]
    gabrovo.save()
    (entry,) = since()
    assert entry.action == Action.CHANGED
    assert entry.changes["languages"][1] == '["bg","tr"]'
    assert entry.changes["area_km2"][1] == "555.5"


def test_saving_without_a_change_is_no_change(gabrovo, since):
    gabrovo.save()
    assert since() == []


def test_changes_of_many_rows_by_one_statement_are_told_one_by_one(gabrovo, since):
    populations = list(gabrovo.populations.all())
    gabrovo.populations.update(persons=F("persons") + 1)
    told = since()
    assert len(told) == len(populations) > 1
    assert {entry.key: entry.changes for entry in told} == {
        str(each.pk): {"persons": [each.persons, each.persons + 1]} for each in populations
    }


def test_bulk_changes_and_bulk_deletion_are_told(gabrovo, since):
    made = Population.objects.bulk_create(
        Population(member=gabrovo, year=year, persons=year, source="x") for year in range(1900, 1950)
    )
    assert len(since()) == 50
    for each in made:
        each.persons += 7
    Population.objects.bulk_update(made, ["persons"])
    assert [entry.changes for entry in since()[50:]] == [
        {"persons": [each.year, each.year + 7]} for each in made
    ]
    Population.objects.filter(year__lt=1950, member=gabrovo).delete()
    assert [entry.action for entry in since()[100:]] == [Action.DELETED] * 50


def test_statements_of_one_transaction_that_set_different_fields_make_one_entry(gabrovo, since):
    row = gabrovo.populations.first()
    held = (row.persons, row.source)
    with transaction.atomic():
        Population.objects.filter(pk=row.pk).update(persons=7)
        Population.objects.filter(pk=row.pk, persons=7).update(source="y", persons=F("persons") + 1)
    (entry,) = since()
    assert entry.changes == {"persons": [held[0], 8], "source": [held[1], "y"]}
    assert (entry.title, entry.member) == (str(row.year), gabrovo.pk)


def test_what_was_changed_and_deleted_in_one_transaction_is_told_as_it_was_before(gabrovo, since):
    row = gabrovo.populations.first()
    held = {"member": gabrovo.pk, "year": row.year, "persons": row.persons, "source": row.source}
    with transaction.atomic():
        Population.objects.filter(pk=row.pk).update(persons=7)
        Population.objects.filter(pk=row.pk).delete()
    (entry,) = since()
    assert entry.action == Action.DELETED
    assert {name: before for name, (before, _after) in entry.changes.items()} == held


def test_what_was_added_and_changed_in_one_transaction_is_told_as_added(gabrovo, since):
    with transaction.atomic():
        row = Population.objects.create(member=gabrovo, year=1850, persons=1, source="x")
        Population.objects.filter(pk=row.pk).update(persons=7)
    (entry,) = since()
    assert (entry.action, entry.changes["persons"], entry.changes["year"]) == (
        Action.CREATED,
        [None, 7],
        [None, 1850],
    )


def test_whole_number_in_a_field_for_fractions_is_written_alike_however_it_comes(gabrovo, since):
    gabrovo.area_km2 = 300
    gabrovo.save()
    gabrovo.refresh_from_db()
    gabrovo.save()
    (entry,) = since()
    assert entry.changes["area_km2"][1] == "300.0"


def test_insert_that_passes_over_what_is_there_tells_only_what_it_stored(gabrovo, since):
    there = gabrovo.populations.first()
    Population.objects.bulk_create(
        [
            Population(member=gabrovo, year=there.year, persons=1, source="other"),
            Population(member=gabrovo, year=1850, persons=2, source="other"),
        ],
        ignore_conflicts=True,
    )
    assert [entry.title for entry in since()] == ["1850"]


def test_insert_that_overwrites_what_is_there_tells_what_it_held(gabrovo, since):
    there = gabrovo.populations.first()
    Population.objects.bulk_create(
        [Population(member=gabrovo, year=there.year, persons=1, source="other")],
        update_conflicts=True,
        unique_fields=["member", "year"],
        update_fields=["persons"],
    )
    (entry,) = since()
    assert entry.changes == {"persons": [there.persons, 1]}


def test_what_a_deletion_takes_along_or_sets_to_nothing_is_told(gabrovo, since):
    resolution = Resolution.objects.create(member=gabrovo, title="Yes", decided_on="2020-01-01")
    target = gabrovo.targets.first()
    target.resolution = resolution
    target.save()
    number = since.number = ChainHead.objects.get().number
    key = resolution.pk
    resolution.delete()
    told = {(entry.model, entry.action): entry for entry in since()}
    assert set(told) == {("register.resolution", "deleted"), ("commitments.target", "changed")}
    assert told["commitments.target", "changed"].changes == {"resolution": [key, None]}
    assert number == since.number


def test_rolled_back_change_leaves_no_trace(gabrovo, since):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Population.objects.create(member=gabrovo, year=1990, persons=1, source="x")
        assert len(since()) == 1  # written within, to be read
        raise ZeroDivisionError
    assert since() == []


def test_rolling_back_to_a_savepoint_keeps_what_was_before_it(gabrovo, since):
    with transaction.atomic():
        Population.objects.create(member=gabrovo, year=1990, persons=1, source="x")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            Population.objects.create(member=gabrovo, year=1991, persons=1, source="x")
            assert len(since()) == 2
            raise ZeroDivisionError
    assert [entry.title for entry in since()] == ["1990"]


def test_who_acts_and_through_what_is_told(gabrovo, since):
    user = User.objects.get(username="mari")
    with acting(user.pk, JOB):
        Target.objects.filter(member=gabrovo).update(title="x")
    assert {(entry.actor, entry.origin) for entry in since()} == {(user.pk, "job")}


def test_page_is_the_work_of_who_is_signed_in(mari, gabrovo, since):
    target = gabrovo.targets.filter(is_adopted=True).first()
    mari.post(f"/members/gabrovo/targets/{target.pk}/remove/")
    (entry,) = since()
    assert (entry.actor, entry.origin) == (User.objects.get(username="mari").pk, "page")
    assert (entry.action, entry.title) == ("deleted", target.title)


def test_of_a_person_only_is_told_which_fields_changed(since):
    user = User.objects.create_user("jaan.tamm", email="jaan.tamm@example.org", password="a long secret")
    user.email = "other@example.org"
    user.save()
    (entry,) = since()
    text = str(entry.changes) + entry.title
    assert "jaan" not in text and "example.org" not in text
    assert entry.changes["email"] == [None, "…"]


def test_records_of_no_member_are_told_too(since):
    Network.objects.create(key="new", title="New network")
    (entry,) = since()
    assert (entry.member, entry.title) == (None, "New network")


def test_connection_is_one_that_sees_changes():
    assert connection.settings_dict["ENGINE"].startswith("cascais.web.history.databases.")
