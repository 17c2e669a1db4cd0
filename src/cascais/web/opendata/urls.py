"""Addresses of the open data."""

from __future__ import annotations

from django.urls import path

from cascais.web.audience import Audience
from cascais.web.opendata import views

app_name = "opendata"

urlpatterns = [
    path("", views.index, name="index"),
    path("datapackage.json", views.package, name="package"),
    path("catalogue.jsonld", views.catalogue_json_ld, name="catalogue_json_ld"),
    path("catalogue.ttl", views.catalogue_turtle, name="catalogue_turtle"),
    path("<slug:data_set>.<slug:form>", views.file, name="file"),
]

AUDIENCE: dict[str, Audience] = dict.fromkeys(
    ("index", "package", "catalogue_json_ld", "catalogue_turtle", "file"), Audience.EVERYBODY
)
