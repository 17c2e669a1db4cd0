"""An archive is made of the member itself."""

from __future__ import annotations

from cascais.web.members.models import Member


def places(gabrovo: Member) -> dict[str, object]:
    return {"slug": gabrovo.slug}
