"""Changes the lines of an inventory: the grid is stored whole as a new draft, or not at all.

Where somebody else has stored a version since the grid was opened, both sets of changes are put together on a page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cascais.errors import ConflictError, InputError
from cascais.inventory.activities import Activity
from cascais.inventory.findings import Finding
from cascais.inventory.merging import Merge, merge, resolved
from cascais.tables import vocabulary
from cascais.web.display.problems import shown
from cascais.web.inventories import reads
from cascais.web.inventories.choosing import Choices, choices, kept_fields
from cascais.web.inventories.drafting import content_of, forbidding, save_lines
from cascais.web.inventories.grid import Grid, activities_of, grid_of, read_grid, whole_number
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.views import inventories_step, working_year, year_step
from cascais.web.inventories.years import ComputedYear, computed_year
from cascais.web.navigation import Step, member_page
from cascais.workflows.lines import computed_lines

CONFLICT = 409
REFUSED = 422


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing was stored."""

    notice: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """What somebody sent: the version that the grid was made from, the grid, and the lines that it stands for."""

    seen: ComputedYear
    grid: Grid
    mine: tuple[Activity, ...]

    @property
    def base(self) -> tuple[Activity, ...]:
        return reads.activities(self.seen.row)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The lines as a grid; saving makes a new draft."""
    now = working_year(request, slug, year)
    if request.method != "POST":
        return _page(request, now, grid_of(now.row.pk, reads.activities(now.row), _factors(now)))
    seen = _version(now, whole_number(request.POST.get("version", "")))
    before = reads.activities(seen.row)
    grid = read_grid(request.POST, before, _factors(seen))
    if grid.has_errors:
        return _page(request, now, grid, status=REFUSED)
    work = Work(seen, grid, activities_of(grid, before, year))
    if grid.version != now.row.pk or "replaces" in request.POST:
        return _put_together(request, now, work)
    refusal = _save(request, now, work.mine)
    if isinstance(refusal, ConflictError):
        return _put_together(request, working_year(request, slug, year), work)
    return _page(request, now, grid, REFUSED, refusal) if refusal else _stored(request, now)


def _put_together(request: HttpRequest, now: ComputedYear, work: Work) -> HttpResponse:
    """Show both sides' changes, and store them together once the person has seen just these and decided."""
    found = merge(work.base, work.mine, reads.activities(now.row))
    is_asked = whole_number(request.POST.get("replaces", "")) == now.row.pk
    given = choices(found, request.POST, is_asked=is_asked)
    if not is_asked or not given.is_complete:
        status = REFUSED if is_asked else CONFLICT
        return _merge_page(request, now, work, given, status=status)
    return _save_together(request, now, work, found, given)


def _save_together(
    request: HttpRequest, now: ComputedYear, work: Work, found: Merge, given: Choices
) -> HttpResponse:
    refusal = _save(request, now, resolved(found, given.answers))
    if isinstance(refusal, ConflictError):
        now = working_year(request, now.row.member.slug, now.year)
        found = merge(work.base, work.mine, reads.activities(now.row))
        given = choices(found, request.POST, is_asked=False)
        return _merge_page(request, now, work, given, status=CONFLICT)
    if refusal:
        return _merge_page(request, now, work, given, status=REFUSED, refusal=refusal)
    return _stored(request, now)


def _save(
    request: HttpRequest, now: ComputedYear, activities: tuple[Activity, ...]
) -> Refusal | ConflictError | None:
    """Store the lines, or say why not."""
    if not activities:
        return Refusal(_("An inventory needs at least one line."))
    try:
        found = forbidding(now.row, replace(content_of(now.row), activities=activities))
        if found:
            return Refusal(findings=found)
        save_lines(now.row, activities, request.user)
    except ConflictError as error:
        return error
    except InputError as error:
        words = shown(error.problems[0])
        return Refusal(f"{words.message} {words.next_step}")
    return None


def _stored(request: HttpRequest, now: ComputedYear) -> HttpResponse:
    words = (
        _("Stored as a draft. What is published stays as it is until the draft is published.")
        if now.row.is_published
        else _("The new version is stored. The one before is kept and can be looked up.")
    )
    messages.success(request, words)
    return redirect("inventories:year", now.row.member.slug, now.year)


def _page(
    request: HttpRequest,
    now: ComputedYear,
    grid: Grid,
    status: int = 200,
    refusal: Refusal | None = None,
) -> HttpResponse:
    context = {"grid": grid, "refusal": refusal, **_frame(request, now, Step(_("Edit")))}
    return render(request, "inventories/edit.html", context, status=status)


def _merge_page(
    request: HttpRequest,
    now: ComputedYear,
    work: Work,
    given: Choices,
    *,
    status: int,
    refusal: Refusal | None = None,
) -> HttpResponse:
    context = {
        "choices": given,
        "refusal": refusal,
        "seen": work.seen.row,
        "kept": kept_fields(work.grid, work.base),
        **_frame(request, now, Step(_("Put changes together"))),
    }
    return render(request, "inventories/merge.html", context, status=status)


def _frame(request: HttpRequest, now: ComputedYear, step: Step) -> dict[str, object]:
    member = now.row.member
    return {
        "inventory": now.row,
        "sectors": vocabulary.sectors(),
        "carriers": vocabulary.carriers(),
        "grades": vocabulary.quality_grades(),
        "keys": vocabulary.notation_keys(),
        **member_page(request, member, inventories_step(member), year_step(member, now.year), step),
    }


def _version(now: ComputedYear, pk: int) -> ComputedYear:
    """The inventory that the form was made from: the one that stands, or one that stood there before."""
    if pk == now.row.pk:
        return now
    rows = InventoryYear.objects.filter(pk=pk, member=now.row.member, year=now.year)
    found = reads.with_lines(rows.select_related("member")).first()
    return computed_year(found) if found else now


def _factors(computed: ComputedYear) -> list[float | None]:
    """Emissions [t CO2e] per unit as entered, for the sums that the page shows while one types."""
    return [
        line.emissions_t / line.activity.amount
        if line.emissions_t is not None and line.activity.amount and line.factor is not None
        else None
        for line in computed_lines(computed.inventory)
    ]
