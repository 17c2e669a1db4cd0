"""Addresses of the import of a spreadsheet."""

from __future__ import annotations

from django.urls import path

from cascais.web.audience import Audience
from cascais.web.imports import background, views

app_name = "imports"

urlpatterns = [
    path("", views.start, name="start"),
    path("template/", views.template_file, name="template"),
    path("factor-template/", views.factor_template_file, name="factor_template"),
    path("<int:pk>/explain/", views.explain, name="explain"),
    path("<int:pk>/look/", views.look, name="look"),
    path("<int:pk>/store/", views.store, name="store"),
    path("<int:pk>/storing/", background.storing, name="storing"),
    path("<int:pk>/storing/again/", background.again, name="store_again"),
]

AUDIENCE: dict[str, Audience] = {
    "start": Audience.CONTRIBUTORS,
    "template": Audience.EVERYBODY,
    "factor_template": Audience.EVERYBODY,
    "explain": Audience.CONTRIBUTORS,
    "look": Audience.CONTRIBUTORS,
    "store": Audience.CONTRIBUTORS,
    "storing": Audience.CONTRIBUTORS,
    "store_again": Audience.CONTRIBUTORS,
}
