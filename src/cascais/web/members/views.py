"""The network pages, and the pages that introduce a member."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cascais.web.display.templatetags.display import country_title
from cascais.web.inventories.reads import working
from cascais.web.justice.reads import commitments_of_justice
from cascais.web.members.boards import content, unchanged
from cascais.web.members.models import Member
from cascais.web.members.policy import ENTER_FOR, KEEP_REGISTER_OF, SEE_MEMBER
from cascais.web.navigation import Step, member_page, trail
from cascais.web.register.models import Membership
from cascais.web.register.policy import SEE_MEMBERSHIP


@require_safe
def member_list(request: HttpRequest) -> HttpResponse:
    """All members by country."""
    members = SEE_MEMBER.rows(request.user, Member.objects.all())
    wanted = request.GET.get("q", "").replace("\0", "").strip()
    if wanted:
        members = members.filter(name__icontains=wanted)
    ordered = sorted(members, key=lambda member: (country_title(member.country), member.local_name))
    groups = [(code, list(rows)) for code, rows in groupby(ordered, key=lambda member: member.country)]
    context = {"groups": groups, "wanted": wanted, "trail": trail(Step(_("Members")))}
    return render(request, "members/list.html", context)


@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """A member at a glance: what it reached, what to do next, its targets, findings and inventories."""
    since = unchanged(slug)
    member = get_object_or_404(SEE_MEMBER.rows(request.user, Member.objects.all()), slug=slug)
    page = member_page(request, member)
    if member.is_organisation:
        return render(request, "members/organisation.html", {**_organisation(request, member), **page})
    shown = content(member, request.user, can_edit=page["can_edit"], can_draft=page["can_draft"], since=since)
    return render(request, "members/overview.html", {"content": shown, **page})


@require_safe
def about(request: HttpRequest, slug: str) -> HttpResponse:
    """Where a member's figures come from, and how many people live there."""
    member = get_object_or_404(SEE_MEMBER.rows(request.user, Member.objects.all()), slug=slug)
    context = {
        "populations": member.populations.all(),
        "memberships": _memberships(request, member),
        "has_predecessors": member.predecessions.exists(),
        "can_enter": ENTER_FOR.allows(request.user, member),
        "keeps_register": KEEP_REGISTER_OF.allows(request.user, member),
        "inventories": working(member, request.user),
        **member_page(request, member, Step(_("About"))),
    }
    return render(request, "members/about.html", context)


def _organisation(request: HttpRequest, member: Member) -> dict[str, Any]:
    """What there is to say of a member without a territory."""
    return {
        "memberships": _memberships(request, member),
        "offices": member.offices.select_related("network"),
        "cares": member.cares_for.select_related("member").order_by("member__name"),
        "justice": commitments_of_justice(member),
    }


def _memberships(request: HttpRequest, member: Member) -> QuerySet[Membership]:
    rows = SEE_MEMBERSHIP.rows(request.user, Membership.objects.filter(member=member))
    return rows.select_related("network")
