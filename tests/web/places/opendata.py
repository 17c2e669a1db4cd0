"""A table of the open data."""

from __future__ import annotations

from cascais.web.members.models import Member


def places(gabrovo: Member) -> dict[str, object]:
    return {"data_set": "members", "form": "csv"}
