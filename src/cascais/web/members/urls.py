"""Addresses of the members' pages."""

from __future__ import annotations

from django.urls import path

from cascais.web.audience import Audience
from cascais.web.members import register_views, views

app_name = "members"

urlpatterns = [
    path("", views.member_list, name="list"),
    path("<slug:slug>/", views.overview, name="overview"),
    path("<slug:slug>/about/", views.about, name="about"),
    path("<slug:slug>/about/change/", register_views.change, name="change"),
    path("<slug:slug>/about/inhabitants/", register_views.add_population, name="add_population"),
    path(
        "<slug:slug>/about/inhabitants/<int:year>/remove/",
        register_views.remove_population,
        name="remove_population",
    ),
    path("<slug:slug>/predecessors/", register_views.predecessors, name="predecessors"),
]

AUDIENCE: dict[str, Audience] = {
    "list": Audience.EVERYBODY,
    "overview": Audience.EVERYBODY,
    "about": Audience.EVERYBODY,
    "change": Audience.ENTERERS,
    "add_population": Audience.ENTERERS,
    "remove_population": Audience.ENTERERS,
    "predecessors": Audience.EVERYBODY,
}
