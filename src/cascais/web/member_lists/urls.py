"""Addresses of bringing a list of members into a network."""

from __future__ import annotations

from django.urls import path

from cascais.web.audience import Audience
from cascais.web.member_lists import background, views

app_name = "member_lists"

urlpatterns = [
    path("", views.start, name="start"),
    path("template.csv", views.template, name="template"),
    path("<int:pk>/", views.look, name="look"),
    path("<int:pk>/store/", views.store, name="store"),
    path("<int:pk>/storing/", background.storing, name="storing"),
    path("<int:pk>/storing/again/", background.again, name="store_again"),
]

AUDIENCE: dict[str, Audience] = {
    "start": Audience.SECRETARIATS,
    "template": Audience.SECRETARIATS,
    "look": Audience.SECRETARIATS,
    "store": Audience.SECRETARIATS,
    "storing": Audience.SECRETARIATS,
    "store_again": Audience.SECRETARIATS,
}
