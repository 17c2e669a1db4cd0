"""Support projects and procurement pledges written by programs, through the forms of the pages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cascais.web.api.models import Scope
from cascais.web.history.models import Entry, Tombstone
from cascais.web.inventories.models import StoredFile
from cascais.web.justice.models import ProcurementPledge, SupportProject
from cascais.web.members.models import Member
from cascais.web.register.models import Membership, Network, Resolution

PROJECT = {
    "title": "Forest of the Ashaninka",
    "year": 2023,
    "amount": 12000.5,
    "currency": "EUR",
    "evidence": "Resolution 7",
    "partner": "COICA",
    "partner_country": "PE",
}
PLEDGE = {"title": "No such timber", "year": 2024, "good": "timber"}
KINDS = (
    ("support-projects", PROJECT, SupportProject),
    ("procurement-pledges", PLEDGE, ProcurementPledge),
)


@pytest.fixture
def mari_s(program):
    """Mari's program, which may publish for Gabrovo."""
    return program("mari")


@pytest.mark.parametrize("name, body, model", KINDS)
def test_it_is_added_read_changed_and_removed(mari_s, visitor, name, body, model):
    made = mari_s.send("post", f"/members/gabrovo/{name}", body)
    assert made.status_code == 201, made.content
    entry = Entry.objects.filter(model=model._meta.label_lower).latest("number")
    assert (entry.action, entry.origin) == ("created", "api")
    where = made.json()["url"].removeprefix("/api/v1")
    read = visitor.get(where)
    assert read.json() == made.json()
    listed = visitor.get(f"/{name}", {"member": "gabrovo"}).json()["items"]
    assert made.json() in listed
    etag = read.headers["ETag"]
    assert mari_s.send("put", where, body).status_code == 428
    changed = mari_s.send("put", where, {**body, "title": "Other"}, If_Match=etag)
    assert changed.status_code == 200, changed.content
    assert mari_s.send("put", where, body, If_Match=etag).status_code == 412
    assert mari_s.send("delete", where, If_Match=etag).status_code == 412
    assert mari_s.send("delete", where, If_Match=visitor.get(where).headers["ETag"]).status_code == 204
    assert visitor.get(where).status_code == 404
    assert Tombstone.objects.get(model=model._meta.label_lower).title == "Other"


def test_an_amount_is_kept_to_the_cent_with_its_currency_and_source(mari_s):
    found = mari_s.send("post", "/members/gabrovo/support-projects", PROJECT).json()
    assert (found["amount"]["value"], found["amount"]["unit"]) == (12000.5, "EUR")
    assert found["amount"]["source"] == "Resolution 7"
    assert SupportProject.objects.get(pk=found["id"]).amount == Decimal("12000.50")


@pytest.mark.parametrize("name, body, model", KINDS)
def test_others_are_refused(visitor, program, mari_s, name, body, model):
    where = mari_s.send("post", f"/members/gabrovo/{name}", body).json()["url"].removeprefix("/api/v1")
    etag = visitor.get(where).headers["ETag"]
    before = model.objects.count()
    for caller, status in (
        (visitor, 401),
        (program("janez"), 403),
        (program("mari", Scope.DRAFT), 403),
        (program("mari", member="kranj"), 403),
    ):
        assert caller.send("post", f"/members/gabrovo/{name}", body).status_code == status
        assert caller.send("put", where, body, If_Match=etag).status_code == status
        assert caller.send("delete", where, If_Match=etag).status_code == status
    assert (visitor.get(where).headers["ETag"], model.objects.count()) == (etag, before)


@pytest.mark.parametrize(
    "more, field",
    [
        ({"title": ""}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"partner": ""}, "partner"),
        ({"year": 1949}, "year"),
        ({"year": "2023"}, "year"),
        ({"last_year": 2020}, "last_year"),
        ({"amount": -1}, "amount"),
        ({"amount": "12.000"}, "amount"),
        ({"amount": 0.001}, "amount"),
        ({"currency": "QQQ"}, "currency"),
        ({"evidence_url": "javascript:alert(1)"}, "evidence_url"),
        ({"partner_country": "QQ"}, "partner_country"),
        ({"partner_member": "gabrovo"}, "partner_member"),
        ({"partner_member": "nobody"}, "partner_member"),
        ({"resolution": 999999}, "resolution"),
        ({"member": "kranj"}, "member"),
        ({"is_synthetic": True}, "is_synthetic"),
        ({"evidence_file": 1}, "evidence_file"),
    ],
)
def test_what_cannot_be_stored_is_named(mari_s, more, field):
    before = SupportProject.objects.count()
    answer = mari_s.send("post", "/members/gabrovo/support-projects", {**PROJECT, **more})
    assert answer.status_code == 422, answer.content
    assert {each["field"] for each in answer.json()["errors"]} == {f"body.{field}"}
    assert SupportProject.objects.count() == before


def test_a_resolution_of_another_member_cannot_be_named(mari_s):
    gabrovo, kranj = Member.objects.get(slug="gabrovo"), Member.objects.get(slug="kranj")
    own = Resolution.objects.create(member=gabrovo, title="x", decided_on="2020-01-01")
    other = Resolution.objects.create(member=kranj, title="x", decided_on="2020-01-01")
    where = "/members/gabrovo/procurement-pledges"
    assert mari_s.send("post", where, {**PLEDGE, "resolution": other.pk}).status_code == 422
    made = mari_s.send("post", where, {**PLEDGE, "resolution": own.pk})
    assert made.json()["resolution"] == f"/api/v1/resolutions/{own.pk}"


def test_the_document_stays_and_is_saved_not_shown(mari_s, visitor):
    made = mari_s.send("post", "/members/gabrovo/procurement-pledges", PLEDGE).json()
    assert made["file"] is None
    assert visitor.get(f"/procurement-pledges/{made['id']}/file").status_code == 404
    file = StoredFile.objects.create(name="a.pdf", content=b"%PDF-1.4", sha256="0" * 64, size=8)
    ProcurementPledge.objects.filter(pk=made["id"]).update(evidence_file=file)
    where = made["url"].removeprefix("/api/v1")
    etag = visitor.get(where).headers["ETag"]
    changed = mari_s.send("put", where, {**PLEDGE, "title": "Other"}, If_Match=etag).json()
    answer = visitor.get(changed["file"].removeprefix("/api/v1"))
    assert b"".join(answer.streaming_content) == b"%PDF-1.4"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_sums_of_a_network_count_its_members_alone(mari_s, visitor):
    network = Network.objects.create(key="valley", title="Valley")
    where = "/networks/valley/climate-justice"
    mari_s.send("post", "/members/gabrovo/support-projects", PROJECT)
    mari_s.send("post", "/members/gabrovo/procurement-pledges", PLEDGE)
    assert visitor.get(where).json() == {"network": "valley", "members": 0, "projects": [], "pledges": []}
    Membership.objects.create(network=network, member=Member.objects.get(slug="gabrovo"), state="member")
    found = visitor.get(where).json()
    [project] = [each for each in found["projects"] if each["year"] == 2023]
    assert project["amount"]["value"] == 12000.5
    assert [each["good"] for each in found["pledges"] if not each["is_synthetic"]] == ["timber"]
