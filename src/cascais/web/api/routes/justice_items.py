"""Projects and pledges of climate justice as the interface tells and takes them."""

from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import ConfigDict

from cascais.web.api.quantities import Quantity, address, quantity
from cascais.web.api.texts import Country, Key, Level, Sentences, Slug, Title, WebAddress
from cascais.web.justice.models import ProcurementPledge, SupportProject
from cascais.web.register.fields import CURRENCIES, FIRST_YEAR, LAST_YEAR

JusticeYear = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR, strict=True)]


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
    file: str | None = Field(description="The address of the evidence")
    url: str


class SupportProjectItem(JusticeItem):
    """Support of an indigenous partner."""

    partner: str
    partner_country: str
    partner_member: str | None


class ProcurementPledgeItem(JusticeItem):
    """What a member promised to buy only under conditions, or not at all."""

    good: ProcurementPledge.Good


class JusticeIn(Schema):
    """What projects and pledges to be stored have in common."""

    model_config = ConfigDict(extra="forbid")

    title: Title = Field(min_length=1)
    year: JusticeYear
    last_year: JusticeYear | None = Field(None, description="None where it is one year, or has no end")
    amount: Level | None = Field(None, description="For the whole time, in the currency; two decimals")
    currency: Annotated[str, Field(json_schema_extra={"enum": list(CURRENCIES)})] = "EUR"
    about: Sentences = ""
    evidence: Sentences = Field("", description="The document that says so, with its number or page")
    evidence_url: WebAddress = ""
    resolution: Key | None = Field(None, description="The id of a resolution of the same member")


class SupportProjectIn(JusticeIn):
    """A support project to be stored."""

    partner: Title = Field(min_length=1, description="The indigenous organisation that is supported")
    partner_country: Country | None = None
    partner_member: Slug | None = Field(None, description="Its short name, where it is a member")


class ProcurementPledgeIn(JusticeIn):
    """A procurement pledge to be stored."""

    good: ProcurementPledge.Good


def project_item(row: SupportProject) -> SupportProjectItem:
    """A support project."""
    return SupportProjectItem(
        **dict(_item(row, "support_project")),
        partner=row.partner,
        partner_country=row.partner_country,
        partner_member=row.partner_member.slug if row.partner_member else None,
    )


def pledge_item(row: ProcurementPledge) -> ProcurementPledgeItem:
    """A procurement pledge."""
    good = ProcurementPledge.Good(row.good)
    return ProcurementPledgeItem(**dict(_item(row, "procurement_pledge")), good=good)


def _item(row: SupportProject | ProcurementPledge, name: str) -> JusticeItem:
    where = address(name, row.pk)
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
        file=address(f"{name}_file", row.pk) if row.evidence_file_id else None,
        url=where,
    )
