"""A report that Gabrovo handed in to a network, and a form to download the members' table in."""

from __future__ import annotations

from datetime import date

from cascais.web.members.models import Member
from cascais.web.overview.models import HandedIn
from cascais.web.register.models import Membership, Network


def places(gabrovo: Member) -> dict[str, object]:
    network, _ = Network.objects.get_or_create(key="climate_alliance", defaults={"title": "Climate Alliance"})
    Membership.objects.get_or_create(network=network, member=gabrovo)
    report, _ = HandedIn.objects.get_or_create(
        member=gabrovo, network=network, report="plan", handed_in_on=date(2020, 1, 1)
    )
    return {"download:form": "csv", "remove_report:pk": report.pk}
