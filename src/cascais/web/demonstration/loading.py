"""Loads the demonstration's cities and people into the database; a second run changes nothing."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from cascais.pathways.targets import standard_target
from cascais.web.accounts.giving import Place
from cascais.web.accounts.models import Assignment
from cascais.web.commitments.models import Target
from cascais.web.demonstration.groups import load_groups
from cascais.web.demonstration.hazards import climate_text, load_climate
from cascais.web.demonstration.people import ADDRESSES, AGENCY, NETWORKS, PASSWORD, PEOPLE, Agency, Person
from cascais.web.demonstration.plans import (
    CityPlan,
    activities,
    city_plans,
    digest,
    prescribed_factors,
    printed_totals,
)
from cascais.web.demonstration.register import load_register, register_text
from cascais.web.inventories.writes import NewInventory, store
from cascais.web.members.models import Care, LoadedData, Member, MemberKind, Population
from cascais.web.register.models import Network

REFERENCE = "climate_alliance_2050"
HEAD_FIELDS = ("kind", "framework", "gwp_set", "note")


def load() -> bool:
    """Load what is not loaded yet; tells whether anything was done."""
    wanted = hashlib.sha256(
        f"{digest()} {AGENCY} {PEOPLE} {register_text()} {climate_text()}".encode()
    ).hexdigest()
    if LoadedData.objects.filter(name="demonstration", digest=wanted).exists():
        return False
    with transaction.atomic():
        for plan in city_plans():
            load_city(plan)
        load_agency(AGENCY)
        for person in PEOPLE:
            load_person(person)
        load_groups()
        load_register()
        load_climate()
        LoadedData.objects.update_or_create(name="demonstration", defaults={"digest": wanted})
    return True


def load_city(plan: CityPlan) -> Member:
    """Load one city anew with its populations, targets and inventories."""
    record = plan.member
    member, _ = Member.objects.update_or_create(
        slug=plan.slug,
        defaults={
            "name": record["name"],
            "local_names": record.get("local_names", {}),
            "country": record["country"],
            "latitude": record["latitude"],
            "longitude": record["longitude"],
            "is_demonstration": True,
            "plan_title": plan.source["title"],
            "plan_publisher": plan.source["publisher"],
            "plan_url": plan.source["url"],
        },
    )
    member.populations.all().delete()
    Population.objects.bulk_create(Population(member=member, **row) for row in plan.populations)
    load_targets(member, plan)
    for inventory in plan.inventories:
        load_inventory(member, plan, inventory)
    return member


def load_targets(member: Member, plan: CityPlan) -> None:
    """Load the targets that the plan names, and that of the Climate Alliance as a reference."""
    member.targets.all().delete()
    own = [_own_target(member, plan, position, row) for position, row in enumerate(plan.targets)]
    Target.objects.bulk_create([*own, _reference(member, len(own))])


def load_inventory(member: Member, plan: CityPlan, inventory: dict[str, Any]) -> None:
    """Load one inventory of a plan as a published one; what a person entered for that year stays as it is."""
    entered = member.inventories.filter(year=inventory["year"], superseded_at=None, created_by__isnull=False)
    if entered.exists():
        return
    head = {name: inventory[name] for name in HEAD_FIELDS if name in inventory}
    head |= {"source": plan.citation(inventory["locator"]), "source_url": plan.source["url"]}
    new = NewInventory(
        year=inventory["year"],
        activities=activities(plan, inventory),
        prescribed=prescribed_factors(plan, inventory),
        printed=printed_totals(inventory),
        head={**head, "is_published": True},
    )
    store(member, new, as_printed=True)


def load_agency(agency: Agency) -> Member:
    """Create the invented agency and its work for the members."""
    row, _ = Member.objects.update_or_create(
        slug=agency.slug,
        defaults={
            "name": agency.name,
            "kind": MemberKind.AGENCY,
            "country": agency.country,
            "is_demonstration": True,
        },
    )
    for member in Member.objects.filter(slug__in=agency.cares_for):
        Care.objects.get_or_create(agency=row, member=member)
    return row


def load_person(person: Person) -> None:
    """Create a person of the demonstration with the role."""
    user, is_new = User.objects.get_or_create(
        username=person.username,
        defaults={"first_name": person.first_name, "email": f"{person.username}@{ADDRESSES}"},
    )
    if is_new:
        user.set_password(PASSWORD)
        user.save()
    for place in _places(person):
        Assignment.objects.get_or_create(
            user=user, role=person.role, member=place.member, network=place.network
        )


def _places(person: Person) -> list[Place]:
    if person.network:
        title = NETWORKS[person.network]
        return [
            Place(network=Network.objects.get_or_create(key=person.network, defaults={"title": title})[0])
        ]
    return [Place(Member.objects.get(slug=slug)) for slug in person.members] or [Place()]


def _own_target(member: Member, plan: CityPlan, position: int, row: dict[str, Any]) -> Target:
    fields = {name: value for name, value in row.items() if name != "locator"}
    return Target(
        member=member,
        position=position,
        source=plan.source["title"],
        source_locator=row["locator"],
        source_url=plan.source["url"],
        **fields,
    )


def _reference(member: Member, position: int) -> Target:
    standard = standard_target(REFERENCE)
    source = standard.source
    return Target(
        member=member,
        position=position,
        key=standard.key,
        title=standard.title,
        kind=standard.kind.value,
        target_year=standard.target_year,
        base_year=standard.base_year,
        reduction=standard.reduction,
        source=source.title if source else "",
        source_locator=source.locator if source else "",
        source_url=source.url if source else "",
        group=standard.group,
        is_adopted=False,
    )
