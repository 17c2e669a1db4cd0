"""The versions of an inventory: all of them, any two side by side, any one taken up again."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cascais.errors import ConflictError
from cascais.web.inventories import drafting, tables
from cascais.web.inventories.changed import changed_page
from cascais.web.inventories.downloads import response
from cascais.web.inventories.grid import whole_number
from cascais.web.inventories.line_words import HEAD, ToldField, told_fields
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.policy import EDIT_INVENTORY, SEE_INVENTORY
from cascais.web.inventories.reads import with_lines
from cascais.web.inventories.versions import VersionState, state_of
from cascais.web.inventories.views import inventories_step, seen_member, year_step
from cascais.web.inventories.years import computed_year
from cascais.web.navigation import Step, member_page
from cascais.workflows.versions import LineChange, VersionChanges, version_changes


@dataclass(frozen=True, slots=True)
class Version:
    """A version with what it is."""

    row: InventoryYear
    state: VersionState
    lines: int


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A line that differs, with its fields in words."""

    change: LineChange
    fields: tuple[ToldField, ...]


@dataclass(frozen=True, slots=True)
class VersionsRoom:
    """Two versions and what differs between them."""

    before: InventoryYear
    after: InventoryYear
    found: VersionChanges
    lines: tuple[ToldChange, ...]
    head: tuple[tuple[str, str, str], ...]


@require_safe
def versions(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Every version of an inventory, the newest first: who stored it, when, and what became of it."""
    member = seen_member(request, slug)
    rows = _versions(request, slug, year).order_by("-pk").annotate(line_count=Count("lines"))
    found = [Version(row, state_of(row), row.line_count) for row in rows]
    if not found:
        raise Http404
    page = member_page(
        request, member, inventories_step(member), year_step(member, year), Step(_("Versions"))
    )
    context = {
        "versions": found,
        "year": year,
        "working": next((each.row for each in found if each.state is VersionState.DRAFT), None)
        or next((each.row for each in found if each.state is VersionState.PUBLISHED), None),
        **page,
    }
    return render(request, "inventories/versions.html", context)


@require_safe
def version_download(request: HttpRequest, slug: str, year: int, pk: int, form: str) -> HttpResponse:
    """The lines of one version of an inventory."""
    row = get_object_or_404(with_lines(_versions(request, slug, year)), pk=pk)
    return response(tables.lines_table(row.member, computed_year(row)), form)


@require_safe
def compare_versions(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Any two versions of a year: which lines differ, and what each does to the total."""
    member = seen_member(request, slug)
    rows = list(_versions(request, slug, year).order_by("pk"))
    if not rows:
        raise Http404
    context = {
        "versions": [Version(row, state_of(row), 0) for row in reversed(rows)],
        "room": _room(request, rows),
        "year": year,
        **member_page(
            request, member, inventories_step(member), year_step(member, year), Step(_("Compare versions"))
        ),
    }
    return render(request, "inventories/versions_compare.html", context)


@require_POST
@login_required
def restore(request: HttpRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """Begin a draft with what another version says; computed with the tables of today."""
    row = get_object_or_404(_versions(request, slug, year), pk=pk)
    if not EDIT_INVENTORY.allows(request.user, row):
        raise PermissionDenied
    seen = InventoryYear.objects.filter(
        pk=whole_number(request.POST.get("version", "")), member=row.member, year=year
    ).first()
    try:
        drafting.restore(row, seen, request.user)
    except ConflictError:
        return changed_page(request, row.member, year, seen)
    messages.success(
        request, _("A draft with the content of that version is made. Publish it when it is right.")
    )
    return redirect("inventories:year", slug, year)


def _room(request: HttpRequest, rows: list[InventoryYear]) -> VersionsRoom | None:
    """The two versions of the address; by default the last two. A version that nobody can see is no page."""
    by_key = {str(row.pk): row.pk for row in rows}
    asked = [text for name in ("from", "to") if (text := request.GET.get(name, ""))]
    if not set(asked) <= set(by_key):
        raise Http404(", ".join(asked))
    if len(rows) < 2:
        return None
    default = [str(row.pk) for row in rows[-2:]]
    keys = [by_key[request.GET.get(name) or last] for name, last in zip(("from", "to"), default, strict=True)]
    full = with_lines(InventoryYear.objects.filter(pk__in=keys).select_related("member", "created_by"))
    computed = {row.pk: computed_year(row) for row in full}
    before, after = computed[min(keys)], computed[max(keys)]
    found = version_changes(before.inventory, after.inventory)
    return VersionsRoom(
        before.row, after.row, found, tuple(_told(each) for each in found.lines), _head(before.row, after.row)
    )


def _told(change: LineChange) -> ToldChange:
    before, after = change.before, change.after
    if before is None or after is None:
        return ToldChange(change, ())
    return ToldChange(change, told_fields((each.name for each in change.fields), before, after))


def _head(before: InventoryYear, after: InventoryYear) -> tuple[tuple[str, str, str], ...]:
    """The fields of the head that differ: what they are called, and what they say in both."""
    return tuple(
        (str(title), getattr(before, name), getattr(after, name))
        for name, title in HEAD.items()
        if getattr(before, name) != getattr(after, name)
    )


def _versions(request: HttpRequest, slug: str, year: int) -> QuerySet[InventoryYear]:
    rows = InventoryYear.objects.filter(member__slug=slug, year=year)
    return SEE_INVENTORY.rows(request.user, rows).select_related("member", "created_by", "published_by")
