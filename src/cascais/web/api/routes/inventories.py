"""Inventories: what is published, and with a token the drafts that its owner may see."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from cascais.inventory import totals
from cascais.inventory.emissions import Inventory
from cascais.inventory.explanation import Explanation, explain
from cascais.tables import vocabulary
from cascais.web.api.calling import caller_of
from cascais.web.api.paging import Page, Window, page_of, page_of_rows
from cascais.web.api.quantities import TONNES, quantity
from cascais.web.api.routes.inventory_items import (
    ExplanationItem,
    FindingItem,
    InventoryDetail,
    InventoryItem,
    LineItem,
    PartItem,
    explained,
    explanation_item,
    finding_item,
    inventory_detail,
    inventory_item,
    line_item,
    source_of,
)
from cascais.web.api.routes.members import seen_member
from cascais.web.api.texts import LARGEST_KEY, Country, Key, Slug, SlugInPath, Word, YearInPath
from cascais.web.display.texts import translated
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.policy import SEE_INVENTORY
from cascais.web.inventories.reads import found as findings_of
from cascais.web.inventories.reads import with_lines
from cascais.web.inventories.years import ComputedYear, before, computed_year, computed_years
from cascais.workflows.explanations import explain_part, explain_without_sinks
from cascais.workflows.lines import computed_lines
from cascais.workflows.matrix import Measure

router = Router()
FIRST, LAST = 1900, 2100


class InventoryFilters(Schema):
    """Which inventories are wanted."""

    member: Slug | None = None
    country: Country | None = None
    from_year: int | None = Field(None, ge=FIRST, le=LAST)
    to_year: int | None = Field(None, ge=FIRST, le=LAST)
    is_published: bool = Field(True, description="False for drafts, which only tokens see")


class VersionQuery(Schema):
    """Which version is wanted: the published one, where none is named."""

    version: Key | None = Field(None, description="The id of a version")


class PartKind(StrEnum):
    """What a total may be split by."""

    SECTOR = "sector"
    CARRIER = "carrier"
    GAS = "gas"


BY = {
    PartKind.SECTOR: totals.by_sector,
    PartKind.CARRIER: totals.by_carrier,
    PartKind.GAS: totals.by_gas,
}


class TotalsQuery(VersionQuery):
    """What the total is to be split by."""

    by: PartKind = PartKind.SECTOR


class ExplanationQuery(VersionQuery):
    """Which number is to be explained: the total, a sector, a carrier, both, or a line."""

    sector: Word = ""
    carrier: Word = ""
    line: int | None = Field(None, ge=0, le=LARGEST_KEY, description="The position of a line")
    sinks: bool = Field(False, description="Whether the total counts the sinks of the land")
    show: Measure = Measure.EMISSIONS


@router.get("/inventories", response=Page[InventoryItem], summary="The inventories of all members")
def inventories(
    request: HttpRequest, filters: Query[InventoryFilters], window: Query[Window]
) -> Page[InventoryItem]:
    """The versions that stand, with the totals that were kept of them."""
    names = {
        "member": "member__slug",
        "country": "member__country",
        "from_year": "year__gte",
        "to_year": "year__lte",
        "is_published": "is_published",
    }
    wanted = {names[name]: value for name, value in filters.model_dump(exclude_none=True).items()}
    rows = _seen(request).filter(superseded_at=None, **wanted).defer("results")
    return page_of_rows(request, rows.order_by("member__slug", "year", "pk"), window, inventory_item)


@router.get(
    "/members/{slug}/inventories", response=Page[InventoryItem], summary="The inventories of a member"
)
def member_inventories(request: HttpRequest, slug: SlugInPath, window: Query[Window]) -> Page[InventoryItem]:
    """The versions that stand, drafts of the caller among them."""
    rows = _seen(request).filter(member=seen_member(request, slug), superseded_at=None)
    return page_of_rows(request, rows.order_by("year", "pk"), window, inventory_item)


@router.get("/members/{slug}/inventories/{year}", response=InventoryDetail, summary="One inventory")
def inventory(
    request: HttpRequest, slug: SlugInPath, year: YearInPath, query: Query[VersionQuery]
) -> InventoryDetail:
    """The published version of a year, or the version that is named."""
    return inventory_detail(get_object_or_404(one_version(request, slug, year, query.version)))


@router.get(
    "/members/{slug}/inventories/{year}/versions",
    response=Page[InventoryItem],
    summary="The versions of an inventory",
)
def inventory_versions(
    request: HttpRequest, slug: SlugInPath, year: YearInPath, window: Query[Window]
) -> Page[InventoryItem]:
    """Every version of a year that the caller may see, the newest first."""
    rows = _seen(request).filter(member=seen_member(request, slug), year=year)
    return page_of_rows(request, rows.order_by("-pk"), window, inventory_item)


@router.get(
    "/members/{slug}/inventories/{year}/lines", response=Page[LineItem], summary="The lines of an inventory"
)
def inventory_lines(
    request: HttpRequest,
    slug: SlugInPath,
    year: YearInPath,
    query: Query[VersionQuery],
    window: Query[Window],
) -> Page[LineItem]:
    """Amounts, factors and emissions, line by line."""
    computed = _computed(request, slug, year, query.version)
    lines = computed_lines(computed.inventory)
    return page_of(request, lines, window, lambda line: line_item(computed.row, line))


@router.get(
    "/members/{slug}/inventories/{year}/totals",
    response=Page[PartItem],
    summary="The total of an inventory by sector, carrier or gas",
)
def inventory_totals(
    request: HttpRequest, slug: SlugInPath, year: YearInPath, query: Query[TotalsQuery], window: Query[Window]
) -> Page[PartItem]:
    """The parts of the total, each with its uncertainty where it is known."""
    parts = _parts(_computed(request, slug, year, query.version), query.by)
    return page_of(request, parts, window, lambda part: part)


@router.get(
    "/members/{slug}/inventories/{year}/findings",
    response=Page[FindingItem],
    summary="What the checks say about an inventory",
)
def inventory_findings(
    request: HttpRequest,
    slug: SlugInPath,
    year: YearInPath,
    query: Query[VersionQuery],
    window: Query[Window],
) -> Page[FindingItem]:
    """The findings, the gravest first; earlier published years are compared with."""
    computed = _computed(request, slug, year, query.version)
    earlier = before(computed_years(computed.row.member, caller_of(request).user), year)
    found = findings_of(computed.row, computed.inventory, earlier)
    return page_of(request, found, window, finding_item)


@router.get(
    "/members/{slug}/inventories/{year}/explanation",
    response=ExplanationItem,
    summary="How a number came about",
)
def inventory_explanation(
    request: HttpRequest, slug: SlugInPath, year: YearInPath, query: Query[ExplanationQuery]
) -> ExplanationItem:
    """The number with those that it was made from, down to amounts and publications."""
    found = _explanation(_computed(request, slug, year, query.version).inventory, query)
    if found is None:
        raise Http404
    return explanation_item(found)


def one_version(request: HttpRequest, slug: str, year: int, version: int | None) -> QuerySet[InventoryYear]:
    """The version that is named, or the published one that stands; none where the caller may not see it."""
    rows = _seen(request).filter(member__slug=slug, year=year)
    if version is None:
        return rows.filter(superseded_at=None, is_published=True)
    return rows.filter(pk=version)


def _seen(request: HttpRequest) -> QuerySet[InventoryYear]:
    rows = InventoryYear.objects.select_related("member")
    return caller_of(request).rows(SEE_INVENTORY, rows, "member")


def _computed(request: HttpRequest, slug: str, year: int, version: int | None) -> ComputedYear:
    return computed_year(get_object_or_404(with_lines(one_version(request, slug, year, version))))


def _explanation(inventory: Inventory, query: ExplanationQuery) -> Explanation | None:
    if query.line is not None:
        has_line = query.line < len(inventory.activities)
        return explain(inventory, line=query.line) if has_line else None
    if query.sector or query.carrier or query.show is Measure.ENERGY:
        return explain_part(inventory, sector=query.sector, carrier=query.carrier, measure=query.show)
    return explain(inventory) if query.sinks else explain_without_sinks(inventory)


def _parts(computed: ComputedYear, by: PartKind) -> list[PartItem]:
    """The parts as they were frozen when the version was published; those of a draft as they are today."""
    found = computed.row.results.get(f"by_{by.value}") or BY[by](computed.inventory)
    if by is PartKind.GAS:
        return [_part(computed, key, key, value) for key, value in found.items()]
    if by is PartKind.CARRIER:
        return [
            _part(computed, key, vocabulary.carrier(key).title, value, carrier=key)
            for key, value in found.items()
        ]
    return [
        _part(computed, key, vocabulary.sector(key).title, value, sector=key) for key, value in found.items()
    ]


def _part(
    computed: ComputedYear, key: str, title: str, value: float, *, sector: str = "", carrier: str = ""
) -> PartItem:
    place = {"sector": sector} if sector else {"carrier": carrier} if carrier else {}
    found = explain_part(computed.inventory, sector=sector, carrier=carrier) if place else None
    row = computed.row
    emissions = quantity(
        value,
        TONNES,
        uncertainty=found.uncertainty if found else None,
        source=source_of(row),
        explanation=explained(row, **place),
    )
    return PartItem(key=key, title=translated(title), emissions=emissions)
