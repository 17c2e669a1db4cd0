"""Two versions of an inventory side by side: which lines differ, and what each does to the total."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from cascais.inventory.activities import Activity
from cascais.web.api.paging import Page, Window, page_of
from cascais.web.api.quantities import TONNES, Quantity, quantity
from cascais.web.api.routes.inventories import one_version
from cascais.web.api.routes.inventory_items import InventoryItem, explained, inventory_item, source_of
from cascais.web.api.texts import Key, SlugInPath, YearInPath
from cascais.web.inventories.line_words import FIELDS, HEAD
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.reads import with_lines
from cascais.web.inventories.years import ComputedYear, computed_year
from cascais.workflows.versions import FieldChange, LineChange, version_changes

router = Router()
TEXTS = ("sector", "carrier", "unit", "subsector", "supplier", "notation_key", "quality", "source", "comment")
TRUTHS = ("is_green", "is_estimated")


class ChangeKind(StrEnum):
    """What happened to a line; recomputed where the line is the same and its factor is not."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RECOMPUTED = "recomputed"


class ChangedField(Schema):
    """A field with what it says in both versions."""

    name: str
    before: Quantity | bool | str | None
    after: Quantity | bool | str | None


class ChangedLine(Schema):
    """A line that differs, and what that does to the emissions."""

    kind: ChangeKind
    sector: str
    carrier: str
    subsector: str
    supplier: str
    is_in_total: bool = Field(description="Whether the total counts it: that without the land and its sinks")
    emissions_before: Quantity
    emissions_after: Quantity
    effect: Quantity
    fields: list[ChangedField]


class VersionComparison(Schema):
    """Two versions, both computed with the code and the tables of today."""

    before: InventoryItem
    after: InventoryItem
    emissions_before: Quantity
    emissions_after: Quantity
    effect: Quantity = Field(description="Later less earlier total: the sum of the effects of the lines")
    same_lines: int = Field(description="How many lines are the same in both")
    head: list[ChangedField]
    lines: Page[ChangedLine]


class ComparisonQuery(Schema):
    """Which two versions are wanted, by their ids."""

    before: Key
    after: Key


@router.get(
    "/members/{slug}/inventories/{year}/comparison",
    response=VersionComparison,
    summary="Two versions of an inventory side by side",
)
def inventory_comparison(
    request: HttpRequest,
    slug: SlugInPath,
    year: YearInPath,
    query: Query[ComparisonQuery],
    window: Query[Window],
) -> VersionComparison:
    """What differs from one version to another, line by line."""
    before, after = (_version(request, slug, year, key) for key in (query.before, query.after))
    found = version_changes(before.inventory, after.inventory)
    source = f"{source_of(before.row)}; {source_of(after.row)}"
    return VersionComparison(
        before=inventory_item(before.row),
        after=inventory_item(after.row),
        emissions_before=_tonnes(found.before_t, source_of(before.row), explained(before.row)),
        emissions_after=_tonnes(found.after_t, source_of(after.row), explained(after.row)),
        effect=_tonnes(found.effect_t, source, request.get_full_path()),
        same_lines=found.same,
        head=[
            ChangedField(name=name, before=getattr(before.row, name), after=getattr(after.row, name))
            for name in HEAD
            if getattr(before.row, name) != getattr(after.row, name)
        ],
        lines=page_of(request, found.lines, window, lambda each: _line(each, before.row, after.row, request)),
    )


def _version(request: HttpRequest, slug: str, year: int, key: int) -> ComputedYear:
    return computed_year(get_object_or_404(with_lines(one_version(request, slug, year, key))))


def _line(
    change: LineChange, before: InventoryYear, after: InventoryYear, request: HttpRequest
) -> ChangedLine:
    line = change.activity
    was, now = _explained(before, change.before or line), _explained(after, change.after or line)
    sources = [each.source for each in (change.before, change.after) if each and each.source]
    source = "; ".join(dict.fromkeys(sources)) or source_of(after)
    return ChangedLine(
        kind=ChangeKind(change.kind.value),
        sector=line.sector,
        carrier=line.carrier,
        subsector=line.subsector,
        supplier=line.supplier,
        is_in_total=change.is_in_total,
        emissions_before=_tonnes(change.before_t, source, was),
        emissions_after=_tonnes(change.after_t, source, now),
        effect=_tonnes(change.effect_t, source, request.get_full_path()),
        fields=[
            ChangedField(
                name=each.name,
                before=_said(each, each.before, change.before, was),
                after=_said(each, each.after, change.after, now),
            )
            for each in change.fields
            if each.name in FIELDS
        ],
    )


def _said(
    field: FieldChange,
    value: Any,  # noqa: ANN401 – a field of a line holds a text, a number or yes and no
    line: Activity | None,
    explanation: str,
) -> Quantity | bool | str | None:
    """What a field says; a number with its unit."""
    if value is None or field.name in TRUTHS:
        return bool(value) if value is not None else None
    if field.name in TEXTS:
        return str(value)
    units = {"amount": line.unit if line else "", "reported_t": TONNES, "uncertainty": "1"}
    return quantity(
        float(value), units[field.name], source=line.source if line else "", explanation=explanation
    )


def _explained(row: InventoryYear, line: Activity) -> str:
    return explained(row, sector=line.sector, carrier=line.carrier)


def _tonnes(value: float, source: str, explanation: str) -> Quantity:
    return quantity(value, TONNES, source=source, explanation=explanation)
