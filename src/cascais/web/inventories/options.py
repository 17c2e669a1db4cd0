"""Changes what stands above the lines of an inventory: title, source, note, series, potentials, prescribed factors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cascais.errors import CascaisError, ConflictError, InputError
from cascais.inventory.factors import PrescribedFactor
from cascais.inventory.findings import Finding
from cascais.web.display.problems import shown
from cascais.web.inventories.drafting import content_of, forbidding, save_draft
from cascais.web.inventories.grid import whole_number
from cascais.web.inventories.line_words import HEAD
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.options_form import HEAD_FIELDS, Factors, HeadForm, factors_form
from cascais.web.inventories.views import inventories_step, working_year, year_step
from cascais.web.inventories.writes import NewInventory
from cascais.web.navigation import Step, member_page

CONFLICT = 409
REFUSED = 422
PRESCRIBED = "prescribed"
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that both changed: what it is called, and what the other made of it."""

    title: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Page:
    """The two forms, and why they were not stored."""

    head: HeadForm
    factors: Factors
    version: int  # that the rows of the factors were made from
    clashes: tuple[Clash, ...] = ()
    findings: tuple[Finding, ...] = ()
    notice: str = ""
    status: int = 200


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def options(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The fields of the head and the prescribed factors; saving makes a new draft."""
    now = working_year(request, slug, year).row
    if request.method != "POST":
        return _page(request, now, _fresh(now, _values(now)))
    seen = InventoryYear.objects.filter(
        pk=whole_number(request.POST.get("version", "")), member=now.member, year=year
    ).first()
    head = HeadForm(request.POST, country=now.member.country, stored=now.electricity)
    base = _values(seen or now)
    factors = factors_form(base[PRESCRIBED], request.POST)
    if not head.is_valid() or not factors.is_valid:
        return _page(request, now, Page(head, factors, (seen or now).pk, status=REFUSED))
    mine = {**head.cleaned_data, PRESCRIBED: factors.given}
    return _save(request, now, base, mine, Page(head, factors, (seen or now).pk))


def _save(request: HttpRequest, now: InventoryYear, base: Values, mine: Values, page: Page) -> HttpResponse:
    """Store what only one side changed together; where both changed a field, ask."""
    theirs = _values(now)
    clashing = [
        name for name in mine if base[name] != mine[name] != theirs[name] and base[name] != theirs[name]
    ]
    merged = {name: theirs[name] if mine[name] == base[name] else mine[name] for name in mine}
    if clashing:
        clashes = tuple(Clash(_title(name), _told(theirs[name])) for name in clashing)
        return _page(request, now, replace(_fresh(now, merged), clashes=clashes, status=CONFLICT))
    content = _content(now, merged)
    try:
        findings = forbidding(now, content)
        if findings:
            return _page(request, now, replace(page, findings=findings, status=REFUSED))
        save_draft(now, content, request.user)
    except ConflictError:
        later = working_year(request, now.member.slug, now.year).row
        return _save(request, later, base, mine, page)
    except CascaisError as error:
        return _page(request, now, replace(page, notice=_why(error), status=REFUSED))
    messages.success(request, _("Stored as a draft, computed with what is written here."))
    return redirect("inventories:year", now.member.slug, now.year)


def _why(error: CascaisError) -> str:
    """Why the factors cannot be computed with, as when two of them answer for the same line."""
    if not isinstance(error, InputError):
        return str(error)
    words = shown(error.problems[0])
    return " ".join(part for part in (words.message, words.value, words.next_step) if part)


def _values(row: InventoryYear) -> dict[str, Any]:
    content = content_of(row)
    return {**{name: content.head[name] for name in HEAD_FIELDS}, PRESCRIBED: content.prescribed}


def _content(row: InventoryYear, values: Values) -> NewInventory:
    before = content_of(row)
    head = {name: values[name] for name in HEAD_FIELDS}
    return replace(before, head={**before.head, **head}, prescribed=values[PRESCRIBED])


def _fresh(row: InventoryYear, values: Values) -> Page:
    return Page(
        HeadForm(initial=dict(values), country=row.member.country, stored=row.electricity),
        factors_form(values[PRESCRIBED]),
        row.pk,
    )


def _title(name: str) -> str:
    return _("Prescribed factors") if name == PRESCRIBED else str(HEAD[name])


def _told(value: str | tuple[PrescribedFactor, ...]) -> str:
    if isinstance(value, str):
        return value or "–"
    return "; ".join(f"{each.carrier} {each.sector} {each.factor:g} {each.unit}" for each in value) or "–"


def _page(request: HttpRequest, row: InventoryYear, page: Page) -> HttpResponse:
    member = row.member
    context = {
        "page": page,
        "form": page.head,
        "inventory": row,
        **member_page(
            request,
            member,
            inventories_step(member),
            year_step(member, row.year),
            Step(_("Source and factors")),
        ),
    }
    return render(request, "inventories/options.html", context, status=page.status)
