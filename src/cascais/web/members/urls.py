"""Addresses of the members' pages."""

from __future__ import annotations

from django.urls import path

from cascais.web.audience import Audience
from cascais.web.members import views

app_name = "members"

urlpatterns = [
    path("", views.member_list, name="list"),
    path("<slug:slug>/", views.overview, name="overview"),
    path("<slug:slug>/about/", views.about, name="about"),
]

AUDIENCE: dict[str, Audience] = {
    "list": Audience.EVERYBODY,
    "overview": Audience.EVERYBODY,
    "about": Audience.EVERYBODY,
}
