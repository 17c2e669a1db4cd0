"""Addresses for signing in and out."""

from __future__ import annotations

from django.urls import path

from cascais.web.accounts import views
from cascais.web.audience import Audience

app_name = "accounts"

urlpatterns = [
    path("", views.own, name="own"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("password/", views.change_password, name="password"),
]

AUDIENCE: dict[str, Audience] = {
    "own": Audience.SIGNED_IN,
    "sign_in": Audience.DOOR,
    "sign_out": Audience.DOOR,
    "password": Audience.SIGNED_IN,
}
