"""Addresses of the climate of members."""

from __future__ import annotations

from django.urls import path

from cascais.web.audience import Audience
from cascais.web.hazards import network_views, views

app_name = "hazards"

urlpatterns = [
    path("members/<slug:slug>/climate/", views.climate, name="climate"),
    path("members/<slug:slug>/climate/<slug:index>/", views.one_index, name="index"),
    path("members/<slug:slug>/climate/<slug:index>/values.<str:form>", views.download, name="download"),
    path("climate/", network_views.network, name="network"),
    path("climate/table.<str:form>", network_views.network_download, name="network_download"),
    path("climate/indices/", views.collection, name="collection"),
    path("climate/data/", views.data_sets, name="data"),
]

AUDIENCE: dict[str, Audience] = {
    "climate": Audience.EVERYBODY,
    "index": Audience.EVERYBODY,
    "download": Audience.EVERYBODY,
    "network": Audience.EVERYBODY,
    "network_download": Audience.EVERYBODY,
    "collection": Audience.EVERYBODY,
    "data": Audience.EVERYBODY,
}
