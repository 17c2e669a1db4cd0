"""Addresses of the pages for tokens."""

from __future__ import annotations

from django.urls import path

from cascais.web.api.tokens import views
from cascais.web.audience import Audience

app_name = "tokens"

urlpatterns = [
    path("", views.token_list, name="list"),
    path("<int:token>/revoke/", views.revoke, name="revoke"),
]

AUDIENCE: dict[str, Audience] = {
    "list": Audience.SIGNED_IN,
    "revoke": Audience.OWNER,
}
