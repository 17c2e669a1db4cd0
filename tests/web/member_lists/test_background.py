"""A long list is stored by a worker; what was read of it is kept, and matched anew against the register."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks_db.models import DBTaskResult
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cascais.web.accounts.models import Assignment, Role
from cascais.web.history.models import Entry
from cascais.web.member_lists import kept_reading
from cascais.web.member_lists.background import MOST_ROWS_AT_ONCE
from cascais.web.member_lists.kept_reading import packed, unpacked
from cascais.web.member_lists.models import ListUpload
from cascais.web.member_lists.reads import preview
from cascais.web.members.models import Member
from cascais.web.operations.worker import claim, perform
from cascais.web.register.models import Network
from cascais.workflows.member_lists import ListedMember, MemberList

pytestmark = pytest.mark.django_db

ROWS = MOST_ROWS_AT_ONCE + 1
LIST = "Name;Country;LAU\n" + "".join(f"Quaxel {number};BG;Q{number}\n" for number in range(ROWS))


@pytest.fixture
def network() -> Network:
    return Network.objects.get_or_create(key="hills", defaults={"title": "Network of the hills"})[0]


@pytest.fixture
def eve(network) -> Client:
    """Eve is the secretariat of a network."""
    user = User.objects.create_user("eve")
    Assignment.objects.create(user=user, role=Role.SECRETARIAT, network=network)
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, text: str = LIST) -> str:
    return client.post(
        "/networks/hills/lists/", {"file": SimpleUploadedFile("long.csv", text.encode())}
    ).headers["Location"]


@pytest.fixture
def asked(eve) -> str:
    address = send(eve)
    storing = eve.post(f"{address}store/", {"leave_out": "1"}).headers["Location"]
    assert storing == f"{address}storing/"
    return storing


def do_all() -> None:
    while row := claim("one"):
        perform(row)


def listed() -> int:
    return Member.objects.filter(name__startswith="Quaxel").count()


def test_a_long_list_is_stored_by_a_worker_as_the_work_of_who_asked(eve, asked):
    assert "It waits to be stored." in eve.get(asked).content.decode()
    assert listed() == 0
    do_all()
    page = eve.get(asked).content.decode()
    assert "It is stored." in page
    assert eve.get(asked).context["stored"] == {"added": ROWS, "completed": 0, "joined": ROWS}
    assert listed() == ROWS
    entry = Entry.objects.filter(model="members.member", title="Quaxel 7").get()
    assert (entry.actor, entry.origin) == (User.objects.get(username="eve").pk, "job")


def test_asking_twice_stores_once_and_other_pages_lead_there(eve, asked):
    address = asked.removesuffix("storing/")
    assert eve.post(f"{address}store/", {"leave_out": "1"}).headers["Location"] == asked
    assert eve.get(address).headers["Location"] == asked
    assert DBTaskResult.objects.count() == 1
    do_all()
    assert eve.post(f"{address}store/").status_code == 404
    assert listed() == ROWS


def test_who_lost_the_role_while_it_waited_stores_nothing(eve, asked):
    Assignment.objects.filter(user__username="eve").delete()
    do_all()
    assert listed() == 0
    assert "no role" in DBTaskResult.objects.get().traceback


def test_rows_that_became_doubtful_while_it_waited_go_back_to_the_person(eve):
    address = send(eve)
    eve.post(f"{address}store/")
    twin = Member.objects.create(name="Quaxel 1000x", slug="twin", country="BG")
    assert preview(ListUpload.objects.get()).undecided
    do_all()
    page = eve.get(f"{address}storing/").content.decode()
    assert "have to be decided anew" in page and listed() == 1
    twin.delete()
    eve.post(f"{address}store/")
    do_all()
    assert listed() == ROWS


def test_a_failure_can_be_tried_again_by_nobody_else(client, mari, eve, asked):
    DBTaskResult.objects.update(status="FAILED", exception_class_path="x.Error", traceback="secret words")
    assert "secret words" not in eve.get(asked).content.decode()
    assert client.post(f"{asked}again/").status_code == 302
    assert mari.post(f"{asked}again/").status_code == 403
    assert mari.get(asked).status_code == 403
    assert DBTaskResult.objects.get().status == "FAILED"
    eve.post(f"{asked}again/")
    do_all()
    assert "It is stored." in eve.get(asked).content.decode()


def test_a_list_is_read_once_and_again_only_for_other_columns(eve):
    address = send(eve, "Name;Country;Wo\nQuaxel;BG;SI\n")
    upload = ListUpload.objects.get()
    kept = bytes(upload.reading)
    assert [row.listed.country for row in preview(upload).rows] == ["BG"]
    eve.get(address)
    eve.post(address, {"columns": "1", "column-name": "Name", "column-country": "Wo"})
    upload.refresh_from_db()
    assert bytes(upload.reading) != kept
    assert [row.listed.country for row in preview(upload).rows] == ["SI"]


def test_what_another_version_has_packed_is_read_anew(eve, monkeypatch):
    send(eve, "Name;Country\nQuaxel;BG\n")
    monkeypatch.setattr(kept_reading, "FIELDS", ["other"])
    upload = ListUpload.objects.get()
    assert unpacked(upload.reading) is None
    assert [row.listed.name for row in preview(upload).rows] == ["Quaxel"]


HEADER_NAMES = ("name", "country", "kind")
MEMBERS = st.builds(
    ListedMember,
    row=st.integers(1, 10**6),
    name=st.text(min_size=1, max_size=9),
    country=st.text(max_size=2),
    latitude=st.none() | st.floats(-90, 90),
    population=st.none() | st.integers(0, 10**9),
    languages=st.lists(st.text(max_size=3), max_size=3).map(tuple),
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(MEMBERS, max_size=2).map(tuple),
    st.dictionaries(st.sampled_from(HEADER_NAMES), st.text(max_size=9), max_size=2),
    st.lists(st.text(max_size=9), max_size=2).map(tuple),
)
def test_a_kept_reading_is_the_reading(members, columns, unused):
    read = MemberList(members, columns=columns, unused=unused)
    assert unpacked(packed(read)) == read
