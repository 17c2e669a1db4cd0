"""The pages of groups that everybody can read."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cascais.charts import CHARTS
from cascais.web.display.language import page_style
from cascais.web.groups.models import Group, GroupMember
from cascais.web.groups.policy import EDIT_GROUP, SEE_GROUP, SEE_PART, SPEAK_FOR_PART
from cascais.web.groups.reads import Loaded, groups_of, loaded
from cascais.web.groups.standing import Year, board, joint_years, member_shares_record
from cascais.web.groups.standing import joint_year as sum_of_year
from cascais.web.groups.tables import members_table, years_table
from cascais.web.inventories.downloads import response
from cascais.web.inventories.views import seen_member
from cascais.web.members.models import Member
from cascais.web.members.reads import glance
from cascais.web.navigation import Step, member_page, trail
from cascais.workflows.joint import MOST_YEARS_AWAY, Joint, joint_findings, years_of


@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    """All groups."""
    confirmed = Count("parts", filter=Q(parts__confirmed_at__isnull=False))
    groups = SEE_GROUP.rows(request.user, Group.objects.all()).select_related("coordinator")
    context = {"groups": groups.annotate(members=confirmed), "trail": trail(Step(_("Groups")))}
    return render(request, "groups/list.html", context)


@require_safe
def page(request: HttpRequest, group: str) -> HttpResponse:
    """A group: its total through the years, its targets, its members, and what its sum may count twice."""
    found, is_preview = _loaded(request, group)
    within = years_away(request)
    rows = glance(Member.objects.filter(pk__in=[member.pk for member in found.members]))
    context = {
        "board": board(found, within, rows),
        "is_preview": is_preview,
        **asked(request, found.group),
        **group_page(request, found.group),
        **_within(within),
    }
    return render(request, "groups/page.html", context)


@require_safe
def year_page(request: HttpRequest, group: str, joint_year: int) -> HttpResponse:
    """The members of a group by sector in one year."""
    within = years_away(request)
    found, is_preview = _loaded(request, group, (joint_year - within, joint_year + within))
    year = _year(found, joint_year, within)
    context = {
        "year": year,
        "is_preview": is_preview,
        **group_page(request, found.group, Step(str(joint_year))),
        **_within(within),
    }
    if year.joint:
        context |= _matrix(found, year.joint)
    return render(request, "groups/year.html", context)


@require_safe
def download(request: HttpRequest, group: str, form: str) -> HttpResponse:
    """All years of a group as a table."""
    found, _is_preview = _loaded(request, group)
    return response(years_table(found, joint_years(found, years_away(request))), form)


@require_safe
def year_download(request: HttpRequest, group: str, joint_year: int, form: str) -> HttpResponse:
    """The members of a group in one year as a table."""
    within = years_away(request)
    found, _is_preview = _loaded(request, group, (joint_year - within, joint_year + within))
    year = _year(found, joint_year, within)
    if year.joint is None:
        raise Http404("The inventories of this year cannot be added up.")
    return response(members_table(found, year.joint), form)


@require_safe
def groups_of_member(request: HttpRequest, slug: str) -> HttpResponse:
    """The groups that a member belongs to; those who speak for it also see where it is asked to join."""
    member = seen_member(request, slug)
    waiting = GroupMember.objects.filter(member=member, confirmed_at=None).select_related("group")
    context = {
        "groups": groups_of(member).select_related("coordinator"),
        "waiting": SPEAK_FOR_PART.rows(request.user, waiting),
        "own": GroupMember.objects.filter(member=member, confirmed_at__isnull=False).select_related("group"),
        **member_page(request, member, Step(_("Groups"))),
    }
    return render(request, "groups/of_member.html", context)


def group_page(request: HttpRequest, group: Group, *steps: Step) -> dict[str, Any]:
    """What every page of a group needs; the steps lead from the group to the page."""
    first = Step(group.title, group.get_absolute_url())
    return {
        "group": group,
        "can_keep": EDIT_GROUP.allows(request.user, group),
        "trail": trail(Step(_("Groups"), reverse("groups:list")), first, *steps),
    }


def seen_group(request: HttpRequest, slug: str) -> Group:
    """The group, or no page."""
    groups = SEE_GROUP.rows(request.user, Group.objects.select_related("coordinator"))
    return get_object_or_404(groups, slug=slug)


def asked(request: HttpRequest, group: Group) -> dict[str, Any]:
    """The members that are asked to join, as far as the person may know, and those he or she may answer for."""
    waiting = SEE_PART.rows(request.user, group.parts.filter(confirmed_at=None)).select_related("member")
    if not request.user.is_authenticated:
        return {"waiting": [], "answers": set()}
    answers = set(SPEAK_FOR_PART.rows(request.user, group.parts.all()).values_list("pk", flat=True))
    return {"waiting": list(waiting), "answers": answers}


def years_away(request: HttpRequest) -> int:
    """How far an inventory of another year may lie away to stand in: as the address says, else not at all."""
    given = request.GET.get("within", "")
    return min(int(given), MOST_YEARS_AWAY) if given.isascii() and given.isdigit() else 0


def _within(within: int) -> dict[str, Any]:
    return {"within": within, "distances": range(MOST_YEARS_AWAY + 1)}


def _loaded(request: HttpRequest, slug: str, years: tuple[int, int] | None = None) -> tuple[Loaded, bool]:
    """The group with its inventories; whoever keeps it may look at a preview with drafts."""
    group = seen_group(request, slug)
    is_preview = "preview" in request.GET and EDIT_GROUP.allows(request.user, group)
    return loaded(group, request.user, is_preview=is_preview, years=years), is_preview


def _year(found: Loaded, wanted: int, within: int) -> Year:
    if wanted not in years_of(found.parts):
        raise Http404("No member of the group has an inventory of this year.")
    return sum_of_year(found, wanted, within)


def _matrix(found: Loaded, joint: Joint) -> dict[str, Any]:
    sectors = tuple(dict.fromkeys(sector for share in joint.shares for sector in share.by_sector))
    order = [sector for sector in joint.by_sector if sector in sectors]
    rows = [
        (share, [(sector, share.by_sector.get(sector)) for sector in order], share.counted.edition.year)
        for share in joint.shares
    ]
    return {
        "sectors": [(sector, joint.by_sector[sector]) for sector in order],
        "rows": rows,
        "findings": joint_findings(joint, found.group.kind),
        "drawing": CHARTS["member_shares"](member_shares_record(found.group, joint), page_style()),
    }
