"""Sums over the members of a network, or over all members."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from cascais.web.api.calling import caller_of
from cascais.web.api.quantities import TONNES, Quantity, quantity
from cascais.web.api.texts import Country, SlugInPath
from cascais.web.members.models import MemberKind
from cascais.web.overview import reads
from cascais.web.register.models import Network
from cascais.web.register.policy import SEE_NETWORK
from cascais.workflows.network_view import Sum

router = Router()


class SumItem(Schema):
    """A sum over members. Its uncertainty holds where their errors have nothing to do with each other."""

    members: int
    emissions: Quantity
    largest_uncertainty: Quantity
    members_without_uncertainty: int


class YearSum(SumItem):
    """The sum of the inventories of a year."""

    year: int


class CountrySum(SumItem):
    """The sum of the latest inventories of the members of a country."""

    country: str


class NetworkTotals(Schema):
    """The sums over the members that were asked for."""

    latest: SumItem
    persons: Quantity
    per_person: Quantity
    change: Quantity
    by_year: list[YearSum]
    by_country: list[CountrySum]


class TotalsFilters(Schema):
    """Which members count."""

    country: Country | None = None
    kind: MemberKind | None = None


@router.get("/totals", response=NetworkTotals, summary="Sums over all members")
def totals(request: HttpRequest, filters: Query[TotalsFilters]) -> NetworkTotals:
    """The latest published inventories together, by year and by country."""
    return _totals({name: str(value) for name, value in filters.model_dump(exclude_none=True).items()})


@router.get("/networks/{key}/totals", response=NetworkTotals, summary="Sums over the members of a network")
def network_totals(request: HttpRequest, key: SlugInPath, filters: Query[TotalsFilters]) -> NetworkTotals:
    """The latest published inventories of the members of a network together, by year and by country."""
    get_object_or_404(SEE_NETWORK.rows(caller_of(request).user, Network.objects.all()), key=key)
    wanted = {name: str(value) for name, value in filters.model_dump(exclude_none=True).items()}
    return _totals({**wanted, "network": key, "membership": "member"})


def narrowed(wanted: Mapping[str, str]) -> reads.Network:
    """The members that a call asks for."""
    found = reads.network(wanted, timezone.localdate())
    if any(found.asked.get(name) != value for name, value in wanted.items()):
        # What no member has is no filter of the pages; here it means that nobody remains.
        return reads.Network(found.view, found.asked, found.places[:0])
    return found


def _totals(wanted: Mapping[str, str]) -> NetworkTotals:
    found = narrowed(wanted)
    sums = reads.totals(found)
    where = f"{reverse('overview:totals')}?{found.asked.query}"
    source = _("Published inventories of the members")

    def number(value: float | None, unit: str, uncertainty: float | None = None) -> Quantity:
        return quantity(value, unit, uncertainty=uncertainty, source=source, explanation=where)

    def parts(each: Sum) -> dict[str, object]:
        return {
            "members": each.members,
            "emissions": number(each.total_t, TONNES, each.apart),
            "largest_uncertainty": number(each.together, "1"),
            "members_without_uncertainty": each.unknown,
        }

    return NetworkTotals(
        latest=SumItem.model_validate(parts(sums.latest)),
        persons=number(sums.persons, "persons"),
        per_person=number(sums.per_head_t, f"{TONNES}/person"),
        change=number(sums.change, "1"),
        by_year=[YearSum.model_validate({"year": year, **parts(each)}) for year, each in sums.by_year],
        by_country=[
            CountrySum.model_validate({"country": country, **parts(each)})
            for country, each in sums.by_country
        ],
    )
