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
            *("members", "member", "populations", "inherited_years"),
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
            *(
                "inventory_comparison",
                "group_inventories",
                "group_inventory",
                "group_targets",
                "group_target",
            ),
            *("support_project", "support_project_file", "procurement_pledge", "procurement_pledge_file"),
            *("network_justice", "dues", "reports"),
            *("tables", "table_rows"),
            *("climate_indices", "climate_index", "climate_datasets", "climate_dataset", "member_climate"),
        ),
        Audience.EVERYBODY,
    ),
    **dict.fromkeys(("draft", "member_history"), Audience.VIEWERS),
    **dict.fromkeys(("write_draft", "discard_draft", "restore_version"), Audience.CONTRIBUTORS),
    **dict.fromkeys(("publish_draft", "withdraw_inventory"), Audience.EDITORS),
    **dict.fromkeys(("add_target", "change_target", "remove_target"), Audience.EDITORS),
    **dict.fromkeys(
        ("add_support_project", "change_support_project", "remove_support_project"), Audience.EDITORS
    ),
    **dict.fromkeys(
        ("add_procurement_pledge", "change_procurement_pledge", "remove_procurement_pledge"), Audience.EDITORS
    ),
    **dict.fromkeys(
        ("add_group_target", "change_group_target", "remove_group_target"), Audience.GROUP_KEEPERS
    ),
}
"""Those who are no visitors call with a token of a scope that is wide enough."""
