"""Addresses for those who look after the site."""

from __future__ import annotations

from django.urls import path

from cascais.web.audience import Audience
from cascais.web.operations import views

app_name = "operations"

urlpatterns = [
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("operations/", views.queue, name="queue"),
    path("operations/jobs/<uuid:pk>/again/", views.again, name="again"),
]

AUDIENCE: dict[str, Audience] = {
    "live": Audience.EVERYBODY,
    "ready": Audience.EVERYBODY,
    "queue": Audience.ADMINISTRATORS,
    "again": Audience.ADMINISTRATORS,
}
