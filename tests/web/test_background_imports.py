"""A large import is stored by a worker: the page says how far it is, nothing is lost, nobody else sees it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cascais.web.accounts.models import Assignment, Role
from cascais.web.imports.limits import MOST_LINES_AT_ONCE
from cascais.web.imports.models import Upload
from cascais.web.imports.writes import MOST_BEGUN, keep
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.standing import standing
from cascais.web.members.models import Member
from cascais.web.operations.models import Worker
from cascais.web.operations.worker import claim, perform
from cascais.workflows.reading import Uploaded

pytestmark = pytest.mark.django_db

START = "/members/gabrovo/import/"
SMALL = "year;sector;carrier;amount;unit\n2022;Residential buildings;Electricity;40500,5;MWh\n"
LARGE = "year;sector;carrier;supplier;amount;unit\n" + "".join(
    f"2022;Residential buildings;Electricity;Supplier {number};{100 + number};MWh\n"
    for number in range(MOST_LINES_AT_ONCE + 1)
)


def upload(client: Client, text: str) -> str:
    """The address of the page to look at."""
    return client.post(START, {"file": SimpleUploadedFile("large.csv", text.encode())}).headers["Location"]


def ask(client: Client, looked_at: str, **said: str) -> str:
    """Have a large import stored; the address of the page that shows how far it is."""
    store = looked_at.replace("/look/", "/store/")
    address = client.post(store, {"seen-2022": "0", **said}).headers["Location"]
    assert address == looked_at.replace("/look/", "/storing/")
    return address


@pytest.fixture
def asked(mari) -> str:
    return ask(mari, upload(mari, LARGE))


def do_all() -> None:
    while row := claim("one"):
        perform(row)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def of_2022():
    return InventoryYear.objects.filter(member__slug="gabrovo", year=2022, superseded_at=None)


def test_a_large_import_waits_is_stored_and_said_to_be(mari, asked):
    Worker.objects.create(name="w", host="h", process=1, seen_at=timezone.now())
    page = text_of(mari, asked)
    assert "It waits to be stored." in page and "nothing is lost" in page
    assert "no worker" not in page and not of_2022().exists()
    do_all()
    page = text_of(mari, asked)
    assert "It is stored." in page and "/members/gabrovo/inventories/2022/" in page
    assert of_2022().get().lines.count() == MOST_LINES_AT_ONCE + 1


def test_the_page_to_look_at_says_that_a_worker_stores_it(mari):
    assert "a worker stores it" in text_of(mari, upload(mari, LARGE))
    assert "a worker stores it" not in text_of(mari, upload(mari, SMALL))


def test_the_page_is_asked_again_by_script_until_nothing_more_comes(mari, asked):
    page = text_of(mari, asked)
    known = page.partition("?known=")[2].partition('"')[0]
    assert "every 2s" in page
    assert mari.get(f"{asked}?known={known}").status_code == 204
    do_all()
    assert mari.get(f"{asked}?known={known}").status_code == 200
    assert "every 2s" not in text_of(mari, asked)


def test_without_a_worker_the_page_says_so(mari, asked):
    assert "no worker is running" in text_of(mari, asked)


def test_what_comes_first_is_said(mari, asked):
    other = ask(mari, upload(mari, LARGE))
    assert "1 other job comes first" in text_of(mari, other)


def test_pressing_the_button_again_asks_only_once(mari, asked):
    ask(mari, asked.replace("/storing/", "/look/"))
    assert DBTaskResult.objects.count() == 1
    do_all()
    ask(mari, asked.replace("/storing/", "/look/"))
    assert DBTaskResult.objects.count() == 1
    assert of_2022().count() == 1


def test_the_other_pages_lead_to_the_one_that_shows_how_far_it_is(mari, asked):
    for page in ("look", "explain"):
        assert mari.get(asked.replace("storing", page)).headers["Location"] == asked
    assert "large.csv" in text_of(mari, START)


def test_what_waits_for_a_worker_is_not_forgotten_for_others_that_are_begun(mari, asked):
    gabrovo, user = Member.objects.get(slug="gabrovo"), User.objects.get(username="mari")
    for _ in range(MOST_BEGUN + 1):
        keep(gabrovo, user, Uploaded("small.csv", SMALL.encode()))
    do_all()
    assert of_2022().exists()


def test_a_draft_that_came_in_between_is_not_put_aside_unseen(mari, asked):
    between = upload(mari, SMALL)
    mari.post(between.replace("/look/", "/store/"), {"seen-2022": "0"})
    do_all()
    page = text_of(mari, asked)
    assert "Nothing is stored." in page and "Somebody else has stored an inventory" in page
    assert of_2022().get().lines.count() == 1

    seen = standing(Member.objects.get(slug="gabrovo"), 2022).working
    again = ask(mari, asked.replace("/storing/", "/look/"), **{"seen-2022": str(seen.pk)})
    do_all()
    assert "It is stored." in text_of(mari, again)
    assert of_2022().get().lines.count() == MOST_LINES_AT_ONCE + 1
    assert not DBTaskResult.objects.filter(status="FAILED").exists()


def test_a_failure_of_the_site_is_not_shown_in_its_words_and_can_be_tried_again(mari, asked):
    DBTaskResult.objects.update(status="FAILED", exception_class_path="x.Error", traceback="secret words")
    page = text_of(mari, asked)
    assert "The site failed" in page and "secret words" not in page
    assert mari.post(f"{asked}again/").headers["Location"] == asked
    do_all()
    assert "It is stored." in text_of(mari, asked)


def test_a_contributor_s_wish_to_publish_is_stored_as_a_draft(signed_in):
    mari = User.objects.get(username="mari")
    mari.assignments.update(role=Role.CONTRIBUTOR)
    client = signed_in("mari")
    ask(client, upload(client, LARGE), publish="on")
    do_all()
    assert not of_2022().get().is_published


def test_a_small_import_is_stored_at_once(mari):
    looked_at = upload(mari, SMALL)
    mari.post(looked_at.replace("/look/", "/store/"), {"seen-2022": "0"})
    assert of_2022().exists() and not DBTaskResult.objects.exists()


def test_a_page_of_an_import_that_was_not_handed_over_leads_back(mari):
    looked_at = upload(mari, SMALL)
    assert mari.get(looked_at.replace("look", "storing")).headers["Location"] == looked_at


def test_nobody_else_sees_or_repeats_it(client, mari, janez, asked):
    petra = User.objects.create_user("another")
    Assignment.objects.create(user=petra, role=Role.EDITOR, member=Member.objects.get(slug="gabrovo"))
    other = Client()
    other.force_login(petra)
    DBTaskResult.objects.update(status="FAILED")
    for ask_with in (lambda who: who.get(asked), lambda who: who.post(f"{asked}again/")):
        assert ask_with(client).status_code == 302
        assert ask_with(janez).status_code == 403
        assert ask_with(other).status_code == 404
    assert mari.get(f"{asked}again/").status_code == 405
    assert DBTaskResult.objects.get().status == "FAILED"
    assert not Upload.objects.get().stored_at
