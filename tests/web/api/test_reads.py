"""What everybody reads: pages, versions of answers, and numbers that never come without their source."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cascais.web.api.interface import API
from cascais.web.groups.models import Group, GroupTarget
from cascais.web.hazards.models import HazardDataset
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.years import computed_years
from cascais.web.justice.models import ProcurementPledge, SupportProject
from cascais.web.members.models import Member, Population
from cascais.web.register.models import Membership, Network, Resolution

PLACES = {"slug": "gabrovo", "kind": "vocabulary", "name": "sectors", "index": "hot_days"}
# Counts, keys, positions and years are no measured numbers.
COUNTED = {
    *("id", "version", "total", "year", "position", "lines", "status", "population_year", "row_count"),
    *("base_year", "target_year", "latest_year", "step_years", "last_year", "from_year", "to_year"),
    *("members", "members_without_uncertainty", "latitude", "longitude", "cells"),
    *("inventory_year", "same_lines", "projects", "without_amount", "pledges"),
    *("first_year", "rows", "missing_days", "distance_km", "elevation_m"),
}
OF_A_NUMBER = {"value", "unit", "uncertainty", "source"}


def year_of(slug: str) -> int:
    return InventoryYear.objects.filter(member__slug=slug, is_published=True, superseded_at=None)[0].year


def addresses() -> list[str]:
    """Every address that is read, with something that exists in each place of it."""
    places = {**PLACES, "year": str(year_of("gabrovo"))}
    places["id"] = str(Member.objects.get(slug="gabrovo").targets.first().pk)
    table = json.loads(Client().get("/api/v1/tables").content)["items"][0]
    own = made()
    found = []
    for path, methods in API.get_openapi_schema()["paths"].items():
        if "get" not in methods:
            continue
        if path.startswith("/api/v1/tables/"):
            path = table["url"]
        for name, value in {**places, **next((more for part, more in own if part in path), {})}.items():
            path = path.replace(f"{{{name}}}", value)
        if path.endswith("/comparison"):
            path = compared(places["year"])
        if not path.endswith(("/file", "/draft", "/history")):
            found.append(path)
    return found


def made() -> list[tuple[str, dict[str, str]]]:
    """What the demonstration lacks, by a part of the addresses where it stands."""
    gabrovo, group = Member.objects.get(slug="gabrovo"), Group.objects.get(slug="synthetic-joint-plan")
    resolution = Resolution.objects.create(member=gabrovo, title="x", decided_on="2020-01-01")
    target = GroupTarget.objects.create(
        group_of_members=group, key="own_7", title="Half", kind="reduction", reduction=0.5, target_year=2030
    )
    project = SupportProject.objects.create(
        member=gabrovo, title="Forest", year=2024, partner="COICA", amount=4000
    )
    pledge = ProcurementPledge.objects.create(
        member=gabrovo, title="No such timber", year=2024, good="timber", amount=10
    )
    Membership.objects.update_or_create(
        network=Network.objects.get(key="climate_alliance"), member=gabrovo, defaults={"state": "member"}
    )
    return [
        ("/climate/datasets/", {"id": str(HazardDataset.objects.first().pk)}),
        ("/members/{slug}/climate", {"slug": "praha"}),
        ("/groups/", {"slug": group.slug, "year": "2018", "id": str(target.pk)}),
        ("/resolutions/", {"id": str(resolution.pk)}),
        ("/support-projects/", {"id": str(project.pk)}),
        ("/procurement-pledges/", {"id": str(pledge.pk)}),
        ("/networks/", {"key": "climate_alliance"}),
    ]


def compared(year: str) -> str:
    """The comparison of two published versions that differ in one amount."""
    after = InventoryYear.objects.get(
        member__slug="gabrovo", year=year, is_published=True, superseded_at=None
    )
    lines = list(after.lines.all())
    before = InventoryYear.objects.get(pk=after.pk)
    before.pk, before.superseded_at = None, timezone.now()
    before.save()
    for line in lines:
        line.pk, line.inventory = None, before
    line = next(each for each in lines if each.amount)
    line.amount *= 2
    type(line).objects.bulk_create(lines)
    return f"/api/v1/members/gabrovo/inventories/{year}/comparison?before={before.pk}&after={after.pk}"


def bare_numbers(found: object, name: str = "", holder: dict | None = None) -> list[tuple[str, object]]:
    """Numbers that stand neither in a quantity nor among what is merely counted."""
    if isinstance(found, dict):
        return [each for key, value in found.items() for each in bare_numbers(value, key, found)]
    if isinstance(found, list):
        return [each for value in found for each in bare_numbers(value, name, holder)]
    if isinstance(found, bool) or not isinstance(found, int | float) or name in COUNTED:
        return []
    return [] if holder is not None and set(holder) >= OF_A_NUMBER else [(name, found)]


def test_every_number_has_its_unit_its_source_and_its_explanation(visitor):
    checked = 0
    for path in addresses():
        answer = Client().get(path)
        assert answer.status_code == 200, path
        if path.endswith("openapi.json") or path.startswith("/api/v1/tables/"):
            continue
        content = answer.json()
        assert bare_numbers(content) == [], path
        checked += 1
    assert checked > 35


def quantities(found: object) -> list[dict]:
    if isinstance(found, dict):
        own = [found] if "explanation" in found and "unit" in found else []
        return own + [each for value in found.values() for each in quantities(value)]
    return [each for value in found for each in quantities(value)] if isinstance(found, list) else []


def test_explanations_lead_somewhere_and_sources_are_named(visitor):
    found = [each for path in addresses() for each in quantities(Client().get(path).json())]
    assert len(found) > 100
    assert [each for each in found if not each["source"] or not each["unit"]] == []
    for explanation in {each["explanation"] for each in found}:
        assert Client().get(explanation).status_code == 200, explanation


def test_the_explanation_of_a_total_ends_in_publications(visitor):
    year = year_of("gabrovo")
    total = visitor.get(f"/members/gabrovo/inventories/{year}").json()["emissions"]
    tree = Client().get(total["explanation"]).json()
    assert tree["value"] == total["value"]
    assert tree["unit"] == total["unit"] == "t CO2e"
    leaf = tree
    while leaf["children"]:
        leaf = leaf["children"][-1]
    assert leaf["source"] or leaf["notes"]


def test_the_interface_and_the_pages_tell_the_same(visitor):
    """Kept totals, parts and lines all come to what the pages compute."""
    gabrovo = Member.objects.get(slug="gabrovo")
    for computed in computed_years(gabrovo, AnonymousUser()):
        where = f"/members/gabrovo/inventories/{computed.year}"
        whole = visitor.get(where).json()
        assert whole["emissions"]["value"] == pytest.approx(computed.row.total_without_sinks_t)
        lines = visitor.get(f"{where}/lines", {"limit": 500}).json()["items"]
        with_sinks = sum(line["emissions"]["value"] or 0 for line in lines)
        assert with_sinks == pytest.approx(whole["emissions_with_sinks"]["value"])
        for by in ("sector", "carrier", "gas"):
            parts = visitor.get(f"{where}/totals", {"by": by}).json()["items"]
            assert sum(part["emissions"]["value"] for part in parts) == pytest.approx(with_sinks)


def test_pages_lead_through_the_whole_list_and_back(visitor):
    first = visitor.get("/members", {"limit": 4}).json()
    slugs, page, steps = [], first, 0
    while True:
        slugs += [each["slug"] for each in page["items"]]
        if page["next"] is None:
            break
        page, steps = Client().get(page["next"]).json(), steps + 1
    assert slugs == [each.slug for each in Member.objects.order_by("name", "pk")]
    assert steps == (first["total"] - 1) // 4
    assert first["previous"] is None
    while page["previous"] is not None:
        page = Client().get(page["previous"]).json()
    assert page["items"] == first["items"]


@pytest.mark.parametrize("limit", [0, 501, -1, "ten", "1e3"])
def test_pages_are_of_a_sensible_size(visitor, limit):
    answer = visitor.get("/members", {"limit": limit})
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    [problem] = answer.json()["errors"]
    assert problem["field"] == "query.limit"
    assert problem["value"] == str(limit)


def test_links_keep_the_filters(visitor):
    page = visitor.get("/members", {"limit": 1, "country": "SI"}).json()
    assert page["total"] > 1
    assert {each["country"] for each in Client().get(page["next"]).json()["items"]} == {"SI"}


def test_an_unchanged_answer_is_not_sent_again(visitor):
    first = visitor.get("/members/gabrovo")
    etag = first.headers["ETag"]
    again = visitor.get("/members/gabrovo", **{"If-None-Match": f'"other", {etag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == etag
    assert "Content-Type" not in again.headers or again.content == b""
    Member.objects.filter(slug="gabrovo").update(area_km2=234.0)
    changed = visitor.get("/members/gabrovo", **{"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.json()["area"]["value"] == 234.0


def test_what_a_token_reads_is_kept_by_no_shared_store(visitor, program):
    assert "public" in visitor.get("/members").headers["Cache-Control"]
    own = program("mari").get("/members")
    assert "private" in own.headers["Cache-Control"]
    assert "Authorization" in own.headers["Vary"]


def test_head_answers_without_content(visitor):
    answer = Client().head("/api/v1/members")
    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers["ETag"] == visitor.get("/members").headers["ETag"]


@pytest.mark.parametrize(
    "path",
    [
        *("/members", "/members/gabrovo/populations", "/members/gabrovo/inventories", "/inventories"),
        *("/targets", "/memberships", "/resolutions", "/groups", "/networks", "/support-projects"),
        *("/procurement-pledges", "/tables", "/dues", "/members/gabrovo/reports"),
    ],
)
def test_longer_lists_take_no_more_queries(visitor, path):
    counts = []
    visitor.get(path)
    for limit in (1, 500):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert visitor.get(path, {"limit": limit}).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 8


def test_more_inventories_take_no_more_queries(visitor):
    visitor.get("/members")
    counts = []
    for slug in sorted(
        ["gabrovo", "rzeszow", "kranj"],
        key=lambda each: InventoryYear.objects.filter(member__slug=each).count(),
    ):
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get(f"/members/{slug}/inventories/{year_of(slug)}/findings").status_code == 200
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_twelve_thousand_members_are_listed_in_the_same_queries(visitor):
    visitor.get("/members")
    with CaptureQueriesContext(connection) as few:
        visitor.get("/members", {"limit": 500})
    Member.objects.bulk_create(
        Member(slug=f"town-{number}", name=f"Town {number}", country="EE") for number in range(3_000)
    )
    made = Member.objects.filter(slug__startswith="town-")
    Population.objects.bulk_create(
        Population(member=member, year=2020, persons=1_000, source="invented") for member in made
    )
    with CaptureQueriesContext(connection) as many:
        page = visitor.get("/members", {"limit": 500, "offset": 2_000}).json()
    assert len(page["items"]) == 500
    assert len(few) == len(many)


def test_unknown_addresses_and_methods_are_answered_in_the_same_form(visitor):
    for path in ("/nothing", "/members/nobody", "/members/gabrovo/inventories/1901", "/members/a/b/c/d"):
        answer = visitor.get(path)
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["next_step"]
    answer = visitor.send("patch", "/members", {})
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET"
    assert answer.json()["status"] == 405


def test_problems_name_a_part_of_the_reference_page(visitor):
    answer = visitor.get("/members/nobody").json()
    page, anchor = urlsplit(answer["type"]).path, urlsplit(answer["type"]).fragment
    assert f'id="{anchor}"' in Client().get(page).content.decode()


def test_the_reference_page_shows_every_operation_and_runs_no_script(visitor):
    answer = Client().get("/api/")
    text = answer.content.decode()
    for path, methods in API.get_openapi_schema()["paths"].items():
        assert f"<code>{path}</code>" in text
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in text
    assert text.count("<script") == 1  # the site's own
    assert "http://" not in text.replace("http://testserver", "").replace("http://www.w3.org", "")


def test_texts_come_in_the_language_that_is_asked_for(visitor):
    english = visitor.get("/members/gabrovo/targets", **{"Accept-Language": "en"})
    estonian = visitor.get("/members/gabrovo/targets", **{"Accept-Language": "et"})
    assert english.json()["items"][0]["sentence"] != estonian.json()["items"][0]["sentence"]
    assert english.headers["ETag"] != estonian.headers["ETag"]
    assert "Accept-Language" in english.headers["Vary"]
