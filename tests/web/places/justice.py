"""A support project and a pledge of Gabrovo, each with its evidence."""

from __future__ import annotations

from cascais.web.inventories.models import StoredFile
from cascais.web.justice.models import ProcurementPledge, SupportProject
from cascais.web.members.models import Member
from cascais.web.register.models import Network


def places(gabrovo: Member) -> dict[str, object]:
    network, _ = Network.objects.get_or_create(key="climate_alliance", defaults={"title": "Climate Alliance"})
    file, _ = StoredFile.objects.get_or_create(
        sha256="1" * 64, defaults={"name": "evidence.pdf", "content": b"%PDF-1.7", "size": 8}
    )
    project, _ = SupportProject.objects.get_or_create(
        member=gabrovo, title="Lamps", year=2024, defaults={"partner": "A partner", "evidence_file": file}
    )
    pledge, _ = ProcurementPledge.objects.get_or_create(
        member=gabrovo, title="Timber", year=2024, good="timber", defaults={"evidence_file": file}
    )
    return {
        "key": network.key,
        **dict.fromkeys(("change_project:pk", "remove_project:pk", "project_file:pk"), project.pk),
        **dict.fromkeys(("change_pledge:pk", "remove_pledge:pk", "pledge_file:pk"), pledge.pk),
    }
