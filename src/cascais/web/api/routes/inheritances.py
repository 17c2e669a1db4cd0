"""What a merged member has from its predecessors: the sums of their published inventories, year by year."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from cascais.inventory.uncertainty import TotalUncertainty
from cascais.web.api.paging import Page, Window, page_of
from cascais.web.api.quantities import TONNES, Quantity, address, quantity
from cascais.web.api.routes.members import seen_member
from cascais.web.api.texts import SlugInPath
from cascais.web.display.texts import translated
from cascais.web.inventories.reads import published
from cascais.web.members.successions import origin
from cascais.workflows.successions import Gap, InheritedYear

router = Router()


class InheritedYearItem(Schema):
    """A year before a merger or split in the boundary of the member that came of it, or why it cannot be told."""

    member: str
    year: int
    summed_from: list[str] = Field(description="The members whose inventories were added up")
    emissions: Quantity | None = Field(description="Without sinks: what targets are compared with")
    emissions_with_sinks: Quantity | None
    population: Quantity | None
    is_in_series: bool = Field(
        description="Whether targets are judged on it: an inventory of the member’s own goes before"
    )
    problem: str = Field(description="Why the inventories of the predecessors cannot be added up")
    url: str


@router.get(
    "/members/{slug}/inherited-years",
    response=Page[InheritedYearItem],
    summary="The years that a member has from its predecessors",
)
def inherited_years(request: HttpRequest, slug: SlugInPath, window: Query[Window]) -> Page[InheritedYearItem]:
    """The sums of the published inventories of those that it came from, and the years that cannot be added up."""
    member = seen_member(request, slug)
    found = origin(member).found
    own = set(published(member).values_list("year", flat=True)) if found.years else set()
    every: list[InheritedYear | Gap] = [*found.years, *found.gaps]
    return page_of(
        request, sorted(every, key=lambda each: each.year), window, lambda each: _item(slug, each, own)
    )


def summed_from(names: Iterable[str]) -> str:
    """The source of a sum over predecessors."""
    return _("Inventories of {names}, added up").format(names=", ".join(names))


def _item(slug: str, found: InheritedYear | Gap, own: Collection[int]) -> InheritedYearItem:
    if isinstance(found, Gap):
        return _gap(slug, found)
    return _year(slug, found, is_in_series=found.year not in own)


def _year(slug: str, found: InheritedYear, *, is_in_series: bool) -> InheritedYearItem:
    source, url = summed_from(found.names), address("inherited_years", slug)

    def total(sum_: TotalUncertainty) -> Quantity:
        return quantity(
            sum_.total_t,
            TONNES,
            uncertainty=sum_.relative,
            is_estimated=found.is_estimated,
            source=source,
            explanation=url,
        )

    return InheritedYearItem(
        member=slug,
        year=found.year,
        summed_from=[each.key for each in found.edition.origins],
        emissions=total(found.total),
        emissions_with_sinks=total(found.total_with_sinks),
        population=quantity(
            found.population,
            "persons",
            source=source,
            explanation=url,
            is_estimated=found.is_estimated,
        ),
        is_in_series=is_in_series,
        problem="",
        url=url,
    )


def _gap(slug: str, gap: Gap) -> InheritedYearItem:
    return InheritedYearItem(
        member=slug,
        year=gap.year,
        summed_from=[],
        emissions=None,
        emissions_with_sinks=None,
        population=None,
        is_in_series=False,
        problem=translated(gap.why),
        url=address("inherited_years", slug),
    )
