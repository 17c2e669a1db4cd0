"""Where to begin."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema

import cascais
from cascais.web.api.quantities import address
from cascais.web.opendata.licences import LICENCES

router = Router()


class Start(Schema):
    """What this is, under which licence, and where everything else begins."""

    title: str
    version: str
    api_version: str
    licence: str
    licence_url: str
    links: dict[str, str]


@router.get("/", response=Start, summary="Where everything begins")
def start(request: HttpRequest) -> Start:
    """The lists of the interface, its description, and the licence of the data."""
    licence = LICENCES[settings.OPEN_DATA_LICENCE]
    lists = (
        *("members", "networks", "totals", "memberships", "resolutions", "targets", "support_projects"),
        *("procurement_pledges", "groups", "inventories", "dues", "tables"),
    )
    links = {name: address(name) for name in lists}
    return Start(
        title="Cascais",
        version=cascais.__version__,
        api_version="1",
        licence=licence.title,
        licence_url=licence.url,
        links={**links, "openapi": address("openapi-json"), "reference": "/api/", "open_data": "/open-data/"},
    )
