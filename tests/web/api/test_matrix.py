"""Every operation is called with the token of people of every role; what they get follows from its audience."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from cascais.web.api.calling import digest, new_secret
from cascais.web.api.interface import API
from cascais.web.api.models import ApiToken, CallCount, Scope
from cascais.web.api.urls import AUDIENCE
from cascais.web.groups.models import Group, GroupTarget
from cascais.web.inventories.models import InventoryYear
from cascais.web.justice.models import ProcurementPledge, SupportProject
from web.walker import NOBODY, PEOPLE, build_world, may, state

REFUSED = (401, 403, 404)
TARGET = {"title": "Half", "kind": "reduction", "reduction": 0.5, "target_year": 2030, "source": "x"}
PROJECT = {"title": "Forest", "year": 2024, "partner": "COICA"}
PLEDGE = {"title": "No such timber", "year": 2024, "good": "timber"}
BODIES = {
    "add_target": TARGET,
    "change_target": TARGET,
    "add_group_target": TARGET,
    "change_group_target": TARGET,
    "add_support_project": PROJECT,
    "change_support_project": PROJECT,
    "add_procurement_pledge": PLEDGE,
    "change_procurement_pledge": PLEDGE,
    "write_draft": {"lines": [{"sector": "transport", "carrier": "diesel", "amount": 1}]},
}


@pytest.fixture
def world(db):
    return build_world()


def calls(world) -> list[tuple[str, str, str]]:
    """Method, address and name of each operation, at something of Gabrovo's."""
    year = 2001
    draft = InventoryYear.objects.create(member=world.gabrovo, year=year, source="a draft")
    group = Group.objects.create(slug="walked", title="walked", kind="shared", coordinator=world.gabrovo)
    shared = GroupTarget.objects.create(group_of_members=group, key="own_1", **TARGET)
    project = SupportProject.objects.create(member=world.gabrovo, title="Forest", year=2024, partner="COICA")
    pledge = ProcurementPledge.objects.create(member=world.gabrovo, title="x", year=2024, good="timber")
    places = {
        "slug": "gabrovo",
        "year": str(year),
        "id": str(world.gabrovo.targets.first().pk),
        "key": "climate_alliance",
        "kind": "vocabulary",
        "name": "sectors",
    }
    own: tuple[tuple[str, dict[str, str]], ...] = (
        ("/versions/", {"id": str(draft.pk)}),
        ("/withdraw", {"year": "2018"}),
        ("/groups/{slug}", {"slug": group.slug, "id": str(shared.pk)}),
        ("/support-projects/{id}", {"id": str(project.pk)}),
        ("/procurement-pledges/{id}", {"id": str(pledge.pk)}),
    )
    found = []
    for path, operations in API.get_openapi_schema()["paths"].items():
        here = {**places, **next((more for part, more in own if part in path), {})}
        for method, operation in operations.items():
            address = path
            for name, value in here.items():
                address = address.replace(f"{{{name}}}", value)
            found.append((method, address, operation["operationId"]))
    return found


def headers_of(world, person: str) -> dict[str, str]:
    if person == NOBODY:
        return {}
    secret = new_secret()
    ApiToken.objects.create(
        user=world.people[person],
        name="walked",
        scope=Scope.PUBLISH,
        prefix=secret[:14],
        secret_sha256=digest(secret),
        expires_on=timezone.localdate() + timedelta(days=1),
    )
    return {"Authorization": f"Bearer {secret}"}


class Program(Client):
    """A client that sends a token with every call."""

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__(headers=headers)


def called(program, method: str, address: str, name: str):
    """The answer to a call with a sound body for a version that does not stand; what it changed is undone."""
    with transaction.atomic():
        headers = {"If-Match": '"another"'}
        answer = program.generic(
            method.upper(), address, json.dumps(BODIES.get(name, {})), "application/json", headers=headers
        )
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("person", PEOPLE)
def test_each_role_gets_what_the_audience_says(world, person):
    program, walked = Program(headers_of(world, person)), 0
    for method, address, name in calls(world):
        audience = AUDIENCE[name]
        answer = called(program, method, address, name)
        assert answer.status_code < 500, (method, address)
        is_open = may(audience, person)
        # What everybody may read is missing here and there: resolutions and groups that the demonstration lacks.
        if audience.value != "everybody":
            # Whoever may gets the answer, or is told that another version stands; nobody else comes so far.
            assert (answer.status_code not in REFUSED) == is_open, (name, person, answer.status_code)
            walked += 1
        elif person == NOBODY or is_open:
            # A comparison that names no versions is told so.
            assert answer.status_code in (200, 404) or name == "inventory_comparison", (method, address)
    assert walked == 19


@pytest.mark.parametrize(
    "person", [person for person in PEOPLE if person.startswith("stranger") or person == NOBODY]
)
def test_whoever_is_refused_has_changed_nothing(world, person):
    program = Program(headers_of(world, person))
    found = calls(world)
    program.get("/api/v1/")
    before = state_without_counts()
    for method, address, name in found:
        if method != "get":
            body = json.dumps(BODIES.get(name, {}))
            program.generic(method.upper(), address, body, "application/json", headers={"If-Match": "*"})
    assert state_without_counts() == before


def state_without_counts() -> str:
    """The state of the site; how often somebody called is none of it."""

    CallCount.objects.all().delete()
    return state()
