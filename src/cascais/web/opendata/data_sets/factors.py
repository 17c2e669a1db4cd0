"""The emission factors that the published inventories use."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cascais.inventory.factors import ResolvedFactor
from cascais.provenance import How, HowKnown
from cascais.tables import vocabulary
from cascais.web.inventories.years import ComputedYear
from cascais.web.opendata.columns import Cells, Column, DataSet, Type
from cascais.web.opendata.data_sets import DATA_SETS, IS_DEMONSTRATION, MEMBER, YEAR
from cascais.web.opendata.published import computed_inventories, state_of_lines

COLUMNS = (
    Column("inventory", _("Inventory"), Type.INTEGER, is_required=True, points_to=("inventories", "id")),
    MEMBER,
    YEAR,
    Column("sector", _("Sector"), is_required=True),
    Column("carrier", _("Carrier"), is_required=True),
    Column("supplier", _("Supplier")),
    Column("gas", _("Gas"), is_required=True),
    Column("value", _("Factor"), Type.NUMBER, about=_("In the unit of the next column"), is_required=True),
    Column("unit", _("Unit"), is_required=True),
    Column(
        "uncertainty",
        _("Uncertainty"),
        Type.NUMBER,
        about=_("Half of the 95 % interval divided by the value"),
        unit="1",
    ),
    Column("variant", _("Variant")),
    Column("chosen", _("How chosen"), is_required=True, choices=tuple(how.value for how in How)),
    Column("source", _("Publication")),
    Column("licence", _("Licence of the publication")),
    Column("how_known", _("How known"), choices=tuple(how.value for how in HowKnown)),
    IS_DEMONSTRATION,
)


def rows() -> Iterator[Cells]:
    """Factor by factor, inventory by inventory."""
    for computed in computed_inventories():
        for chosen in sorted(computed.inventory.factors.resolved, key=_place):
            yield from _cells(computed, chosen)


def _place(chosen: ResolvedFactor) -> tuple[str, str, str]:
    return chosen.key.sector, chosen.key.carrier, chosen.key.supplier


def _cells(computed: ComputedYear, chosen: ResolvedFactor) -> Iterator[Cells]:
    row, key = computed.row, chosen.key
    unit = vocabulary.carrier(key.carrier).unit
    for factor in chosen.factors:
        source = factor.source
        yield (
            row.pk,
            row.member.slug,
            row.year,
            key.sector,
            key.carrier,
            key.supplier,
            factor.gas,
            factor.value,
            f"t {factor.gas}/{unit}",
            factor.uncertainty,
            factor.variant,
            chosen.choice.how.value,
            source.citation if source else "",
            source.licence if source else "",
            source.how_known.value if source else None,
            row.member.is_demonstration,
        )


FACTORS = DATA_SETS.add(
    "factors",
    DataSet(
        "factors",
        _("Emission factors in use"),
        _("Which factor of which publication each published inventory uses."),
        COLUMNS,
        ("inventory", "sector", "carrier", "supplier", "gas"),
        rows,
        state_of_lines,
    ),
)
