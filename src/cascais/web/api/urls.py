"""Addresses of the interface, and for whom each operation is."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from cascais.web.api import reference
from cascais.web.api.answers import finished
from cascais.web.api.interface import API
from cascais.web.audience import Audience

OPERATIONS, APP_NAME, NAMESPACE = API.urls
for _operation in OPERATIONS:
    if isinstance(_operation, URLPattern):
        _operation.callback = finished(_operation.callback)

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", include((OPERATIONS, APP_NAME), namespace=NAMESPACE)),
    path("v1/<path:rest>", finished(reference.nothing), name="api_nothing"),
    path("", reference.page, name="api_reference"),
]

AUDIENCE: dict[str, Audience] = {
    "api_nothing": Audience.EVERYBODY,
    "api_reference": Audience.EVERYBODY,
    "api-root": Audience.EVERYBODY,
    "openapi-json": Audience.EVERYBODY,
}
