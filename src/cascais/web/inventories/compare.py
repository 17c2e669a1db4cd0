"""Two years of one member side by side."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cascais.charts import CHARTS, Chart, EmptyChart
from cascais.web.display.language import page_style
from cascais.web.inventories import tables
from cascais.web.inventories.downloads import response
from cascais.web.inventories.views import inventories_step, seen_member
from cascais.web.inventories.years import ComputedYear, computed_years, working
from cascais.web.members.models import Member
from cascais.web.navigation import Step, member_page
from cascais.workflows import drawings
from cascais.workflows.comparison import Comparison, compare


@dataclass(frozen=True, slots=True)
class CompareRoom:
    """Two inventories and what differs between them."""

    before: ComputedYear
    after: ComputedYear
    found: Comparison
    chart: Chart | EmptyChart

    @property
    def per_head_change(self) -> float | None:
        """Change per inhabitant as a share of the earlier year."""
        before, after = self.before.per_head_t, self.after.per_head_t
        return after / before - 1 if before and after is not None else None

    @property
    def has_same_scope(self) -> bool:
        return not self.found.only_before and not self.found.only_after


@require_safe
def compare_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose two years and see what changed."""
    member = seen_member(request, slug)
    years = working(computed_years(member, request.user))
    pair = _pair(request, years)
    context = {
        "years": years,
        "room": _room(member, *pair) if pair else None,
        **member_page(request, member, inventories_step(member), Step(_("Compare years"))),
    }
    return render(request, "inventories/compare.html", context)


@require_safe
def compare_download(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The comparison as a table."""
    member = seen_member(request, slug)
    pair = _pair(request, working(computed_years(member, request.user)))
    if pair is None:
        raise Http404
    found = compare(pair[0].inventory, pair[1].inventory)
    return response(tables.comparison_table(member, found, pair), form)


def _room(member: Member, before: ComputedYear, after: ComputedYear) -> CompareRoom:
    found = compare(before.inventory, after.inventory)
    labels = drawings.Labels(member.local_name, after.year, after.row.source)
    record = drawings.compare_years(labels, (before.year, after.year), found)
    return CompareRoom(before, after, found, CHARTS["compare_years"](record, page_style()))


def _pair(request: HttpRequest, years: list[ComputedYear]) -> tuple[ComputedYear, ComputedYear] | None:
    """The two years of the address, the earlier first; by default the first and the last inventory.

    A year without an inventory is no page; with fewer than two inventories there is nothing to compare.
    """
    if len(years) < 2:
        return None
    by_year = {str(each.year): each for each in years}
    asked = [request.GET.get("from") or str(years[0].year), request.GET.get("to") or str(years[-1].year)]
    if not set(asked) <= set(by_year):
        raise Http404(", ".join(asked))
    before, after = sorted((by_year[year] for year in asked), key=lambda each: each.year)
    return (before, after) if before is not after else (years[0], years[-1])
