"""Addresses of what a member handed in to its networks."""

from __future__ import annotations

from django.urls import path

from cascais.web.audience import Audience
from cascais.web.overview import report_views

app_name = "reports"

urlpatterns = [
    path("", report_views.reports, name="list"),
    path("add/", report_views.add_report, name="add_report"),
    path("<int:pk>/remove/", report_views.remove_report, name="remove_report"),
]

AUDIENCE: dict[str, Audience] = {
    "list": Audience.EVERYBODY,
    "add_report": Audience.REGISTER_KEEPERS,
    "remove_report": Audience.REGISTER_KEEPERS,
}
