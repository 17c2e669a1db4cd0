"""The joint inventories of groups: the sums of their members' published inventories."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from cascais.inventory.uncertainty import TotalUncertainty
from cascais.tables import vocabulary
from cascais.web.api.calling import caller_of
from cascais.web.api.paging import Page, Window, page_of
from cascais.web.api.quantities import TONNES, Quantity, address, quantity
from cascais.web.api.routes.groups import seen_group
from cascais.web.api.routes.inheritances import summed_from
from cascais.web.api.routes.inventory_items import FindingItem, PartItem, explained, finding_item, source_of
from cascais.web.api.texts import SlugInPath, YearInPath
from cascais.web.display.problems import ShownProblem, shown
from cascais.web.display.texts import translated
from cascais.web.groups.models import Group
from cascais.web.groups.reads import Loaded, loaded
from cascais.web.groups.standing import Year, joint_years
from cascais.web.inventories.models import InventoryYear
from cascais.workflows.joint import MOST_YEARS_AWAY, Joint, Share, joint_findings, years_of

router = Router()


class JointItem(Schema):
    """The sum of the members of a group in a year, or why there is none."""

    group: str
    year: int
    emissions: Quantity | None = Field(description="Without sinks: what targets are compared with")
    emissions_with_sinks: Quantity | None
    per_person: Quantity | None
    estimated_share: Quantity | None = Field(description="Which share rests on estimates and other years")
    change: Quantity | None = Field(description="Since the first year that can be compared")
    is_comparable: bool = Field(
        description="Whether it has all members, and the same as the latest such year"
    )
    members: list[str]
    missing_members: list[str]
    problems: list[str] = Field(description="Why the inventories cannot be added up")
    url: str


class JointShare(Schema):
    """What a member contributes to a sum."""

    member: str
    inventory_year: int = Field(description="Another one where the inventory of another year stands in")
    summed_from: list[str] = Field(
        description="The members that it came from, where their inventories were added up; else nobody"
    )
    emissions: Quantity
    by_sector: list[PartItem]
    inventory: str


class JointDetail(JointItem):
    """The sum of a year with its parts, its members, and what to doubt about it."""

    by_sector: list[PartItem]
    shares: list[JointShare]
    findings: list[FindingItem]


class Within(Schema):
    """How far the inventory of another year may lie away to stand in."""

    within: int = Field(0, ge=0, le=MOST_YEARS_AWAY, description="Years; 0 for not at all")


@router.get("/groups/{slug}/inventories", response=Page[JointItem], summary="The inventories of a group")
def group_inventories(
    request: HttpRequest, slug: SlugInPath, query: Query[Within], window: Query[Window]
) -> Page[JointItem]:
    """The sum of the members' published inventories in every year that any of them has."""
    found = loaded(seen_group(request, slug), caller_of(request).user)
    years = joint_years(found, query.within)
    return page_of(request, years, window, lambda year: _item(found, year, query.within))


@router.get(
    "/groups/{slug}/inventories/{year}", response=JointDetail, summary="The inventory of a group in a year"
)
def group_inventory(
    request: HttpRequest, slug: SlugInPath, year: YearInPath, query: Query[Within]
) -> JointDetail:
    """The sum of a year by sector and by member, with what the checks say about it."""
    found = loaded(seen_group(request, slug), caller_of(request).user)
    if year not in years_of(found.parts):
        raise Http404
    one = next(each for each in joint_years(found, query.within) if each.year == year)
    item, joint = _item(found, one, query.within), one.joint
    return JointDetail(
        **dict(item),
        by_sector=_parts(joint.by_sector, found.sources, item.url) if joint else [],
        shares=[_share(found, each) for each in joint.shares] if joint else [],
        findings=list(map(finding_item, joint_findings(joint, found.group.kind))) if joint else [],
    )


def _item(found: Loaded, year: Year, within: int) -> JointItem:
    url = _address(found.group, year.year, within)
    joint = year.joint
    return JointItem(
        group=found.group.slug,
        year=year.year,
        **_quantities(found, joint, url),
        change=None
        if year.change is None
        else quantity(year.change, "1", source=_source(found), explanation=url),
        is_comparable=year.is_comparable,
        members=[each.counted.part.key for each in joint.shares] if joint else [],
        missing_members=[part.key for part in joint.missing] if joint else [],
        problems=[_said(shown(each)) for each in year.problems],
        url=url,
    )


def _quantities(found: Loaded, joint: Joint | None, url: str) -> dict[str, Quantity | None]:
    names = ("emissions", "emissions_with_sinks", "per_person", "estimated_share")
    if joint is None:
        return dict.fromkeys(names)
    source = _source(found)

    def total(sum_: TotalUncertainty) -> Quantity:
        return quantity(
            sum_.total_t,
            TONNES,
            uncertainty=sum_.relative,
            is_estimated=bool(joint.estimated_share),
            source=source,
            explanation=url,
        )

    per_person = quantity(joint.per_capita_t, f"{TONNES}/person", source=source, explanation=url)
    estimated = quantity(joint.estimated_share, "1", source=source, explanation=url)
    values = (total(joint.total), total(joint.total_with_sinks), per_person, estimated)
    return dict(zip(names, values, strict=True))


def _share(found: Loaded, share: Share) -> JointShare:
    part, edition = share.counted.part, share.counted.edition
    row = found.inventories.get((part.key, edition.year))
    source = source_of(row) if row else summed_from(edition.names)
    url = explained(row) if row else address("inherited_years", part.key)
    return JointShare(
        member=part.key,
        inventory_year=edition.year,
        summed_from=[each.key for each in edition.origins],
        emissions=quantity(
            share.total.total_t,
            TONNES,
            uncertainty=share.total.relative,
            is_estimated=share.is_estimated,
            source=source,
            explanation=url,
        ),
        by_sector=_sectors(row, share.by_sector) if row else _parts(share.by_sector, source, url),
        inventory=address("inventory", part.key, row.year, query={"version": row.pk}) if row else url,
    )


def _sectors(row: InventoryYear, by_sector: Mapping[str, float]) -> list[PartItem]:
    return [
        PartItem(
            key=key, title=_title(key), emissions=_tonnes(value, source_of(row), explained(row, sector=key))
        )
        for key, value in by_sector.items()
    ]


def _parts(by_sector: Mapping[str, float], source: str, url: str) -> list[PartItem]:
    return [
        PartItem(key=key, title=_title(key), emissions=_tonnes(value, source, url))
        for key, value in by_sector.items()
    ]


def _tonnes(value: float, source: str, explanation: str) -> Quantity:
    return quantity(value, TONNES, source=source, explanation=explanation)


def _title(sector: str) -> str:
    return translated(vocabulary.sector(sector).title)


def _source(found: Loaded) -> str:
    return found.sources or _("Published inventories of the members")


def _said(words: ShownProblem) -> str:
    return f"{words.message} {words.value}" if words.value else words.message


def _address(group: Group, year: int, within: int) -> str:
    return address("group_inventory", group.slug, year, query={"within": within} if within else None)
