"""What the published inventories came to."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cascais.web.inventories.models import InventoryKind
from cascais.web.opendata.columns import Cells, Column, DataSet, Type
from cascais.web.opendata.data_sets import DATA_SETS, IS_DEMONSTRATION, MEMBER, SOURCE, YEAR, choices
from cascais.web.opendata.published import published_inventories

COLUMNS = (
    Column("id", _("Number"), Type.INTEGER, about=_("Names the version"), is_required=True),
    MEMBER,
    YEAR,
    Column("kind", _("Kind"), is_required=True, choices=choices(InventoryKind)),
    Column("gwp_set", _("GWP set"), about=_("The potentials by which gases are added"), is_required=True),
    Column(
        "variant", _("Variant"), about=_("Of the emission factors: direct or life cycle"), is_required=True
    ),
    Column("t_co2e_without_sinks", _("Emissions without sinks"), Type.NUMBER, unit="t CO2e"),
    Column("t_co2e_with_sinks", _("Emissions with sinks"), Type.NUMBER, unit="t CO2e"),
    Column(
        "uncertainty",
        _("Uncertainty"),
        Type.NUMBER,
        about=_("Of the emissions without sinks: half of the 95 % interval divided by the value"),
        unit="1",
    ),
    Column(
        "estimated_share",
        _("Estimated share"),
        Type.NUMBER,
        about=_("Which share of the emissions rests on estimates"),
        unit="1",
    ),
    SOURCE,
    Column("source_url", _("Address of the source")),
    Column("published_at", _("Published at"), Type.DATETIME),
    Column("computed_by", _("Computed by"), about=_("The version of code and tables")),
    IS_DEMONSTRATION,
)
NAMES = (
    *("pk", "member__slug", "year", "kind", "gwp_set", "variant", "total_without_sinks_t", "total_t"),
    *("uncertainty", "estimated_share", "source", "source_url", "published_at", "computed_by_version"),
    "member__is_demonstration",
)


def rows() -> Iterator[Cells]:
    """The published versions that stand, member by member."""
    yield from published_inventories().values_list(*NAMES).iterator()


INVENTORIES = DATA_SETS.add(
    "inventories",
    DataSet(
        "inventories",
        _("Inventories"),
        _("What the published inventories came to, in tonnes of CO2 equivalents."),
        COLUMNS,
        ("id",),
        rows,
    ),
)
