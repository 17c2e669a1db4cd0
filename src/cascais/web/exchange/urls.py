"""Addresses for taking a member's data along."""

from __future__ import annotations

from django.urls import path

from cascais.web.audience import Audience
from cascais.web.exchange import views

app_name = "exchange"

urlpatterns = [
    path("members/<slug:slug>/archive/", views.leave, name="leave"),
    path("members/<slug:slug>/archive/download/", views.download, name="download"),
    path("archive/", views.bring, name="bring"),
]

AUDIENCE: dict[str, Audience] = {
    "leave": Audience.EDITORS,
    "download": Audience.EDITORS,
    "bring": Audience.SOME_SECRETARIAT,
}
