"""The history of a member for programs of those who may see its drafts; what is due and what was handed in."""

from __future__ import annotations

from datetime import date

from cascais.web.history.policy import OF_PEOPLE
from cascais.web.members.models import Member
from cascais.web.overview.models import HandedIn
from cascais.web.register.models import Membership, Network, Resolution

TARGET = {"title": "Half", "kind": "reduction", "reduction": 0.5, "target_year": 2030, "source": "x"}


def test_a_change_is_told_to_those_who_see_drafts_and_to_nobody_else(program, visitor):
    made = program("mari").send("post", "/members/gabrovo/targets", TARGET).json()
    query = {"kind": "commitments.target", "key": str(made["id"])}
    [entry] = program("petra").get("/members/gabrovo/history", query).json()["items"]
    assert (entry["action"], entry["origin"], entry["title"]) == ("created", "api", "Half")
    assert "Half" in entry["sentence"]
    assert any(field["after"] == "Half" for field in entry["changes"])
    for other in (visitor, program("janez"), program("petra", member="kranj"), program("elena")):
        assert other.get("/members/gabrovo/history", query).status_code == 404


def test_the_newest_change_comes_first_and_pages_lead_to_the_oldest(program):
    mari = program("mari")
    for _each in range(3):
        mari.send("post", "/members/gabrovo/targets", TARGET)
    page = mari.get("/members/gabrovo/history", {"limit": 2}).json()
    numbers, total = [], page["total"]
    while True:
        numbers += [each["number"] for each in page["items"]]
        if page["next"] is None:
            break
        page = mari.get(page["next"].removeprefix("/api/v1")).json()
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == total >= 3


def test_who_has_which_role_is_told_to_those_alone_who_give_roles(program):
    program("mari", member="gabrovo")
    kinds = {
        name: {each["kind"] for each in program(name).get("/members/gabrovo/history").json()["items"]}
        for name in ("petra", "mari")
    }
    assert kinds["petra"].isdisjoint(OF_PEOPLE)
    assert not kinds["mari"].isdisjoint(OF_PEOPLE)


def test_reports_that_fall_due_are_told_with_their_reason(visitor):
    gabrovo, covenant = (
        Member.objects.get(slug="gabrovo"),
        Network.objects.get_or_create(key="covenant_of_mayors", defaults={"title": "Covenant of Mayors"})[0],
    )
    decision = Resolution.objects.create(member=gabrovo, title="x", decided_on=date(2020, 5, 1))
    Membership.objects.update_or_create(
        network=covenant,
        member=gabrovo,
        defaults={"state": "member", "resolution": decision, "board_decided_on": date(2020, 6, 1)},
    )
    found = [
        each for each in visitor.get("/dues", {"limit": 500}).json()["items"] if each["member"] == "gabrovo"
    ]
    assert {each["report"] for each in found} >= {"plan"}
    assert all(each["reasons"] for each in found)
    assert visitor.get("/dues", {"network": "covenant_of_mayors"}).json()["total"] >= len(found)
    assert visitor.get("/dues", {"country": "ZZ"}).json()["total"] == 0
    assert visitor.get("/dues", {"due": "whenever"}).status_code == 422


def test_reports_handed_in_are_listed(visitor):
    gabrovo = Member.objects.get(slug="gabrovo")
    network = Network.objects.create(key="valley", title="Valley")
    HandedIn.objects.create(member=gabrovo, network=network, report="plan", handed_in_on=date(2021, 3, 4))
    [found] = [
        each
        for each in visitor.get("/members/gabrovo/reports").json()["items"]
        if each["network"] == "valley"
    ]
    assert (found["report"], found["handed_in_on"]) == ("plan", "2021-03-04")
