"""Members: who they are, how many people live there, what their last inventory came to."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from cascais.web.api.calling import caller_of
from cascais.web.api.paging import Page, Window, page_of_rows
from cascais.web.api.quantities import TONNES, Quantity, address, quantity
from cascais.web.api.texts import Country, Slug, SlugInPath, Word
from cascais.web.inventories.models import InventoryYear
from cascais.web.members.models import Member, MemberKind, Population, Succession
from cascais.web.members.policy import SEE_MEMBER

router = Router()
KEPT = ("member_id", "year", "total_without_sinks_t", "uncertainty", "estimated_share", "source")


class Place(Schema):
    """Where a member lies."""

    latitude: float = Field(description="Degrees north (WGS 84)")
    longitude: float = Field(description="Degrees east (WGS 84)")


class LatestInventory(Schema):
    """The inventory of the latest year that is published."""

    id: int
    year: int
    emissions: Quantity
    url: str


class MemberItem(Schema):
    """A member at a glance."""

    slug: str
    name: str
    local_names: dict[str, str] = Field(description="The name by language")
    country: str
    kind: MemberKind
    lau_code: str
    nuts_code: str
    place: Place | None
    area: Quantity | None
    languages: list[str]
    ended_on: date | None = Field(description="Since when it is no member of its own: merged or split")
    is_demonstration: bool = Field(description="Whether it was made up to show the site")
    population: Quantity | None
    population_year: int | None
    latest_inventory: LatestInventory | None
    url: str


class SuccessionItem(Schema):
    """A member that went over into another."""

    member: str
    happened_on: date
    share: Quantity


class MemberDetail(MemberItem):
    """A member with all that is public of it."""

    about: str
    plan_title: str
    plan_publisher: str
    plan_url: str
    predecessors: list[SuccessionItem]
    successors: list[SuccessionItem]
    page: str
    links: dict[str, str]


class PopulationItem(Schema):
    """How many people lived there in a year."""

    year: int
    persons: Quantity


class MemberFilters(Schema):
    """Which members are wanted."""

    country: Country | None = None
    kind: MemberKind | None = None
    network: Slug | None = Field(None, description="The key of a network of which they are members")
    lau_code: Word | None = None
    name: Word | None = Field(None, description="A part of the name")


@router.get("/members", response=Page[MemberItem], summary="All members")
def members(request: HttpRequest, filters: Query[MemberFilters], window: Query[Window]) -> Page[MemberItem]:
    """The members in the order of their names."""
    rows = SEE_MEMBER.rows(caller_of(request).user, Member.objects.all())
    return page_of_rows(request, _with_latest(_filtered(rows, filters)), window, item)


@router.get("/members/{slug}", response=MemberDetail, summary="One member")
def member(request: HttpRequest, slug: SlugInPath) -> MemberDetail:
    """A member with what it came from and what it went into."""
    row = get_object_or_404(_with_latest(Member.objects.filter(pk=seen_member(request, slug).pk)))
    predecessors = row.predecessions.select_related("predecessor")
    successors = row.successions.select_related("successor")
    return MemberDetail(
        **dict(item(row)),
        about=row.about,
        plan_title=row.plan_title,
        plan_publisher=row.plan_publisher,
        plan_url=row.plan_url,
        predecessors=[_succession(each, each.predecessor) for each in predecessors],
        successors=[_succession(each, each.successor) for each in successors],
        page=row.get_absolute_url(),
        links={
            "populations": address("populations", slug),
            "inventories": address("member_inventories", slug),
            "inherited_years": address("inherited_years", slug),
            "targets": address("member_targets", slug),
            "memberships": address("memberships", query={"member": slug}),
            "resolutions": address("resolutions", query={"member": slug}),
            "support_projects": address("support_projects", query={"member": slug}),
            "procurement_pledges": address("procurement_pledges", query={"member": slug}),
            "reports": address("reports", slug),
        },
    )


@router.get("/members/{slug}/populations", response=Page[PopulationItem], summary="Inhabitants of a member")
def populations(request: HttpRequest, slug: SlugInPath, window: Query[Window]) -> Page[PopulationItem]:
    """How many people lived there, year by year."""
    rows = Population.objects.filter(member=seen_member(request, slug)).order_by("year")
    return page_of_rows(
        request, rows, window, lambda row: PopulationItem(year=row.year, persons=persons(row, slug))
    )


def seen_member(request: HttpRequest, slug: str) -> Member:
    """The member of an address, if the caller may see it."""
    return get_object_or_404(SEE_MEMBER.rows(caller_of(request).user, Member.objects.all()), slug=slug)


def persons(row: Population, slug: str) -> Quantity:
    """The inhabitants of a year."""
    return quantity(row.persons, "persons", source=row.source, explanation=address("populations", slug))


def item(row: Member) -> MemberItem:
    """A member at a glance."""
    known = list(row.populations.all())
    latest = known[-1] if known else None
    return MemberItem(
        slug=row.slug,
        name=row.name,
        local_names=row.local_names,
        country=row.country,
        kind=MemberKind(row.kind),
        lau_code=row.lau_code,
        nuts_code=row.nuts_code,
        place=_place(row),
        area=_area(row),
        languages=row.languages,
        ended_on=row.ended_on,
        is_demonstration=row.is_demonstration,
        population=persons(latest, row.slug) if latest else None,
        population_year=latest.year if latest else None,
        latest_inventory=_latest(row),
        url=address("member", row.slug),
    )


def _place(row: Member) -> Place | None:
    if row.latitude is None or row.longitude is None:
        return None
    return Place(latitude=row.latitude, longitude=row.longitude)


def _area(row: Member) -> Quantity | None:
    if row.area_km2 is None:
        return None
    return quantity(
        row.area_km2, "km2", source=_("Register of the members"), explanation=row.get_absolute_url()
    )


def _latest(row: Member) -> LatestInventory | None:
    inventories: list[InventoryYear] = row.published  # type: ignore[attr-defined]
    if not inventories:
        return None
    found = inventories[-1]
    return LatestInventory(
        id=found.pk,
        year=found.year,
        emissions=quantity(
            found.total_without_sinks_t,
            TONNES,
            uncertainty=found.uncertainty,
            is_estimated=bool(found.estimated_share),
            source=found.source or _("Inventory of {year}").format(year=found.year),
            explanation=address("inventory_explanation", row.slug, found.year, query={"version": found.pk}),
        ),
        url=address("inventory", row.slug, found.year),
    )


def _succession(row: Succession, other: Member) -> SuccessionItem:
    share = quantity(
        row.share,
        "1",
        source=row.source or _("Register of the members"),
        explanation=address("member", other.slug),
    )
    return SuccessionItem(member=other.slug, happened_on=row.happened_on, share=share)


def _with_latest(rows: QuerySet[Member]) -> QuerySet[Member]:
    published = InventoryYear.objects.filter(superseded_at=None, is_published=True).order_by("year")
    return rows.prefetch_related(
        Prefetch("populations", queryset=Population.objects.order_by("year")),
        Prefetch("inventories", queryset=published.only(*KEPT), to_attr="published"),
    ).order_by("name", "pk")


def _filtered(rows: QuerySet[Member], filters: MemberFilters) -> QuerySet[Member]:
    given = filters.model_dump(exclude_none=True)
    network, name = given.pop("network", None), given.pop("name", None)
    rows = rows.filter(**given)
    if network is not None:
        rows = rows.filter(memberships__network__key=network, memberships__state="member")
    return rows if name is None else rows.filter(name__icontains=name)
