"""What members do for climate justice: support of indigenous partners, and what they will not buy."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from cascais.web.api.calling import caller_of
from cascais.web.api.files import BINARY, stored_file
from cascais.web.api.paging import Page, Window, page_of_rows
from cascais.web.api.quantities import Quantity, address, quantity
from cascais.web.api.routes.justice_items import (
    ProcurementPledgeItem,
    SupportProjectItem,
    pledge_item,
    project_item,
)
from cascais.web.api.texts import KeyInPath, Slug, SlugInPath
from cascais.web.justice.models import ProcurementPledge, SupportProject
from cascais.web.justice.policy import SEE_PLEDGE, SEE_PROJECT
from cascais.web.justice.reads import YearSum, network_totals
from cascais.web.register.models import Network
from cascais.web.register.policy import SEE_NETWORK

router = Router()


class JusticeFilters(Schema):
    """Which projects or pledges are wanted."""

    member: Slug | None = None
    year: int | None = Field(None, ge=1900, le=2100)


class JusticeSum(Schema):
    """What the projects that began in a year come to in one currency."""

    year: int
    currency: str
    amount: Quantity | None = Field(description="None where no project names one")
    projects: int
    without_amount: int
    is_synthetic: bool = Field(description="Whether they were made up to show the site")


class GoodCount(Schema):
    """How many pledges members made about a good."""

    good: ProcurementPledge.Good
    pledges: int
    is_synthetic: bool = Field(description="Whether they were made up to show the site")


class NetworkJustice(Schema):
    """What the present members of a network do; currencies are never added up."""

    network: str
    members: int
    projects: list[JusticeSum]
    pledges: list[GoodCount]


@router.get("/support-projects", response=Page[SupportProjectItem], summary="All support projects")
def support_projects(
    request: HttpRequest, filters: Query[JusticeFilters], window: Query[Window]
) -> Page[SupportProjectItem]:
    """The support of indigenous partners by members, the latest first."""
    rows = seen_projects(request).filter(**_wanted(filters))
    return page_of_rows(request, rows.order_by("-year", "pk"), window, project_item)


@router.get("/support-projects/{id}", response=SupportProjectItem, summary="One support project")
def support_project(request: HttpRequest, id: KeyInPath) -> SupportProjectItem:
    """The support of an indigenous partner by a member."""
    return project_item(get_object_or_404(seen_projects(request), pk=id))


@router.get(
    "/support-projects/{id}/file",
    response=None,
    openapi_extra=BINARY,
    summary="The evidence of a support project",
)
def support_project_file(request: HttpRequest, id: KeyInPath) -> FileResponse:
    """The document as it was uploaded."""
    return stored_file(get_object_or_404(seen_projects(request), pk=id).evidence_file)


@router.get("/procurement-pledges", response=Page[ProcurementPledgeItem], summary="All procurement pledges")
def procurement_pledges(
    request: HttpRequest, filters: Query[JusticeFilters], window: Query[Window]
) -> Page[ProcurementPledgeItem]:
    """What members promised about what they buy, the latest first."""
    rows = seen_pledges(request).filter(**_wanted(filters))
    return page_of_rows(request, rows.order_by("-year", "pk"), window, pledge_item)


@router.get("/procurement-pledges/{id}", response=ProcurementPledgeItem, summary="One procurement pledge")
def procurement_pledge(request: HttpRequest, id: KeyInPath) -> ProcurementPledgeItem:
    """What a member promised about what it buys."""
    return pledge_item(get_object_or_404(seen_pledges(request), pk=id))


@router.get(
    "/procurement-pledges/{id}/file",
    response=None,
    openapi_extra=BINARY,
    summary="The evidence of a procurement pledge",
)
def procurement_pledge_file(request: HttpRequest, id: KeyInPath) -> FileResponse:
    """The document as it was uploaded."""
    return stored_file(get_object_or_404(seen_pledges(request), pk=id).evidence_file)


@router.get(
    "/networks/{key}/climate-justice", response=NetworkJustice, summary="Climate justice in a network"
)
def network_justice(request: HttpRequest, key: SlugInPath) -> NetworkJustice:
    """Support projects by year and currency, and pledges by good, of the present members of a network."""
    network = get_object_or_404(SEE_NETWORK.rows(caller_of(request).user, Network.objects.all()), key=key)
    found = network_totals(network)
    return NetworkJustice(
        network=network.key,
        members=found.members,
        projects=[_sum(each) for each in found.sums],
        pledges=[
            GoodCount(good=each.good, pledges=each.pledges, is_synthetic=each.is_synthetic)
            for each in found.goods
        ],
    )


def seen_projects(request: HttpRequest) -> QuerySet[SupportProject]:
    """The support projects that the caller may see."""
    rows = SupportProject.objects.select_related("member", "partner_member")
    return SEE_PROJECT.rows(caller_of(request).user, rows)


def seen_pledges(request: HttpRequest) -> QuerySet[ProcurementPledge]:
    """The procurement pledges that the caller may see."""
    return SEE_PLEDGE.rows(caller_of(request).user, ProcurementPledge.objects.select_related("member"))


def _wanted(filters: JusticeFilters) -> dict[str, object]:
    names = {"member": "member__slug", "year": "year"}
    return {names[name]: value for name, value in filters.model_dump(exclude_none=True).items()}


def _sum(found: YearSum) -> JusticeSum:
    where = address("support_projects", query={"year": found.year})
    amount = None
    if found.amount is not None:
        source = _("Support projects of the members")
        amount = quantity(float(found.amount), found.currency, source=source, explanation=where)
    return JusticeSum(
        year=found.year,
        currency=found.currency,
        amount=amount,
        projects=found.projects,
        without_amount=found.without_amount,
        is_synthetic=found.is_synthetic,
    )
