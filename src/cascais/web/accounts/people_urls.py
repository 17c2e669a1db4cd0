"""Addresses of the pages about people and their roles."""

from __future__ import annotations

from django.urls import path

from cascais.web.accounts import people_views
from cascais.web.audience import Audience

app_name = "people"

urlpatterns = [
    path("people/", people_views.index, name="index"),
    path("members/<slug:slug>/people/", people_views.of_member, name="of_member"),
    path("networks/<slug:key>/people/", people_views.of_network, name="of_network"),
    path("people/site/", people_views.of_site, name="of_site"),
    path("people/site/find/", people_views.find, name="find"),
    path("people/accounts/<int:pk>/", people_views.account, name="account"),
    path("people/roles/<int:pk>/take-away/", people_views.take_away, name="take_away"),
    path("people/invitations/<int:pk>/withdraw/", people_views.withdraw_invitation, name="withdraw"),
]

AUDIENCE: dict[str, Audience] = {
    "index": Audience.SIGNED_IN,
    "of_member": Audience.PEOPLE_KEEPERS,
    "of_network": Audience.SECRETARIATS,
    "of_site": Audience.ADMINISTRATORS,
    "find": Audience.ADMINISTRATORS,
    "account": Audience.ADMINISTRATORS,
    "take_away": Audience.PEOPLE_KEEPERS,
    "withdraw": Audience.PEOPLE_KEEPERS,
}
