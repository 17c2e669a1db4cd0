"""Something of Gabrovo that was deleted, and something of nobody that was."""

from __future__ import annotations

from cascais.web.commitments.models import Target
from cascais.web.history.tombstones import bury
from cascais.web.members.models import Member
from cascais.web.register.models import Network


def places(gabrovo: Member) -> dict[str, object]:
    target = Target.objects.create(member=gabrovo, key="buried", title="Buried", kind="reduction")
    network = Network.objects.create(key="buried", title="Buried")
    return {
        "stone": bury(target, None).pk,
        "homeless_stone": bury(network, None).pk,
        "of_record:model": "members.member",
        "of_record:key": str(gabrovo.pk),
    }
