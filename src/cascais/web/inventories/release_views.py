"""Publishes a draft, takes what is published back, lays a draft aside: each for the version that the person has seen."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

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

Doing = Callable[[HttpRequest, InventoryYear], HttpResponse]
View = Callable[[HttpRequest, str, int], HttpResponse]


def _with_version(rule: Policy[InventoryYear]) -> Callable[[Doing], View]:
    """Do something with the version that the form names; show what changed meanwhile where it is another one."""

    def decorated(act: Doing) -> View:
        @wraps(act)
        def view(request: HttpRequest, slug: str, year: int) -> HttpResponse:
            member, seen = _seen(request, slug, year, rule)
            try:
                return changed_page(request, member, year, seen) if seen is None else act(request, seen)
            except ConflictError:
                return changed_page(request, member, year, seen)

        return view

    return decorated


@require_POST
@login_required
@_with_version(PUBLISH_INVENTORY)
def publish(request: HttpRequest, seen: InventoryYear) -> HttpResponse:
    """Show a draft to everybody, unless a finding forbids it."""
    try:
        publishing.publish(seen, request.user)
    except FindingsForbidError:
        words = _("It cannot be published yet. Put right what the findings below name first.")
        messages.error(request, words)
    else:
        messages.success(request, _("The inventory is published. Its figures stay as they are from now on."))
    return redirect("inventories:year", seen.member.slug, seen.year)


@require_POST
@login_required
@_with_version(PUBLISH_INVENTORY)
def withdraw(request: HttpRequest, seen: InventoryYear) -> HttpResponse:
    """Take what is published back from everybody; it goes on as a draft."""
    drafting.withdraw(seen, request.user)
    messages.success(request, _("The inventory is taken back. Only those who work on it see it now."))
    return redirect("inventories:year", seen.member.slug, seen.year)


@require_POST
@login_required
@_with_version(EDIT_INVENTORY)
def discard(request: HttpRequest, seen: InventoryYear) -> HttpResponse:
    """Lay a draft aside; it stays among the versions."""
    drafting.discard(seen)
    messages.success(request, _("The draft is laid aside. It stands below and can be restored."))
    return redirect("inventories:versions", seen.member.slug, seen.year)


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
