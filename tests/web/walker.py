"""Every address of the site, for whom its urls module says that it is, and the people who ask for it.

What is to be expected follows from the audience alone. The people have roles for Gabrovo; the strangers have the same
roles elsewhere. An app says in `web/places/<app>.py` what stands at its addresses.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import inspect
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cascais.web.accounts.models import Assignment, Role
from cascais.web.accounts.roles import ABILITIES, Ability
from cascais.web.audience import Audience
from cascais.web.members.models import Care, Member, MemberKind
from cascais.web.register.models import Membership, MembershipState, Network

SIGN_IN = "/account/sign-in/"
NOBODY = "nobody"
ROLES = tuple(role.value for role in Role)
STRANGERS = tuple(f"stranger {role.value}" for role in Role if role is not Role.ADMINISTRATOR)
PEOPLE = (NOBODY, *ROLES, *STRANGERS)
ABILITIES_OF: dict[Audience, tuple[Ability, ...]] = {
    Audience.VIEWERS: (Ability.SEE_DRAFTS,),
    Audience.CONTRIBUTORS: (Ability.EDIT_DRAFTS,),
    Audience.EDITORS: (Ability.PUBLISH,),
    Audience.ENTERERS: (Ability.PUBLISH, Ability.KEEP_REGISTER),
    Audience.GROUP_KEEPERS: (Ability.PUBLISH,),
    Audience.PEOPLE_KEEPERS: (Ability.MANAGE_PEOPLE,),
    Audience.REGISTER_KEEPERS: (Ability.KEEP_REGISTER,),
    Audience.SECRETARIATS: (Ability.KEEP_REGISTER,),
}
OPEN = (Audience.EVERYBODY, Audience.DOOR)
NOT_COMPARED = {"django_session", "accounts_signin", "accounts_failedsignin", "shared_cache"}
"""Tables that remember visits, not what the site knows."""


@dataclass(frozen=True, slots=True)
class Route:
    """One address and for whom it is; without audience where nobody has said so."""

    name: str
    pattern: str
    app: str
    audience: Audience | None

    @property
    def parts(self) -> list[str]:
        """What varies in the address."""
        return re.findall(r"<(?:\w+:)?(\w+)>", self.pattern)


@dataclass(frozen=True, slots=True)
class World:
    """Gabrovo and the people who have to do with it, or with another member."""

    gabrovo: Member
    people: dict[str, User]


def routes() -> dict[str, Route]:
    """All routes by name; the operations of the interface for programs stand in `web/api_walker.py`."""
    return {route.name: route for route in _routes(get_resolver()) if not route.name.startswith("api:")}


def _routes(
    resolver: URLResolver, before: str = "", space: str = "", module: ModuleType | None = None
) -> Iterator[Route]:
    here = resolver.urlconf_module
    module = here if isinstance(here, ModuleType) and hasattr(here, "AUDIENCE") else module
    for each in resolver.url_patterns:
        pattern = before + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _routes(each, pattern, inner, module)
        elif isinstance(each, URLPattern):
            said = module.AUDIENCE.get(str(each.name)) if module else None
            app = module.__name__.split(".")[2] if module else ""
            yield Route(f"{space}{each.name}", pattern, app, said)


def may(audience: Audience, person: str) -> bool:
    """Whether an audience takes a person in; what belongs to a person belongs to whoever asks for it here."""
    if audience in OPEN:
        return True
    if audience in (Audience.SIGNED_IN, Audience.OWNER):
        return person != NOBODY
    if person == Role.ADMINISTRATOR:
        return True
    if audience is Audience.SOME_SECRETARIAT:
        return person.endswith(Role.SECRETARIAT)
    if audience is Audience.ADMINISTRATORS or person not in ROLES:
        return False
    return bool(set(ABILITIES_OF[audience]) & ABILITIES[Role(person)])


def build_world() -> World:
    """People with each role for Gabrovo, and with each role elsewhere."""
    gabrovo = Member.objects.get(slug="gabrovo")
    people: dict[str, User] = {}
    for prefix, member, network in (
        ("", gabrovo, _network("climate_alliance")),
        ("stranger ", Member.objects.get(slug="kranj"), _network("walked_network")),
    ):
        Membership.objects.update_or_create(
            network=network, member=member, defaults={"state": MembershipState.MEMBER}
        )
        for role in Role:
            if f"{prefix}{role}" in PEOPLE:
                people[f"{prefix}{role}"] = _person(f"{prefix}{role}", role, member, network)
    return World(gabrovo, people)


def _network(key: str) -> Network:
    return Network.objects.get_or_create(key=key, defaults={"title": key})[0]


def _person(name: str, role: Role, member: Member, network: Network) -> User:
    username = f"walked-{name.replace(' ', '-')}"
    user = User.objects.create(username=username, email=f"{username}@walked.example")
    place: dict[str, object] = {"member": member}
    if role is Role.COORDINATOR:
        agency = Member.objects.create(
            slug=f"agency-{username}", name=username, country="BG", kind=MemberKind.AGENCY
        )
        Care.objects.create(agency=agency, member=member)
        place = {"member": agency}
    elif role is Role.SECRETARIAT:
        place = {"network": network}
    elif role is Role.ADMINISTRATOR:
        place = {}
    Assignment.objects.create(user=user, role=role, **place)
    return user


def address(route: Route, world: World, owner: User) -> str:
    """The address of a route; rows that belong to a person belong to the owner."""
    found = {"slug": world.gabrovo.slug, "form": "csv", **_places(route.app, world, owner)}
    name = route.name.rpartition(":")[2]
    return reverse(
        route.name, kwargs={part: found.get(f"{name}:{part}", found.get(part)) for part in route.parts}
    )


def _places(app: str, world: World, owner: User) -> dict[str, object]:
    if importlib.util.find_spec(f"web.places.{app}") is None:
        return {}
    function = importlib.import_module(f"web.places.{app}").places
    is_personal = "person" in inspect.signature(function).parameters
    return dict(function(world.gabrovo, owner) if is_personal else function(world.gabrovo))


def browser_of(world: World, person: str) -> Client:
    """A browser in which a person is signed in and has shown a moment ago that it is still the same."""
    client = Client()
    if person == NOBODY:
        return client
    user = world.people[person]
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def asked(client: Client, method: str, url: str) -> HttpResponseBase:
    """Ask for an address, and undo whatever that changed."""
    with transaction.atomic():
        answer: HttpResponseBase = getattr(client, method)(url)
        read(answer)
        transaction.set_rollback(True)
    return answer


def read(answer: HttpResponseBase) -> bytes:
    """All that an answer sends; a file is closed with its end."""
    return b"".join(answer)


def is_refused(answer: HttpResponseBase) -> bool:
    """Whether somebody was sent away: to signing in, or for good."""
    is_sent = answer.status_code == 302 and answer.headers["Location"].startswith(SIGN_IN)
    return is_sent or answer.status_code in (401, 403, 404)


def state() -> str:
    """A digest over all tables but those that remember visits."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - NOT_COMPARED):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            digest.update(repr((table, cursor.fetchall())).encode())
    return digest.hexdigest()
