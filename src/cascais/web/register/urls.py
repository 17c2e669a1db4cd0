"""Addresses of the networks."""

from __future__ import annotations

from django.urls import path

from cascais.web.audience import Audience
from cascais.web.register import joining_views, network_views, office_views, succession_views

app_name = "register"

urlpatterns = [
    path("", network_views.networks, name="networks"),
    path("add/", network_views.add, name="add_network"),
    path("<slug:key>/", network_views.network, name="network"),
    path("<slug:key>/change/", network_views.change, name="change_network"),
    path("<slug:key>/cases/", network_views.cases, name="cases"),
    path("<slug:key>/members/", network_views.members, name="members"),
    path("<slug:key>/members/add/", joining_views.add_member, name="add_member"),
    path("<slug:key>/members/join/", joining_views.join, name="join"),
    path("<slug:key>/offices/", office_views.offices, name="offices"),
    path("<slug:key>/offices/add/", office_views.add_office, name="add_office"),
    path("<slug:key>/offices/<int:pk>/change/", office_views.change_office, name="change_office"),
    path("<slug:key>/offices/<int:pk>/remove/", office_views.remove_office, name="remove_office"),
    path("<slug:key>/fees/", office_views.fees, name="fees"),
    path("<slug:key>/fees/add/", office_views.add_fee, name="add_fee"),
    path("<slug:key>/fees/<int:pk>/change/", office_views.change_fee, name="change_fee"),
    path("<slug:key>/fees/<int:pk>/remove/", office_views.remove_fee, name="remove_fee"),
    path("<slug:key>/successions/", succession_views.successions, name="successions"),
    path("<slug:key>/successions/merger/", succession_views.merger, name="merger"),
    path("<slug:key>/successions/split/", succession_views.split, name="split"),
    path(
        "<slug:key>/successions/<int:pk>/remove/",
        succession_views.remove_succession,
        name="remove_succession",
    ),
]

AUDIENCE: dict[str, Audience] = {
    "networks": Audience.EVERYBODY,
    "add_network": Audience.ADMINISTRATORS,
    "network": Audience.EVERYBODY,
    "change_network": Audience.ADMINISTRATORS,
    "cases": Audience.SECRETARIATS,
    "members": Audience.EVERYBODY,
    "add_member": Audience.SECRETARIATS,
    "join": Audience.SECRETARIATS,
    "offices": Audience.EVERYBODY,
    "add_office": Audience.SECRETARIATS,
    "change_office": Audience.SECRETARIATS,
    "remove_office": Audience.SECRETARIATS,
    "fees": Audience.EVERYBODY,
    "add_fee": Audience.SECRETARIATS,
    "change_fee": Audience.SECRETARIATS,
    "remove_fee": Audience.SECRETARIATS,
    "successions": Audience.EVERYBODY,
    "merger": Audience.SECRETARIATS,
    "split": Audience.SECRETARIATS,
    "remove_succession": Audience.SECRETARIATS,
}
