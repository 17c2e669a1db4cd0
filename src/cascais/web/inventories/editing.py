"""Changes an inventory: the grid is stored whole as a new version, or not at all; drafts are published."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cascais.errors import ConflictError, InputError
from cascais.inventory.activities import Activity
from cascais.inventory.findings import Finding
from cascais.tables import vocabulary
from cascais.web.display.problems import shown
from cascais.web.inventories import reads
from cascais.web.inventories.grid import Grid, activities_of, grid_of, marked, read_grid, whole_number
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.policy import EDIT_INVENTORY
from cascais.web.inventories.supersede import new_findings, show, supersede
from cascais.web.inventories.views import inventories_step, one_year, year_step
from cascais.web.inventories.years import ComputedYear, computed_year
from cascais.web.navigation import Step, member_page
from cascais.workflows.inventories import stops_publishing
from cascais.workflows.lines import computed_lines

CONFLICT = 409
REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The lines as a grid; saving makes a new version of the inventory."""
    computed = _editable(request, slug, year)
    stored = reads.activities(computed.row)
    if request.method != "POST":
        return _page(request, computed, grid_of(computed.row.pk, stored, _factors(computed)))
    seen = _version(computed, whole_number(request.POST.get("version", "")))
    before = reads.activities(seen.row)
    grid = read_grid(request.POST, before, _factors(seen))
    if grid.has_errors:
        return _page(request, computed, grid, status=REFUSED)
    return _save(request, computed, grid, activities_of(grid, before, year))


@require_POST
@login_required
def publish(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Show a draft to everybody, unless a finding forbids it, or take an inventory back."""
    computed = _editable(request, slug, year)
    row = computed.row
    if "withdraw" not in request.POST and any(
        stops_publishing(finding) for finding in reads.found(row, reads.computed(row))
    ):
        messages.error(
            request, _("It cannot be published yet. Put right what the findings below name first.")
        )
    else:
        show(row, is_published="withdraw" not in request.POST)
        words = _("The inventory is published.") if row.is_published else _("The inventory is a draft again.")
        messages.success(request, words)
    return redirect("inventories:year", slug, year)


def _save(
    request: HttpRequest, computed: ComputedYear, grid: Grid, activities: tuple[Activity, ...]
) -> HttpResponse:
    row = computed.row
    if not activities:
        return _page(
            request, computed, grid, status=REFUSED, notice=_("An inventory needs at least one line.")
        )
    try:
        if grid.replaces != row.pk:
            raise ConflictError(f"{row} was changed in the meantime.")
        found = new_findings(row, activities)
        if found:
            return _page(request, computed, grid, status=REFUSED, findings=found)
        supersede(row, activities, request.user)
    except ConflictError:
        now = one_year(request, row.member.slug, row.year)[1]
        grid = marked(grid, now.row.pk, reads.activities(now.row))
        return _page(request, now, grid, status=CONFLICT, is_conflict=True)
    except InputError as error:
        words = shown(error.problems[0])
        return _page(request, computed, grid, status=REFUSED, notice=f"{words.message} {words.next_step}")
    messages.success(request, _("The new version is stored. The one before is kept and can be looked up."))
    return redirect("inventories:year", row.member.slug, row.year)


def _page(
    request: HttpRequest,
    computed: ComputedYear,
    grid: Grid,
    *,
    status: int = 200,
    notice: str = "",
    findings: tuple[Finding, ...] = (),
    is_conflict: bool = False,
) -> HttpResponse:
    member = computed.row.member
    context = {
        "grid": grid,
        "inventory": computed.row,
        "notice": notice,
        "findings": findings,
        "is_conflict": is_conflict,
        "sectors": vocabulary.sectors(),
        "carriers": vocabulary.carriers(),
        "grades": vocabulary.quality_grades(),
        "keys": vocabulary.notation_keys(),
        **member_page(
            request, member, inventories_step(member), year_step(member, computed.year), Step(_("Edit"))
        ),
    }
    return render(request, "inventories/edit.html", context, status=status)


def _editable(request: HttpRequest, slug: str, year: int) -> ComputedYear:
    member, computed = one_year(request, slug, year)
    if not EDIT_INVENTORY.allows(request.user, computed.row):
        raise PermissionDenied
    return computed


def _version(computed: ComputedYear, pk: int) -> ComputedYear:
    """The inventory that the form was made from: the current one, or one that stood there before."""
    if pk == computed.row.pk:
        return computed
    rows = InventoryYear.objects.filter(pk=pk, member=computed.row.member, year=computed.year)
    found = reads.with_lines(rows.select_related("member")).first()
    return computed_year(found) if found else computed


def _factors(computed: ComputedYear) -> list[float | None]:
    """Emissions [t CO2e] per unit as entered, for the sums that the page shows while one types."""
    return [
        line.emissions_t / line.activity.amount
        if line.emissions_t is not None and line.activity.amount and line.factor is not None
        else None
        for line in computed_lines(computed.inventory)
    ]
