"""Published versions taken back, earlier ones taken up again, and two set side by side."""

from __future__ import annotations

import pytest

from cascais.web.api.models import Scope
from cascais.web.inventories.models import InventoryYear

WHERE = "/members/gabrovo/inventories/2018"
LINE = {
    "sector": "residential",
    "carrier": "natural_gas",
    "amount": 1000.0,
    "unit": "MWh",
    "source": "supplier",
}


@pytest.fixture
def mari_s(program):
    """Mari's program, which may publish for Gabrovo."""
    return program("mari")


def test_what_is_published_is_taken_back_and_goes_on_as_a_draft(mari_s, visitor):
    published = visitor.get(WHERE)
    answer = mari_s.send("post", f"{WHERE}/withdraw", If_Match=published.headers["ETag"])
    assert answer.status_code == 200, answer.content
    assert visitor.get(WHERE).status_code == 404
    assert visitor.get(f"{WHERE}/versions").json()["total"] == 0
    draft = mari_s.get(f"{WHERE}/draft")
    assert draft.content == answer.content
    assert draft.json()["emissions"]["value"] == pytest.approx(published.json()["emissions"]["value"])
    again = mari_s.send("post", f"{WHERE}/withdraw", If_Match=published.headers["ETag"])
    assert again.status_code == 404


def test_a_withdrawal_is_meant_for_what_was_read(mari_s, visitor):
    before = visitor.get(WHERE).content
    assert mari_s.send("post", f"{WHERE}/withdraw").status_code == 428
    assert mari_s.send("post", f"{WHERE}/withdraw", If_Match='"another"').status_code == 412
    assert visitor.get(WHERE).content == before


def test_only_whoever_may_publish_takes_back(visitor, program):
    etag = visitor.get(WHERE).headers["ETag"]
    for caller, status in (
        (visitor, 401),
        (program("janez"), 403),
        (program("mari", Scope.DRAFT), 403),
        (program("mari", member="kranj"), 403),
    ):
        assert caller.send("post", f"{WHERE}/withdraw", If_Match=etag).status_code == status
    assert visitor.get(WHERE).status_code == 200


def two_drafts(caller) -> tuple[dict, dict, str]:
    """Two drafts of a year, the second in the place of the first, and its ETag."""
    where = "/members/gabrovo/inventories/2021/draft"
    first = caller.send("put", where, {"lines": [LINE]}, If_None_Match="*")
    lines = [{**LINE, "amount": 1500.0}, {**LINE, "carrier": "electricity", "source": "meters"}]
    second = caller.send("put", where, {"title": "More", "lines": lines}, If_Match=first.headers["ETag"])
    assert second.status_code == 200, second.content
    return first.json(), second.json(), second.headers["ETag"]


def test_an_earlier_version_is_taken_up_again(mari_s):
    first, _second, etag = two_drafts(mari_s)
    where = f"/members/gabrovo/inventories/2021/versions/{first['id']}/restore"
    assert mari_s.send("post", where, If_None_Match="*").status_code == 412
    assert mari_s.send("post", where, If_Match='"another"').status_code == 412
    restored = mari_s.send("post", where, If_Match=etag)
    assert restored.status_code == 200, restored.content
    assert restored.json()["lines"] == first["lines"]
    assert mari_s.get("/members/gabrovo/inventories/2021/draft").content == restored.content
    late = mari_s.send("post", where, If_Match=etag)
    assert late.status_code == 412


def test_a_version_of_another_member_or_year_is_not_taken_up(mari_s, program):
    first, _second, etag = two_drafts(mari_s)
    before = InventoryYear.objects.count()
    for where in (
        f"/members/kranj/inventories/2021/versions/{first['id']}/restore",
        f"/members/gabrovo/inventories/2018/versions/{first['id']}/restore",
    ):
        caller = program("janez") if "kranj" in where else mari_s
        assert caller.send("post", where, If_Match=etag).status_code == 404
    foreign = f"/members/gabrovo/inventories/2021/versions/{first['id']}/restore"
    assert program("janez").send("post", foreign, If_Match=etag).status_code == 403
    assert InventoryYear.objects.count() == before


def test_two_versions_stand_side_by_side(mari_s, visitor):
    first, second, _etag = two_drafts(mari_s)
    where = "/members/gabrovo/inventories/2021/comparison"
    query = {"before": first["id"], "after": second["id"]}
    found = mari_s.get(where, query).json()
    change, effect = found["lines"]["items"][0], found["effect"]["value"]
    assert {line["kind"] for line in found["lines"]["items"]} == {"changed", "added"}
    assert sum(line["effect"]["value"] for line in found["lines"]["items"]) == pytest.approx(effect)
    [amount] = [field for field in change["fields"] if field["name"] == "amount"]
    assert (amount["before"]["value"], amount["after"]["value"]) == (1000, 1500)
    assert amount["after"]["unit"] == "MWh"
    assert [(field["name"], field["after"]) for field in found["head"]] == [("title", "More")]
    assert found["emissions_after"]["value"] == pytest.approx(found["emissions_before"]["value"] + effect)
    back = mari_s.get(where, {"before": second["id"], "after": first["id"]}).json()
    assert back["effect"]["value"] == pytest.approx(-effect)
    assert visitor.get(where, query).status_code == 404


def test_pages_of_a_comparison_lead_through_all_lines(mari_s):
    first, second, _etag = two_drafts(mari_s)
    where = "/members/gabrovo/inventories/2021/comparison"
    one = mari_s.get(where, {"before": first["id"], "after": second["id"], "limit": 1}).json()
    assert (len(one["lines"]["items"]), one["lines"]["total"]) == (1, 2)
    two = mari_s.get(one["lines"]["next"].removeprefix("/api/v1")).json()
    assert two["lines"]["next"] is None
    assert two["lines"]["items"] != one["lines"]["items"]
