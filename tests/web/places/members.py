"""The inhabitants of Gabrovo in a year."""

from __future__ import annotations

from cascais.web.members.models import Member, Population


def places(gabrovo: Member) -> dict[str, object]:
    Population.objects.update_or_create(
        member=gabrovo, year=2011, defaults={"persons": 60_000, "source": "Census"}
    )
    return {"year": 2011}
