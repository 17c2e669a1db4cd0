"""Something of Gabrovo that was deleted, and something of nobody that was."""

from __future__ import annotations

from cascais.web.commitments.models import Target
from cascais.web.history.tombstones import bury
from cascais.web.members.models import Member
from cascais.web.register.models import Network


def places(gabrovo: Member) -> dict[str, object]:
    target = Target.objects.create(member=gabrovo, key="buried", title="Buried", kind="reduction")
    network = Network.objects.create(key="buried", title="Buried")
    own, _ = Network.objects.get_or_create(key="climate_alliance", defaults={"title": "Climate Alliance"})
    return {
        "key": own.key,
        "of_network_record:model": "register.network",
        "of_network_record:record": str(own.pk),
        "stone": bury(target, None).pk,
        "homeless_stone": bury(network, None).pk,
        "of_record:model": "members.member",
        "of_record:key": str(gabrovo.pk),
    }
