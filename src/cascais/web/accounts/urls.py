"""Addresses for signing in and out, for invitations, and for one's own account."""

from __future__ import annotations

from django.urls import path

from cascais.web.accounts import invitation_views, own_views, views
from cascais.web.audience import Audience

app_name = "accounts"

urlpatterns = [
    path("", views.own, name="own"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("password/", views.change_password, name="password"),
    path("password/reset/", views.reset, name="reset"),
    path("password/reset/sent/", views.reset_sent, name="reset_sent"),
    path("password/reset/<uidb64>/<token>/", views.reset_link, name="reset_link"),
    path("invitation/", invitation_views.invitation, name="invitation"),
    path("invitation/<str:secret>/", invitation_views.open_link, name="invitation_link"),
    path("name/", own_views.name, name="name"),
    path("address/", own_views.address, name="address"),
    path("address/<str:token>/", own_views.address_link, name="address_link"),
    path("sessions/end/", own_views.end_others, name="end_others"),
    path("sessions/<int:pk>/end/", own_views.end_one, name="end_one"),
    path("roles/<int:pk>/leave/", own_views.leave, name="leave"),
    path("my-data.json", own_views.export, name="export"),
    path("erase/", own_views.erase, name="erase"),
]

AUDIENCE: dict[str, Audience] = {
    "own": Audience.SIGNED_IN,
    "sign_in": Audience.DOOR,
    "sign_out": Audience.DOOR,
    "password": Audience.SIGNED_IN,
    "reset": Audience.DOOR,
    "reset_sent": Audience.EVERYBODY,
    "reset_link": Audience.DOOR,
    "invitation": Audience.DOOR,
    "invitation_link": Audience.DOOR,
    "name": Audience.SIGNED_IN,
    "address": Audience.SIGNED_IN,
    "address_link": Audience.OWNER,
    "end_others": Audience.SIGNED_IN,
    "end_one": Audience.OWNER,
    "leave": Audience.OWNER,
    "export": Audience.SIGNED_IN,
    "erase": Audience.SIGNED_IN,
}
