"""Addresses of a member's projects and pledges for climate justice."""

from __future__ import annotations

from django.urls import path

from cascais.web.audience import Audience
from cascais.web.justice import views

app_name = "justice"

urlpatterns = [
    path("members/<slug:slug>/justice/projects/add/", views.add_project, name="add_project"),
    path(
        "members/<slug:slug>/justice/projects/<int:pk>/change/", views.change_project, name="change_project"
    ),
    path(
        "members/<slug:slug>/justice/projects/<int:pk>/remove/", views.remove_project, name="remove_project"
    ),
    path("members/<slug:slug>/justice/projects/<int:pk>/file/", views.project_file, name="project_file"),
    path("members/<slug:slug>/justice/pledges/add/", views.add_pledge, name="add_pledge"),
    path("members/<slug:slug>/justice/pledges/<int:pk>/change/", views.change_pledge, name="change_pledge"),
    path("members/<slug:slug>/justice/pledges/<int:pk>/remove/", views.remove_pledge, name="remove_pledge"),
    path("members/<slug:slug>/justice/pledges/<int:pk>/file/", views.pledge_file, name="pledge_file"),
    path("networks/<slug:key>/justice/", views.network, name="network"),
]

AUDIENCE: dict[str, Audience] = {
    "add_project": Audience.EDITORS,
    "change_project": Audience.EDITORS,
    "remove_project": Audience.EDITORS,
    "project_file": Audience.EVERYBODY,
    "add_pledge": Audience.EDITORS,
    "change_pledge": Audience.EDITORS,
    "remove_pledge": Audience.EDITORS,
    "pledge_file": Audience.EVERYBODY,
    "network": Audience.EVERYBODY,
}
