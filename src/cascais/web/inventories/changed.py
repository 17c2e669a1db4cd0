"""The answer to somebody who wants to change a version that no longer stands: who stored another one, and what next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.standing import standing
from cascais.web.inventories.views import inventories_step, year_step
from cascais.web.members.models import Member
from cascais.web.navigation import Step, member_page

CONFLICT = 409


def changed_page(request: HttpRequest, member: Member, year: int, seen: InventoryYear | None) -> HttpResponse:
    """Nothing was done: the inventory is another one than the person saw."""
    context = {
        "now": standing(member, year).working,
        "seen": seen,
        "year": year,
        **member_page(
            request, member, inventories_step(member), year_step(member, year), Step(_("Changed meanwhile"))
        ),
    }
    return render(request, "inventories/changed.html", context, status=CONFLICT)
