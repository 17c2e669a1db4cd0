"""Addresses of a member's targets."""

from __future__ import annotations

from django.urls import path

from cascais.web.audience import Audience
from cascais.web.commitments import editing, views

app_name = "commitments"

urlpatterns = [
    path("", views.targets, name="targets"),
    path("table.<str:form>", views.download, name="download"),
    path("method/", views.method, name="method"),
    path("add/", editing.add, name="add"),
    path("add/own/", editing.add_own, name="add_own"),
    path("<int:pk>/remove/", editing.remove, name="remove"),
]

AUDIENCE: dict[str, Audience] = {
    "targets": Audience.EVERYBODY,
    "download": Audience.EVERYBODY,
    "method": Audience.EVERYBODY,
    "add": Audience.EDITORS,
    "add_own": Audience.EDITORS,
    "remove": Audience.EDITORS,
}
