"""Names the app."""

from __future__ import annotations

from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "cascais.web.commitments"
    label = "commitments"
