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
    **dict.fromkeys(
        (
            *("api_nothing", "api_reference", "api-root", "openapi-json", "start"),
            *("members", "member", "populations"),
            *(
                "networks",
                "network",
                "totals",
                "network_totals",
                "memberships",
                "resolutions",
                "resolution",
                "resolution_file",
            ),
            *("targets", "target", "member_targets"),
            *("support_projects", "procurement_pledges", "groups", "group"),
            *("inventories", "member_inventories", "inventory", "inventory_versions", "inventory_lines"),
            *("inventory_totals", "inventory_findings", "inventory_explanation"),
            *("tables", "table_rows"),
        ),
        Audience.EVERYBODY,
    ),
    "draft": Audience.VIEWERS,
    **dict.fromkeys(("write_draft", "discard_draft"), Audience.CONTRIBUTORS),
    "publish_draft": Audience.EDITORS,
    **dict.fromkeys(("add_target", "change_target", "remove_target"), Audience.EDITORS),
}
"""Those who are no visitors call with a token of a scope that is wide enough."""
