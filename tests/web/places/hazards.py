"""The climate of a member of the demonstration that has one."""

from __future__ import annotations

from cascais.web.members.models import Member


def places(gabrovo: Member) -> dict[str, object]:
    return {
        "form": "csv",
        "index": "hot_days",
        **dict.fromkeys(("index:slug", "download:slug"), "praha"),
    }
