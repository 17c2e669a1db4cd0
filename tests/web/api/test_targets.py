"""Targets written by programs: only what may be set, only by whom, only over what was read."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from cascais.web.api.models import Scope
from cascais.web.commitments.models import Target
from cascais.web.history.models import Entry, Tombstone
from cascais.web.members.models import Member
from cascais.web.register.models import Resolution

BODY = {
    "title": "Half by 2030",
    "kind": "reduction",
    "reduction": 0.5,
    "base_year": 2010,
    "target_year": 2030,
    "source": "Resolution 12",
    "decided": "2022-05-01",
}


@pytest.fixture
def mari_s(program):
    """Mari's program, which may publish for Gabrovo."""
    return program("mari")


def add(caller, body=None, slug="gabrovo"):
    return caller.send("post", f"/members/{slug}/targets", {**BODY, **(body or {})})


def test_a_target_is_added_read_changed_and_removed(mari_s, visitor):
    made = add(mari_s)
    assert made.status_code == 201
    where = made.json()["url"].removeprefix("/api/v1")
    read = visitor.get(where)
    assert read.json() == made.json()
    assert read.json()["reduction"]["value"] == 0.5
    changed = mari_s.send("put", where, {**BODY, "title": "More by 2030"}, If_Match=read.headers["ETag"])
    assert changed.status_code == 200
    assert changed.json()["title"] == "More by 2030"
    stale = mari_s.send("put", where, BODY, If_Match=read.headers["ETag"])
    assert stale.status_code == 412
    assert mari_s.send("delete", where, If_Match=read.headers["ETag"]).status_code == 412
    now = visitor.get(where).headers["ETag"]
    assert mari_s.send("delete", where, If_Match=now).status_code == 204
    assert visitor.get(where).status_code == 404
    assert Tombstone.objects.get(model="commitments.target").title == "More by 2030", "it can be undone"


def test_a_change_names_the_version_that_it_is_meant_for(mari_s):
    where = add(mari_s).json()["url"].removeprefix("/api/v1")
    assert mari_s.send("put", where, BODY).status_code == 428
    assert mari_s.send("put", where, BODY, If_None_Match="*").status_code == 412
    assert mari_s.send("delete", where).status_code == 428


def test_others_are_refused(visitor, program, mari_s):
    where = add(mari_s).json()["url"].removeprefix("/api/v1")
    etag = visitor.get(where).headers["ETag"]
    for caller, status in ((visitor, 401), (program("janez"), 403), (program("mari", Scope.READ), 403)):
        assert add(caller).status_code == status
        assert caller.send("put", where, BODY, If_Match=etag).status_code == status
        assert caller.send("delete", where, If_Match=etag).status_code == status
    assert visitor.get(where).headers["ETag"] == etag


def test_a_token_for_one_member_writes_at_no_other(program):
    limited = program("janez", member="kranj")
    assert add(limited, slug="kranj").status_code == 201
    assert add(limited, slug="velenje").status_code == 403
    assert add(program("janez"), slug="velenje").status_code == 201


@pytest.mark.parametrize(
    "more",
    [
        {"member": "kranj"},
        {"id": 1},
        {"key": "climate_alliance_2050"},
        {"position": 0},
        {"group": "covenant"},
        {"member_id": 1},
    ],
)
def test_nothing_is_set_but_what_is_offered(mari_s, more):
    answer = add(mari_s, more)
    assert answer.status_code == 422
    [problem] = answer.json()["errors"]
    assert problem["field"] == f"body.{next(iter(more))}"
    assert problem["next_step"]


def test_a_resolution_of_another_member_cannot_be_named(mari_s):
    kranj, gabrovo = Member.objects.get(slug="kranj"), Member.objects.get(slug="gabrovo")
    other = Resolution.objects.create(member=kranj, title="x", decided_on="2020-01-01")
    own = Resolution.objects.create(member=gabrovo, title="x", decided_on="2020-01-01")
    assert add(mari_s, {"resolution": other.pk}).status_code == 422
    made = add(mari_s, {"resolution": own.pk})
    assert made.json()["resolution"] == f"/api/v1/resolutions/{own.pk}"


@pytest.mark.parametrize(
    "body",
    [
        {"reduction": None},
        {"reduction": 0},
        {"reduction": 1.01},
        {"reduction": "0.5"},
        {"reduction": True},
        {"kind": "level"},
        {"kind": "nonsense"},
        {"target_year": 2005},
        {"target_year": "2030"},
        {"target_year": 2030.5},
        {"title": ""},
        {"title": "a\x00b"},
        {"title": "\ud800"},
        {"title": "x" * 201},
        {"source_url": "javascript:alert(1)"},
        {"decided": "2022-02-30"},
        {"is_adopted": "yes"},
    ],
)
def test_what_makes_no_target_is_refused_with_its_place(mari_s, body):
    before = Target.objects.count()
    answer = add(mari_s, body)
    assert answer.status_code == 422, answer.content
    assert answer.json()["errors"][0]["field"].startswith("body")
    assert answer.json()["errors"][0]["message"]
    assert Target.objects.count() == before


def test_a_number_as_text_is_refused_with_both_readings(mari_s):
    answer = add(mari_s, {"kind": "level", "level": "13.362", "reduction": None})
    [problem] = answer.json()["errors"]
    assert "13\u202f362" in problem["message"]
    assert "13.362" in problem["message"]
    assert problem["value"] == "13.362"


@pytest.mark.parametrize(
    "body, status",
    [
        ('{"title": NaN}', 400),
        ('{"reduction": Infinity}', 400),
        ('{"reduction": 1e999}', 422),
        ('{"title": "a", "title": "b"}', 400),
        ("[" * 200_000, 400),
        ('{"a":' * 50 + "1" + "}" * 50, 400),
        ('{"reduction": ' + "9" * 5_000 + "}", 400),
        ("{", 400),
        ("", 422),
        ('{"\\ud800": 1}', 422),
        ("[]", 422),
        ("null", 422),
        ('"text"', 422),
        (b"\xff\xfe{}", 400),
        ('{"title": "' + "x" * 6_000_000 + '"}', 413),
    ],
)
def test_hostile_bodies_are_refused_without_a_failure(mari_s, body, status):
    answer = mari_s.send("post", "/members/gabrovo/targets", body)
    assert answer.status_code == status, answer.content[:300]
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert len(answer.content) < 20_000


def test_forms_and_files_are_no_bodies(mari_s):

    answer = Client().post("/api/v1/members/gabrovo/targets", BODY, headers=mari_s.headers())
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "slug", ["../kranj", "kranj%2F", "gabrovo%00", "' OR 1=1 --", "%F0%9F%98%80", "a" * 300]
)
def test_slugs_lead_to_no_other_place(mari_s, slug):
    assert add(mari_s, slug=slug).status_code in (404, 405, 422)


def test_the_history_knows_who_wrote_and_through_what(mari_s):
    assert add(mari_s).status_code == 201
    entry = Entry.objects.filter(model="commitments.target").latest("number")
    assert (entry.action, entry.origin) == ("created", "api")
    assert entry.actor == User.objects.get(username="mari").pk
