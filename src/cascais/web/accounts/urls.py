"""Addresses for signing in and out."""

from __future__ import annotations

from django.urls import path

from cascais.web.accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.own, name="own"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("password/", views.change_password, name="password"),
]
