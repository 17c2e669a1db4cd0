"""Groups read and their targets written by programs: what the pages show, by the rules of the pages."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from cascais.web.groups.models import Group, GroupTarget
from cascais.web.groups.reads import loaded
from cascais.web.groups.standing import joint_years
from cascais.web.history.models import Entry, Tombstone
from cascais.web.members.models import Member

BODY = {"title": "Half by 2030", "kind": "reduction", "reduction": 0.5, "target_year": 2030, "source": "Plan"}
PLAN = "/groups/synthetic-joint-plan"


@pytest.fixture
def valley(db):
    """A group that Kranj coordinates."""
    return Group.objects.create(
        slug="valley", title="Valley", kind="shared", coordinator=Member.objects.get(slug="kranj")
    )


def test_the_sums_are_those_of_the_pages(visitor):
    found = loaded(Group.objects.get(slug="synthetic-joint-plan"), AnonymousUser())
    expected = {year.year: year for year in joint_years(found, 0)}
    items = visitor.get(f"{PLAN}/inventories").json()["items"]
    assert {each["year"] for each in items} == set(expected) != set()
    for item in items:
        joint = expected[item["year"]].joint
        assert (item["emissions"] is None) == (joint is None) == bool(item["problems"])
        if joint:
            assert item["emissions"]["value"] == pytest.approx(joint.total.total_t)
            assert item["emissions"]["uncertainty"] == pytest.approx(joint.total.relative)
        detail = visitor.get(item["url"].removeprefix("/api/v1")).json()
        assert {name: detail[name] for name in item} == item
        if joint:
            shares = sum(share["emissions"]["value"] for share in detail["shares"])
            assert shares == pytest.approx(item["emissions"]["value"])


def test_another_year_stands_in_where_it_is_asked_for(visitor):
    years = visitor.get(f"{PLAN}/inventories", {"within": 5}).json()["items"]
    assert any(each["url"].endswith("?within=5") for each in years)
    assert visitor.get(f"{PLAN}/inventories", {"within": 6}).status_code == 422
    assert visitor.get(f"{PLAN}/inventories/1950").status_code == 404
    assert visitor.get("/groups/nobody/inventories").status_code == 404


def test_a_target_of_a_group_is_added_judged_changed_and_removed(program, visitor, valley):
    janez = program("janez")
    made = janez.send("post", "/groups/valley/targets", BODY)
    assert made.status_code == 201, made.content
    entry = Entry.objects.filter(model="groups.grouptarget").latest("number")
    assert (entry.action, entry.origin) == ("created", "api")
    where = made.json()["url"].removeprefix("/api/v1")
    read = visitor.get(where)
    assert read.json() == made.json()
    [judged] = visitor.get("/groups/valley/targets").json()["items"]
    assert judged["status"] == "cannot_tell"
    assert {name: judged[name] for name in made.json()} == made.json()
    etag = read.headers["ETag"]
    assert janez.send("put", where, BODY).status_code == 428
    changed = janez.send("put", where, {**BODY, "title": "More"}, If_Match=etag)
    assert changed.json()["title"] == "More"
    assert janez.send("delete", where, If_Match=etag).status_code == 412
    assert janez.send("delete", where, If_Match=visitor.get(where).headers["ETag"]).status_code == 204
    assert Tombstone.objects.get(model="groups.grouptarget").title == "More"


def test_only_who_keeps_the_group_writes_its_targets(program, visitor, valley):
    for caller, status in (
        (visitor, 401),
        (program("mari"), 403),
        (program("janez", member="velenje"), 403),
        (program("janez", member="kranj"), 201),
    ):
        assert caller.send("post", "/groups/valley/targets", BODY).status_code == status
    other = Group.objects.create(slug="other", title="Other", kind="shared")
    foreign = GroupTarget.objects.create(group_of_members=other, key="own_1", title="x", target_year=2030)
    for method in ("put", "delete"):
        answer = program("janez").send(method, f"/groups/valley/targets/{foreign.pk}", BODY, If_Match="*")
        assert answer.status_code == 404


@pytest.mark.parametrize(
    "more", [{"resolution": 1}, {"group": "x"}, {"key": "x"}, {"reduction": 2}, {"kind": "level"}]
)
def test_what_makes_no_target_of_a_group_is_refused(program, valley, more):
    answer = program("janez").send("post", "/groups/valley/targets", {**BODY, **more})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].startswith("body")
    assert not valley.targets.exists()
