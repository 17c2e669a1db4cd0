"""Addresses of the network pages beside the home page."""

from __future__ import annotations

from django.urls import path

from cascais.web.audience import Audience
from cascais.web.overview import views

app_name = "overview"

urlpatterns = [
    path("due/", views.due, name="due"),
    path("totals/", views.totals, name="totals"),
    path("members.<str:form>", views.download, name="download"),
]

AUDIENCE: dict[str, Audience] = {
    "due": Audience.EVERYBODY,
    "totals": Audience.EVERYBODY,
    "download": Audience.EVERYBODY,
}
