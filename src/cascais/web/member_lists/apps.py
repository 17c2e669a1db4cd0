"""Names the app."""

from __future__ import annotations

from django.apps import AppConfig


class MemberListsConfig(AppConfig):
    name = "cascais.web.member_lists"
    label = "member_lists"
