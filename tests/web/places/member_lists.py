"""A list on its way into the Climate Alliance."""

from __future__ import annotations

from django.contrib.auth.models import User

from cascais.web.member_lists.writes import keep
from cascais.web.members.models import Member
from cascais.web.register.models import Membership, Network
from cascais.workflows.reading import Uploaded


def places(gabrovo: Member, person: User) -> dict[str, object]:
    network, _ = Network.objects.get_or_create(key="climate_alliance", defaults={"title": "Climate Alliance"})
    Membership.objects.get_or_create(network=network, member=gabrovo)
    upload = keep(network, person, Uploaded("members.csv", b"Name;Country\nSofia;BG\n"))
    return {"key": network.key, "pk": upload.pk}
