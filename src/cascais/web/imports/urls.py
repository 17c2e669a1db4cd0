"""Addresses of the import of a spreadsheet."""

from __future__ import annotations

from django.urls import path

from cascais.web.imports import views

app_name = "imports"

urlpatterns = [path("", views.start, name="start")]
