"""Networks, who belongs to them since when, and by which resolution of a council."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from cascais.web.api.calling import caller_of
from cascais.web.api.files import BINARY, stored_file
from cascais.web.api.paging import Page, Window, page_of_rows
from cascais.web.api.quantities import Quantity, address, quantity
from cascais.web.api.texts import KeyInPath, Slug, SlugInPath
from cascais.web.register.models import (
    FeeClass,
    Membership,
    MembershipState,
    NationalOffice,
    Network,
    Resolution,
)
from cascais.web.register.policy import SEE_MEMBERSHIP, SEE_NETWORK, SEE_RESOLUTION
from cascais.web.register.reads import with_counts

router = Router()


class FeeClassItem(Schema):
    """What members of a size pay in a year."""

    key: str
    title: str
    least_population: Quantity
    amount: Quantity | None
    per_inhabitant: Quantity | None


class OfficeItem(Schema):
    """The office that looks after the members of a country."""

    country: str
    organisation: str
    member: str | None
    url: str
    email: str


class NetworkItem(Schema):
    """A network."""

    key: str
    title: str
    about: str
    homepage: str
    members: Quantity
    url: str


class NetworkDetail(NetworkItem):
    """A network with its offices and fees."""

    offices: list[OfficeItem]
    fee_classes: list[FeeClassItem]
    links: dict[str, str]


class MembershipItem(Schema):
    """How a member stands to a network."""

    id: int
    network: str
    member: str
    member_name: str
    state: MembershipState
    applied_on: date | None
    board_decided_on: date | None
    withdrawn_on: date | None
    resolution: str | None = Field(description="The address of the resolution")
    fee_class: str | None
    external_key: str = Field(description="How the network's own list names the member")


class ResolutionItem(Schema):
    """A decision of a council by which a member commits itself."""

    id: int
    member: str
    title: str
    decided_on: date
    number: str
    language: str
    text: str
    source_url: str
    file: str | None = Field(description="The address of the document")
    file_name: str | None
    file_sha256: str | None
    url: str


class MembershipFilters(Schema):
    """Which memberships are wanted."""

    network: Slug | None = None
    member: Slug | None = None
    state: MembershipState | None = None


class ResolutionFilters(Schema):
    """Which resolutions are wanted."""

    member: Slug | None = None


@router.get("/networks", response=Page[NetworkItem], summary="All networks")
def networks(request: HttpRequest, window: Query[Window]) -> Page[NetworkItem]:
    """The networks that members join by a resolution."""
    return page_of_rows(request, _networks(request), window, _network)


@router.get("/networks/{key}", response=NetworkDetail, summary="One network")
def network(request: HttpRequest, key: SlugInPath) -> NetworkDetail:
    """A network with its national offices and its fee classes."""
    rows = _networks(request).prefetch_related(
        Prefetch("offices", queryset=NationalOffice.objects.select_related("member")), "fee_classes"
    )
    row = get_object_or_404(rows, key=key)
    return NetworkDetail(
        **dict(_network(row)),
        offices=[_office(each) for each in row.offices.all()],
        fee_classes=[_fee_class(each) for each in row.fee_classes.all()],
        links={
            "members": address("members", query={"network": key}),
            "memberships": address("memberships", query={"network": key}),
            "totals": address("network_totals", key),
            "climate_justice": address("network_justice", key),
            "dues": address("dues", query={"network": key}),
        },
    )


@router.get("/memberships", response=Page[MembershipItem], summary="Who belongs to which network")
def memberships(
    request: HttpRequest, filters: Query[MembershipFilters], window: Query[Window]
) -> Page[MembershipItem]:
    """Memberships from the resolution of the council on, and with a token those of the caller before it."""
    rows = caller_of(request).rows(
        SEE_MEMBERSHIP, Membership.objects.select_related("network", "member", "fee_class"), "member"
    )
    wanted = filters.model_dump(exclude_none=True)
    names = {"network": "network__key", "member": "member__slug", "state": "state"}
    rows = rows.filter(**{names[name]: value for name, value in wanted.items()})
    return page_of_rows(request, rows.order_by("network__key", "member__slug", "pk"), window, _membership)


@router.get("/resolutions", response=Page[ResolutionItem], summary="All resolutions")
def resolutions(
    request: HttpRequest, filters: Query[ResolutionFilters], window: Query[Window]
) -> Page[ResolutionItem]:
    """The decisions of councils by which members commit themselves, the latest first."""
    rows = _resolutions(request)
    if filters.member is not None:
        rows = rows.filter(member__slug=filters.member)
    return page_of_rows(request, rows.order_by("-decided_on", "pk"), window, _resolution)


@router.get("/resolutions/{id}", response=ResolutionItem, summary="One resolution")
def resolution(request: HttpRequest, id: KeyInPath) -> ResolutionItem:
    """A decision of a council."""
    return _resolution(get_object_or_404(_resolutions(request), pk=id))


@router.get(
    "/resolutions/{id}/file",
    response=None,
    summary="The document of a resolution",
    openapi_extra=BINARY,
)
def resolution_file(request: HttpRequest, id: KeyInPath) -> FileResponse:
    """The document as it was uploaded."""
    rows = SEE_RESOLUTION.rows(caller_of(request).user, Resolution.objects.select_related("file"))
    return stored_file(get_object_or_404(rows, pk=id).file)


def _networks(request: HttpRequest) -> QuerySet[Network]:
    return with_counts(SEE_NETWORK.rows(caller_of(request).user, Network.objects.all()))


def _resolutions(request: HttpRequest) -> QuerySet[Resolution]:
    rows = Resolution.objects.select_related("member", "file").defer("file__content")
    return SEE_RESOLUTION.rows(caller_of(request).user, rows)


def _network(row: Network) -> NetworkItem:
    url = address("network", row.key)
    return NetworkItem(
        key=row.key,
        title=row.title,
        about=row.about,
        homepage=row.url,
        members=quantity(
            row.member_count,  # type: ignore[attr-defined]
            "members",
            source=_("Register of the members"),
            explanation=address("memberships", query={"network": row.key, "state": "member"}),
        ),
        url=url,
    )


def _office(row: NationalOffice) -> OfficeItem:
    return OfficeItem(
        country=row.country,
        organisation=row.organisation,
        member=row.member.slug if row.member else None,
        url=row.url,
        email=row.email,
    )


def _fee_class(row: FeeClass) -> FeeClassItem:
    source = row.source or _("Statutes of the network")

    def money(value: Decimal | None, unit: str) -> Quantity | None:
        if value is None:
            return None
        return quantity(float(value), unit, source=source, explanation=address("network", row.network.key))

    return FeeClassItem(
        key=row.key,
        title=row.title,
        least_population=quantity(
            row.least_population,
            "persons",
            source=source,
            explanation=address("network", row.network.key),
        ),
        amount=money(row.amount, f"{row.currency}/year"),
        per_inhabitant=money(row.per_inhabitant, f"{row.currency}/(person·year)"),
    )


def _membership(row: Membership) -> MembershipItem:
    return MembershipItem(
        id=row.pk,
        network=row.network.key,
        member=row.member.slug,
        member_name=row.member.name,
        state=MembershipState(row.state),
        applied_on=row.applied_on,
        board_decided_on=row.board_decided_on,
        withdrawn_on=row.withdrawn_on,
        resolution=address("resolution", row.resolution_id) if row.resolution_id else None,
        fee_class=row.fee_class.key if row.fee_class else None,
        external_key=row.external_key,
    )


def _resolution(row: Resolution) -> ResolutionItem:
    return ResolutionItem(
        id=row.pk,
        member=row.member.slug,
        title=row.title,
        decided_on=row.decided_on,
        number=row.number,
        language=row.language,
        text=row.text,
        source_url=row.url,
        file=address("resolution_file", row.pk) if row.file else None,
        file_name=row.file.name if row.file else None,
        file_sha256=row.file.sha256 if row.file else None,
        url=address("resolution", row.pk),
    )
