"""Every operation of the interface for programs, for whom it is, and the programs that call it.

What is to be expected follows from the audience and the scope alone, as with the addresses of the site.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from cascais.web.api.calling import digest, new_secret
from cascais.web.api.interface import API
from cascais.web.api.models import ApiToken, Scope
from cascais.web.api.urls import AUDIENCE
from cascais.web.audience import Audience
from cascais.web.groups.models import Group, GroupTarget
from cascais.web.inventories.models import InventoryYear
from cascais.web.justice.models import ProcurementPledge, SupportProject
from cascais.web.members.models import Member
from web.walker import NOBODY, World

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


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: for whom it is, and the scope that a token needs; without audience where nobody has said so."""

    name: str
    method: str
    path: str
    audience: Audience | None
    scope: Scope | None

    @property
    def token(self) -> str:
        """The token that has to be sent."""
        if self.scope is not None:
            return self.scope.value
        return "none" if self.audience is Audience.EVERYBODY else Scope.READ.value


def operations(
    document: Mapping[str, Any] | None = None, audiences: Mapping[str, Audience] = AUDIENCE
) -> Iterator[Operation]:
    """All operations that the interface describes."""
    described = API.get_openapi_schema() if document is None else document
    for path, methods in described["paths"].items():
        for method, said in methods.items():
            scope = Scope(said["x-scope"]) if "x-scope" in said else None
            name = said["operationId"]
            yield Operation(name, method, path, audiences.get(name), scope)


def calls(world: World) -> list[tuple[Operation, str]]:
    """Each operation with an address of something of Gabrovo's."""
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
        "index": "hot_days",
    }
    own: tuple[tuple[str, dict[str, str]], ...] = (
        ("/versions/", {"id": str(draft.pk)}),
        ("/withdraw", {"year": "2018"}),
        ("/groups/{slug}", {"slug": group.slug, "id": str(shared.pk)}),
        ("/support-projects/{id}", {"id": str(project.pk)}),
        ("/procurement-pledges/{id}", {"id": str(pledge.pk)}),
    )
    found = []
    for operation in operations():
        address = operation.path
        here = {**places, **next((more for part, more in own if part in address), {})}
        for name, value in here.items():
            address = address.replace(f"{{{name}}}", value)
        found.append((operation, address))
    return found


def headers_of(
    world: World, person: str, scope: Scope = Scope.PUBLISH, member: Member | None = None
) -> dict[str, str]:
    """What a program sends with the token of a person."""
    if person == NOBODY:
        return {}
    secret = new_secret()
    ApiToken.objects.create(
        user=world.people[person],
        name="walked",
        scope=scope,
        member=member,
        prefix=secret[:14],
        secret_sha256=digest(secret),
        expires_on=timezone.localdate() + timedelta(days=1),
    )
    return {"Authorization": f"Bearer {secret}"}


class Program(Client):
    """A client that sends a token with every call."""

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__(headers=headers)


def called(program: Client, operation: Operation, address: str) -> HttpResponse:
    """The answer to a call with a sound body for a version that does not stand; what it changed is undone."""
    with transaction.atomic():
        answer = sent(program, operation, address, '"another"')
        transaction.set_rollback(True)
    return answer


def sent(program: Client, operation: Operation, address: str, version: str) -> HttpResponse:
    """The answer to a call with a sound body."""
    body = json.dumps(BODIES.get(operation.name, {}))
    headers = {"If-Match": version}
    return program.generic(operation.method.upper(), address, body, "application/json", headers=headers)
