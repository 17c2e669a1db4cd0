"""An inventory under the rules of one framework, and why its total differs from the one on the page."""

from __future__ import annotations

from dataclasses import dataclass

from cascais.charts import CHARTS, Chart, EmptyChart
from cascais.charts.difference_buckets import DifferenceBuckets
from cascais.inventory.difference import ACTIVITY, BOUNDARY, FACTORS, Difference, DifferencePart, difference
from cascais.inventory.frameworks import FRAMEWORKS, Framework, FrameworkView, ViewRow, view
from cascais.text import _
from cascais.web.display.language import page_style
from cascais.web.inventories import reads
from cascais.web.inventories.years import ComputedYear

TOTALS = {
    "BASIC": _("Total BASIC"),
    "BASIC+": _("Total BASIC+"),
    "scope_1": _("Scope 1"),
    "scope_2": _("Scope 2"),
    "scope_3": _("Scope 3"),
    "territorial": _("Territorial"),
    "buildings_industry": _("Buildings and industry"),
    "transport": _("Transport"),
    "other": _("Other sectors"),
    "households": _("Private households"),
    "tertiary": _("Trade, commerce and services"),
    "industry": _("Industry"),
    "municipal": _("Municipal facilities"),
}
"""What the named sums of the frameworks are called; the main total is shown by itself."""
LARGEST_PARTS = 5


@dataclass(frozen=True, slots=True)
class FrameworkRoom:
    """A framework's view, its filled rows, and the difference to the inventory as it was entered."""

    framework: Framework
    view: FrameworkView
    rows: tuple[ViewRow, ...]
    blank_rows: int
    totals: tuple[tuple[str, float], ...]
    difference: Difference
    parts: tuple[DifferencePart, ...]
    chart: Chart | EmptyChart | None

    @property
    def has_columns(self) -> bool:
        return any(row.column for row in self.rows)

    @property
    def has_scopes(self) -> bool:
        return any(row.scope for row in self.rows)


def framework_room(computed: ComputedYear, key: str) -> FrameworkRoom:
    """See the inventory through a framework."""
    seen = view(key, reads.activities(computed.row), reads.options(computed.row))
    found = difference(computed.inventory, seen)
    rows = tuple(row for row in seen.rows if row.emissions_t or row.amount or row.notation_key or row.lines)
    return FrameworkRoom(
        framework=FRAMEWORKS[key],
        view=seen,
        rows=rows,
        blank_rows=len(seen.rows) - len(rows),
        totals=tuple((TOTALS[name], value) for name, value in seen.totals.items() if name in TOTALS),
        difference=found,
        parts=found.parts[:LARGEST_PARTS],
        chart=_chart(computed, key, found) if found.parts else None,
    )


def _chart(computed: ComputedYear, key: str, found: Difference) -> Chart | EmptyChart:
    record = DifferenceBuckets(
        member=computed.row.member.local_name,
        year=computed.year,
        before_title=_("All lines as entered"),
        before_t=found.first_t,
        factors_t=found.buckets[FACTORS],
        activity_data_t=found.buckets[ACTIVITY],
        boundary_t=found.buckets[BOUNDARY],
        after_title=FRAMEWORKS[key].title,
        after_t=found.second_t,
    )
    return CHARTS["difference_buckets"](record, page_style())
