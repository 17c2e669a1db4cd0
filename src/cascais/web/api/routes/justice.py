"""What members do for climate justice: support of indigenous partners, and what they will not buy."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from cascais.web.api.paging import Page, Window, page_of_rows
from cascais.web.api.quantities import Quantity, address, quantity
from cascais.web.api.texts import Slug
from cascais.web.justice.models import ProcurementPledge, SupportProject

router = Router()


class JusticeItem(Schema):
    """What projects and pledges have in common."""

    id: int
    member: str
    title: str
    year: int
    last_year: int | None
    amount: Quantity | None
    about: str
    evidence: str = Field(description="Which document says so")
    evidence_url: str
    resolution: str | None = Field(description="The address of the resolution")
    is_synthetic: bool = Field(description="Whether it was made up to show the site")


class SupportProjectItem(JusticeItem):
    """Support of an indigenous partner."""

    partner: str
    partner_country: str
    partner_member: str | None


class ProcurementPledgeItem(JusticeItem):
    """What a member promised to buy only under conditions, or not at all."""

    good: ProcurementPledge.Good


class JusticeFilters(Schema):
    """Which projects or pledges are wanted."""

    member: Slug | None = None
    year: int | None = Field(None, ge=1900, le=2100)


@router.get("/support-projects", response=Page[SupportProjectItem], summary="All support projects")
def support_projects(
    request: HttpRequest, filters: Query[JusticeFilters], window: Query[Window]
) -> Page[SupportProjectItem]:
    """The support of indigenous partners by members, the latest first."""
    rows = SupportProject.objects.filter(**_wanted(filters)).select_related("member", "partner_member")
    return page_of_rows(request, rows.order_by("-year", "pk"), window, _project)


@router.get("/procurement-pledges", response=Page[ProcurementPledgeItem], summary="All procurement pledges")
def procurement_pledges(
    request: HttpRequest, filters: Query[JusticeFilters], window: Query[Window]
) -> Page[ProcurementPledgeItem]:
    """What members promised about what they buy, the latest first."""
    rows = ProcurementPledge.objects.filter(**_wanted(filters)).select_related("member")
    return page_of_rows(request, rows.order_by("-year", "pk"), window, _pledge)


def _wanted(filters: JusticeFilters) -> dict[str, object]:
    names = {"member": "member__slug", "year": "year"}
    return {names[name]: value for name, value in filters.model_dump(exclude_none=True).items()}


def _project(row: SupportProject) -> SupportProjectItem:
    return SupportProjectItem(
        **dict(_item(row, "support_projects")),
        partner=row.partner,
        partner_country=row.partner_country,
        partner_member=row.partner_member.slug if row.partner_member else None,
    )


def _pledge(row: ProcurementPledge) -> ProcurementPledgeItem:
    good = ProcurementPledge.Good(row.good)
    return ProcurementPledgeItem(**dict(_item(row, "procurement_pledges")), good=good)


def _item(row: SupportProject | ProcurementPledge, name: str) -> JusticeItem:
    where = address(name, query={"member": row.member.slug})
    amount = None
    if row.amount is not None:
        source = row.evidence or _("Entered by the member")
        amount = quantity(float(row.amount), row.currency, source=source, explanation=where)
    return JusticeItem(
        id=row.pk,
        member=row.member.slug,
        title=row.title,
        year=row.year,
        last_year=row.last_year,
        amount=amount,
        about=row.about,
        evidence=row.evidence,
        evidence_url=row.evidence_url,
        resolution=address("resolution", row.resolution_id) if row.resolution_id else None,
        is_synthetic=row.is_synthetic,
    )
