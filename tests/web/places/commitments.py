"""A target of Gabrovo."""

from __future__ import annotations

from cascais.web.members.models import Member


def places(gabrovo: Member) -> dict[str, object]:
    target = gabrovo.targets.first()
    assert target is not None
    return {"form": "csv", "pk": target.pk}
