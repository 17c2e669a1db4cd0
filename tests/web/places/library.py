"""A published table."""

from __future__ import annotations

from cascais.web.members.models import Member


def places(gabrovo: Member) -> dict[str, object]:
    return {"kind": "emission_factors", "name": "covenant_2017_direct"}
