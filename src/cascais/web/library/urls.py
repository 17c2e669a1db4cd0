"""Addresses of the published tables and of what is said about the data."""

from __future__ import annotations

from django.urls import path

from cascais.web.audience import Audience
from cascais.web.library import views

app_name = "library"

urlpatterns = [
    path("tables/", views.table_list, name="tables"),
    path("tables/<slug:kind>/<slug:name>/", views.one_table, name="table"),
    path("about-the-data/", views.about, name="about"),
    path("glossary/", views.glossary, name="glossary"),
]

AUDIENCE: dict[str, Audience] = {
    "tables": Audience.EVERYBODY,
    "table": Audience.EVERYBODY,
    "about": Audience.EVERYBODY,
    "glossary": Audience.EVERYBODY,
}
