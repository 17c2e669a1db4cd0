"""The networks."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cascais.web.opendata.columns import Cells, Column, DataSet
from cascais.web.opendata.data_sets import DATA_SETS
from cascais.web.register.models import Network

COLUMNS = (
    Column("key", _("Key"), is_required=True),
    Column("title", _("Name"), is_required=True),
    Column("about", _("About")),
    Column("url", _("Address")),
)


def rows() -> Iterator[Cells]:
    """The networks in the order of their keys."""
    yield from Network.objects.order_by("key").values_list("key", "title", "about", "url")


NETWORKS = DATA_SETS.add(
    "networks",
    DataSet("networks", _("Networks"), _("What members join."), COLUMNS, ("key",), rows),
)
