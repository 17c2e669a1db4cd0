"""The jobs of the site: reminders once for each date and in the member's language, clearing up, large imports."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cascais.web.accounts.models import FailedSignIn
from cascais.web.history.models import Entry
from cascais.web.imports.models import Upload
from cascais.web.imports.writes import keep
from cascais.web.inventories.models import InventoryYear
from cascais.web.members.models import Member
from cascais.web.operations.jobs.purging import purge
from cascais.web.operations.jobs.reminders import BEHIND, remind, send
from cascais.web.operations.jobs.storing import store
from cascais.web.operations.models import Letter
from cascais.web.operations.worker import claim, perform, take_back
from cascais.web.overview.models import Glance
from cascais.workflows.reading import Uploaded

pytestmark = pytest.mark.django_db

GOOD = b"year;sector;carrier;amount;unit\n2022;Residential buildings;Electricity;40500,5;MWh\n"
UNKNOWN = b"year;sector;carrier;amount;unit\n2022;Spaceships;Electricity;40500,5;MWh\n"


@pytest.fixture
def gabrovo() -> Member:
    return Member.objects.get(slug="gabrovo")


@pytest.fixture
def due(gabrovo) -> Glance:
    """Gabrovo, of which an inventory falls due next month; Mari and Petra are its people."""
    User.objects.filter(username__in=("mari", "petra")).update(email="of.them@gabrovo.example")
    Glance.objects.update(plan_due=None, monitoring_due=None, inventory_due=None)
    glance, _ = Glance.objects.get_or_create(member=gabrovo)
    glance.inventory_due = timezone.localdate() + timedelta(days=30)
    glance.save()
    return glance


def do_all() -> None:
    while row := claim("one"):
        perform(row)


def test_those_who_may_publish_are_reminded_once_for_each_date(due):
    assert remind.call() == 1
    assert remind.call() == 0
    do_all()
    (letter,) = mail.outbox
    assert letter.to == ["of.them@gabrovo.example"]
    assert "Inventory" in letter.subject and "/members/gabrovo/" in letter.body
    assert Letter.objects.get().sent_at
    due.inventory_due += timedelta(days=1)
    due.save()
    assert remind.call() == 1


def test_a_letter_is_written_in_the_language_of_the_member(due, gabrovo):
    gabrovo.languages = ["bg", "et"]
    gabrovo.save()
    remind.call()
    do_all()
    assert timezone.localdate().strftime("%Y") in mail.outbox[0].body
    assert Letter.objects.get().sent_at


def test_who_is_no_longer_one_of_the_member_s_gets_no_letter(due):
    remind.call()
    User.objects.get(username="mari").assignments.all().delete()
    do_all()
    assert mail.outbox == []


def test_what_has_been_due_for_long_is_no_longer_written_about(due):
    due.inventory_due = timezone.localdate() - BEHIND - timedelta(days=1)
    due.save()
    assert remind.call() == 0


def test_a_letter_whose_worker_was_killed_waits_for_a_person(due):
    remind.call()
    claim("killed")
    take_back("here")
    row = DBTaskResult.objects.get(task_path=send.module_path)
    assert (row.status, mail.outbox) == ("FAILED", [])
    assert "may have been done" in row.traceback


def test_what_is_kept_for_a_time_is_cleared_away(gabrovo):
    user, long_ago = User.objects.get(username="mari"), timezone.now() - timedelta(days=40)
    old, new = (keep(gabrovo, user, Uploaded(name, GOOD)) for name in ("old.csv", "new.csv"))
    Upload.objects.filter(pk=old.pk).update(created_at=long_ago)
    Session.objects.create(session_key="old", session_data="", expire_date=long_ago)
    FailedSignIn.objects.create(account="mari")
    FailedSignIn.objects.update(at=long_ago)
    purge.enqueue()
    do_all()
    DBTaskResult.objects.update(finished_at=long_ago)
    removed = purge.call()
    assert list(Upload.objects.filter(pk__in=(old.pk, new.pk))) == [new]
    assert not Session.objects.filter(session_key="old").exists()
    assert not FailedSignIn.objects.exists()
    assert removed["jobs"] == 1 and not DBTaskResult.objects.exists()


def test_a_large_import_is_stored_once_by_its_job(gabrovo):
    upload = keep(gabrovo, User.objects.get(username="mari"), Uploaded("large.csv", GOOD))
    for _ in range(2):
        store.enqueue(upload.pk, is_published=False)
    do_all()
    assert InventoryYear.objects.filter(member=gabrovo, year=2022).count() == 1
    assert sorted(len(row.return_value) for row in DBTaskResult.objects.all()) == [0, 1]


def test_what_a_job_stores_is_the_work_of_who_asked_for_it(gabrovo):
    mari = User.objects.get(username="mari")
    store.enqueue(keep(gabrovo, mari, Uploaded("large.csv", GOOD)).pk, is_published=False)
    do_all()
    inventory = InventoryYear.objects.get(member=gabrovo, year=2022)
    entry = Entry.objects.get(model="inventories.inventoryyear", key=str(inventory.pk))
    assert (entry.actor, entry.origin) == (mari.pk, "job")


@pytest.mark.parametrize("is_published", [False, True])
def test_who_lost_the_role_while_the_job_waited_stores_nothing(gabrovo, is_published):
    mari = User.objects.get(username="mari")
    store.enqueue(keep(gabrovo, mari, Uploaded("large.csv", GOOD)).pk, is_published=is_published)
    mari.assignments.update(role="contributor" if is_published else "viewer")
    do_all()
    assert "no role" in DBTaskResult.objects.get().traceback
    assert not InventoryYear.objects.filter(member=gabrovo, year=2022).exists()


def test_an_import_that_nobody_explained_is_not_stored(gabrovo):
    upload = keep(gabrovo, User.objects.get(username="mari"), Uploaded("unknown.csv", UNKNOWN))
    store.enqueue(upload.pk, is_published=False)
    do_all()
    assert "not explained" in DBTaskResult.objects.get().traceback
    assert not InventoryYear.objects.filter(member=gabrovo, year=2022).exists()
