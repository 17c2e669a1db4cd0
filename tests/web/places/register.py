"""A membership of Gabrovo with a resolution, an office, a fee class, a succession."""

from __future__ import annotations

from datetime import date

from cascais.web.inventories.models import StoredFile
from cascais.web.members.models import Member, Succession
from cascais.web.register.models import (
    FeeClass,
    Membership,
    MembershipState,
    NationalOffice,
    Network,
    Resolution,
)

OPEN = (MembershipState.APPLIED, MembershipState.RESOLVED, MembershipState.MEMBER)


def places(gabrovo: Member) -> dict[str, object]:
    network, _ = Network.objects.get_or_create(key="climate_alliance", defaults={"title": "Climate Alliance"})
    resolution = _resolution(gabrovo)
    earlier, _ = Membership.objects.get_or_create(
        network=network, member=gabrovo, state=MembershipState.WITHDRAWN
    )
    standing, _ = Membership.objects.get_or_create(network=network, member=gabrovo, state__in=OPEN)
    standing.state, standing.applied_on = MembershipState.APPLIED, date(2024, 3, 1)
    standing.resolution, standing.board_decided_on = resolution, None
    standing.save()
    office, _ = NationalOffice.objects.get_or_create(network=network, country="BG", organisation="An office")
    fee, _ = FeeClass.objects.get_or_create(
        network=network, key="a_class", defaults={"title": "A class", "amount": 1}
    )
    steps = ("step", "take_back", "attach", "correct", "remove_membership")
    return {
        "key": network.key,
        "name": "confirm",
        "membership:pk": earlier.pk,
        **{f"{name}:pk": standing.pk for name in steps},
        **{f"{name}:pk": resolution.pk for name in ("resolution", "file", "change", "link", "remove")},
        **{f"{name}:pk": office.pk for name in ("change_office", "remove_office")},
        **{f"{name}:pk": fee.pk for name in ("change_fee", "remove_fee")},
        "remove_succession:pk": _succession(gabrovo, network).pk,
    }


def _resolution(gabrovo: Member) -> Resolution:
    file, _ = StoredFile.objects.get_or_create(
        sha256="0" * 64, defaults={"name": "resolution.pdf", "content": b"%PDF-1.7", "size": 8}
    )
    row, _ = Resolution.objects.get_or_create(
        member=gabrovo, title="Joining", defaults={"decided_on": date(2024, 2, 1), "file": file}
    )
    return row


def _succession(gabrovo: Member, network: Network) -> Succession:
    part, _ = Member.objects.get_or_create(
        slug="walked-hill", defaults={"name": "Hill", "country": "BG", "ended_on": date(2020, 1, 1)}
    )
    Membership.objects.get_or_create(
        network=network, member=part, defaults={"state": MembershipState.WITHDRAWN}
    )
    row, _ = Succession.objects.get_or_create(
        predecessor=part, successor=gabrovo, defaults={"happened_on": date(2020, 1, 1)}
    )
    return row
