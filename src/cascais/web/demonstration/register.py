"""Loads the networks, what is published of their members, and samples that say that they are made up."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from importlib.resources import files
from typing import Any

from cascais.web.justice.models import ProcurementPledge, SupportProject
from cascais.web.members.models import Member
from cascais.web.register.models import (
    FeeClass,
    Membership,
    MembershipState,
    NationalOffice,
    Network,
    Resolution,
)

Record = Mapping[str, Any]
ENTERED = ("title", "number", "decided_on", "language", "text")
AMOUNTS = ("amount", "per_inhabitant")


def register_text() -> str:
    """The file with the networks, as it is shipped."""
    return (files(__package__) / "register.toml").read_text(encoding="utf-8")


def load_register() -> None:
    """Load networks, members and samples; what a person entered stays, and a second run changes nothing."""
    content = tomllib.loads(register_text())
    for record in content["networks"]:
        load_network(record)
    for record in content["members"]:
        load_member(record)
    for record in content["paths"]:
        load_path(record)
    load_signatories(content["signatories"])


def load_network(record: Record) -> Network:
    """A network with its offices and fee classes."""
    said = {name: record[name].strip() for name in ("title", "url", "about")}
    network, _new = Network.objects.update_or_create(key=record["key"], defaults=said)
    for office in record.get("offices", ()):
        NationalOffice.objects.get_or_create(
            network=network,
            country=office["country"],
            organisation=office["organisation"],
            defaults={"url": office.get("url", "")},
        )
    for row in record.get("fee_classes", ()):
        fields = {name: _money(name, value) for name, value in row.items() if name != "key"}
        FeeClass.objects.get_or_create(network=network, key=row["key"], defaults=fields)
    return network


def load_member(record: Record) -> Member:
    """An organisation and the networks that it is published to belong to."""
    member, _new = Member.objects.get_or_create(
        slug=record["slug"],
        defaults={name: record.get(name, "") for name in ("name", "kind", "country", "about")},
    )
    for key in record["networks"]:
        Membership.objects.get_or_create(
            network=Network.objects.get(key=key),
            member=member,
            defaults={
                "state": MembershipState.MEMBER,
                "source": record.get("source", ""),
                "source_url": record.get("source_url", ""),
                "is_synthetic": record.get("is_synthetic", False),
            },
        )
    return member


def load_signatories(record: Record) -> None:
    """The cities that are in a network, each with the date since when."""
    network = Network.objects.get(key=record["network"])
    for slug, adhesion in record["adhesions"].items():
        Membership.objects.get_or_create(
            network=network,
            member=Member.objects.get(slug=slug),
            defaults={
                "state": MembershipState.MEMBER,
                "board_decided_on": adhesion,
                "source": record["source"],
                "source_url": record["source_url"],
            },
        )


def load_path(record: Record) -> None:
    """A made-up membership of a city of the demonstration, with its resolution; only where the city has none."""
    member, network = Member.objects.get(slug=record["member"]), Network.objects.get(key=record["network"])
    if not member.memberships.filter(network=network).exists():
        resolution = _resolution(member, record["resolution"]) if "resolution" in record else None
        Membership.objects.create(
            member=member,
            network=network,
            state=record["state"],
            applied_on=record["applied_on"],
            board_decided_on=record.get("board_decided_on"),
            resolution=resolution,
            is_synthetic=True,
        )
    _link_targets(member, record.get("resolution", {}))


def _resolution(member: Member, record: Record) -> Resolution:
    fields = {name: record[name] for name in ENTERED if name in record}
    row = Resolution.objects.create(member=member, is_synthetic=True, **fields)
    for project in record.get("projects", ()):
        partner = Member.objects.get(slug=project["partner_slug"])
        said = {name: _money(name, value) for name, value in project.items() if name != "partner_slug"}
        SupportProject.objects.create(
            member=member, resolution=row, partner_member=partner, is_synthetic=True, **said
        )
    for pledge in record.get("pledges", ()):
        ProcurementPledge.objects.create(member=member, resolution=row, is_synthetic=True, **pledge)
    return row


def _link_targets(member: Member, record: Record) -> None:
    """Show the references among the city's targets in the made-up resolution; each load makes the targets anew."""
    row = member.resolutions.filter(is_synthetic=True, title=record.get("title", "")).first()
    for target in member.targets.filter(key__in=record.get("targets", ()), resolution=None, is_adopted=False):
        target.resolution = row
        target.save(update_fields=["resolution"])


def _money(name: str, value: Any) -> Any:  # noqa: ANN401 – a value of the file
    return Decimal(value) if name in AMOUNTS else value
