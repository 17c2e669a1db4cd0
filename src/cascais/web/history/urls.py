"""Addresses of the history."""

from __future__ import annotations

from django.urls import path

from cascais.web.audience import Audience
from cascais.web.history import network_views, views

app_name = "history"

urlpatterns = [
    path("members/<slug:slug>/history/", views.of_member, name="of_member"),
    path("members/<slug:slug>/history/deleted/", views.deleted, name="deleted"),
    path("members/<slug:slug>/history/deleted/<int:stone>/restore/", views.restore, name="restore"),
    path("members/<slug:slug>/history/<str:model>/<str:key>/", views.of_record, name="of_record"),
    path("networks/<slug:key>/history/", network_views.of_network, name="of_network"),
    path(
        "networks/<slug:key>/history/<str:model>/<str:record>/",
        network_views.of_network_record,
        name="of_network_record",
    ),
    path("history/", views.chain, name="chain"),
    path("history/check/", views.check, name="check"),
    path("history/deleted/<int:homeless_stone>/restore/", views.restore_homeless, name="restore_homeless"),
]

AUDIENCE: dict[str, Audience] = {
    "of_member": Audience.VIEWERS,
    "deleted": Audience.ENTERERS,
    "restore": Audience.EDITORS,
    "of_record": Audience.VIEWERS,
    "of_network": Audience.SECRETARIATS,
    "of_network_record": Audience.SECRETARIATS,
    "chain": Audience.ADMINISTRATORS,
    "check": Audience.ADMINISTRATORS,
    "restore_homeless": Audience.ADMINISTRATORS,
}
