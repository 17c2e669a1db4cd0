"""Publishes a draft, takes what is published back, lays a draft aside: each for the version that the person has seen."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cascais.errors import ConflictError
from cascais.web.inventories import drafting, publishing
from cascais.web.inventories.changed import changed_page
from cascais.web.inventories.grid import whole_number
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.policy import EDIT_INVENTORY, PUBLISH_INVENTORY
from cascais.web.inventories.publishing import FindingsForbidError
from cascais.web.inventories.views import seen_member
from cascais.web.members.models import Member
from cascais.web.permissions import Policy


@require_POST
@login_required
def publish(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Show a draft to everybody, unless a finding forbids it."""
    member, seen = _seen(request, slug, year, PUBLISH_INVENTORY)
    if seen is None:
        return changed_page(request, member, year, seen)
    try:
        publishing.publish(seen, request.user)
    except ConflictError:
        return changed_page(request, member, year, seen)
    except FindingsForbidError:
        words = _("It cannot be published yet. Put right what the findings below name first.")
        messages.error(request, words)
    else:
        messages.success(request, _("The inventory is published. Its figures stay as they are from now on."))
    return redirect("inventories:year", slug, year)


@require_POST
@login_required
def withdraw(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Take what is published back from everybody; it goes on as a draft."""
    member, seen = _seen(request, slug, year, PUBLISH_INVENTORY)
    if seen is None:
        return changed_page(request, member, year, seen)
    try:
        drafting.withdraw(seen, request.user)
    except ConflictError:
        return changed_page(request, member, year, seen)
    messages.success(request, _("The inventory is taken back. Only those who work on it see it now."))
    return redirect("inventories:year", slug, year)


@require_POST
@login_required
def discard(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Lay a draft aside; it stays among the versions."""
    member, seen = _seen(request, slug, year, EDIT_INVENTORY)
    if seen is None:
        return changed_page(request, member, year, seen)
    try:
        drafting.discard(seen)
    except ConflictError:
        return changed_page(request, member, year, seen)
    messages.success(request, _("The draft is laid aside. It stands below and can be restored."))
    return redirect("inventories:versions", slug, year)


def _seen(
    request: HttpRequest, slug: str, year: int, rule: Policy[InventoryYear]
) -> tuple[Member, InventoryYear | None]:
    """The member and the version that the form names, None where it names none of this year."""
    member = seen_member(request, slug)
    rows = InventoryYear.objects.filter(member=member, year=year).select_related("member", "file")
    any_row = get_object_or_404(rows.order_by("-pk")[:1])
    if not rule.allows(request.user, any_row):
        raise PermissionDenied
    return member, rows.filter(pk=whole_number(request.POST.get("version", ""))).first()
