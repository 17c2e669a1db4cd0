"""The addresses of the site."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from cascais.web.audience import Audience
from cascais.web.overview import views as overview

urlpatterns: list[URLPattern | URLResolver] = [
    path("", overview.home, name="home"),
    path("network/", include("cascais.web.overview.urls")),
    path("members/", include("cascais.web.members.urls")),
    path("", include("cascais.web.exchange.urls")),
    path("networks/<slug:key>/lists/", include("cascais.web.member_lists.urls")),
    path("", include("cascais.web.justice.urls")),
    path("networks/", include("cascais.web.register.urls")),
    path("members/<slug:slug>/commitments/", include("cascais.web.register.member_urls")),
    path("members/<slug:slug>/import/", include("cascais.web.imports.urls")),
    path("members/<slug:slug>/inventories/", include("cascais.web.inventories.urls")),
    path("members/<slug:slug>/targets/", include("cascais.web.commitments.urls")),
    path("members/<slug:slug>/reports/", include("cascais.web.overview.member_urls")),
    path("", include("cascais.web.hazards.urls")),
    path("", include("cascais.web.library.urls")),
    path("", include("cascais.web.operations.urls")),
    path("", include("cascais.web.groups.urls")),
    path("", include("cascais.web.history.urls")),
    path("api/", include("cascais.web.api.urls")),
    path("open-data/", include("cascais.web.opendata.urls")),
    path("account/tokens/", include("cascais.web.api.tokens.urls")),
    path("account/", include("cascais.web.accounts.urls")),
    path("account/", include("cascais.web.accounts.second_factor_urls")),
    path("", include("cascais.web.accounts.people_urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]

AUDIENCE: dict[str, Audience] = {"home": Audience.EVERYBODY, "set_language": Audience.DOOR}
