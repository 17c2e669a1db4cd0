"""Values for the addresses of the network pages."""

from __future__ import annotations

from cascais.web.members.models import Member


def places(gabrovo: Member) -> dict[str, object]:
    return {"download:form": "csv"}
