"""The lines of the published inventories."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cascais.provenance import How
from cascais.web.inventories.years import ComputedYear
from cascais.web.opendata.columns import Cells, Column, DataSet, Type
from cascais.web.opendata.data_sets import DATA_SETS, IS_DEMONSTRATION, MEMBER, SOURCE, YEAR
from cascais.web.opendata.published import computed_inventories, state_of_lines
from cascais.workflows.lines import ComputedLine, computed_lines

COLUMNS = (
    Column("inventory", _("Inventory"), Type.INTEGER, is_required=True, points_to=("inventories", "id")),
    MEMBER,
    YEAR,
    Column("position", _("Position"), Type.INTEGER, is_required=True),
    Column("sector", _("Sector"), is_required=True),
    Column("subsector", _("Part of the sector")),
    Column("carrier", _("Carrier"), is_required=True),
    Column("supplier", _("Supplier")),
    Column("amount", _("Amount"), Type.NUMBER, about=_("In the unit of the next column")),
    Column("unit", _("Unit"), is_required=True),
    Column("notation_key", _("Notation key"), about=_("Why there is no amount")),
    Column("t_co2e", _("Emissions"), Type.NUMBER, unit="t CO2e"),
    Column("factor", _("Emission factor"), Type.NUMBER, about=_("In the unit of the next column")),
    Column("factor_unit", _("Unit of the factor"), is_required=True),
    Column("factor_chosen", _("How chosen"), is_required=True, choices=tuple(how.value for how in How)),
    Column("factor_source", _("Source of the factor")),
    Column("quality", _("Quality"), about=_("The grade of the data, A to D")),
    Column(
        "uncertainty",
        _("Uncertainty of the amount"),
        Type.NUMBER,
        about=_("Half of the 95 % interval divided by the value"),
        unit="1",
    ),
    Column("is_estimated", _("Estimated"), Type.BOOLEAN, is_required=True),
    Column(
        "is_reported",
        _("Reported"),
        Type.BOOLEAN,
        about=_("Whether the emissions are those that the line's own source prints"),
        is_required=True,
    ),
    Column("is_green", _("Certified green"), Type.BOOLEAN, is_required=True),
    SOURCE,
    IS_DEMONSTRATION,
)


def rows() -> Iterator[Cells]:
    """Line by line, inventory by inventory."""
    for computed in computed_inventories():
        for line in computed_lines(computed.inventory):
            yield _cells(computed, line)


def _cells(computed: ComputedYear, line: ComputedLine) -> Cells:
    activity, row = line.activity, computed.row
    return (
        row.pk,
        row.member.slug,
        row.year,
        line.position,
        activity.sector,
        activity.subsector,
        activity.carrier,
        activity.supplier,
        activity.amount,
        activity.unit,
        activity.notation_key,
        line.emissions_t,
        line.factor,
        line.factor_unit,
        line.how.value,
        "; ".join(line.sources),
        activity.quality,
        activity.uncertainty,
        activity.is_estimated,
        line.is_reported,
        activity.is_green,
        activity.source,
        row.member.is_demonstration,
    )


INVENTORY_LINES = DATA_SETS.add(
    "inventory_lines",
    DataSet(
        "inventory_lines",
        _("Lines of inventories"),
        _("What was used, the factor and the emissions that follow, line by line."),
        COLUMNS,
        ("inventory", "position"),
        rows,
        state_of_lines,
    ),
)
