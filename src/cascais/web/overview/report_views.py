"""What a member handed in to its networks, and what it has to hand in next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cascais.pathways.dues import Due, DueState, Report, due_state, dues, duties
from cascais.web.accounts.roles import keeps_network
from cascais.web.inventories.reads import published
from cascais.web.inventories.views import seen_member
from cascais.web.members.models import Member
from cascais.web.members.policy import DRAFT_FOR, KEEP_REGISTER_OF
from cascais.web.members.removing import remove
from cascais.web.navigation import Step, member_page
from cascais.web.overview.calendar import entering_address
from cascais.web.overview.forms import HandedInForm
from cascais.web.overview.models import HandedIn
from cascais.web.overview.network_places import network_places
from cascais.web.overview.policy import KEEP_HANDED_IN, SEE_HANDED_IN
from cascais.web.permissions import User
from cascais.web.register.models import Network

REFUSED = 422
METHODS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class AskedReport:
    """A report that a network asks for, and the address at which whoever looks enters it."""

    due: Due
    state: DueState
    entering: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A network with what it asks of the member next."""

    network: Network
    dues: tuple[AskedReport, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A report handed in, and whether the person may take it away."""

    row: HandedIn
    may_remove: bool


@require_safe
def reports(request: HttpRequest, slug: str) -> HttpResponse:
    """What a member handed in, and what is due next."""
    member = seen_member(request, slug)
    rows = HandedIn.objects.filter(member=member).select_related("network").order_by("-handed_in_on")
    kept = set(
        KEEP_HANDED_IN.rows(request.user, HandedIn.objects.filter(member=member)).values_list("pk", flat=True)
    )
    context = {
        "asked": list(_asked(request.user, member)),
        "reports": [Listed(row, row.pk in kept) for row in SEE_HANDED_IN.rows(request.user, rows)],
        "can_keep": _kept_networks(request.user, member).exists(),
        **member_page(request, member, Step(_("Reports"))),
    }
    return render(request, "overview/reports.html", context)


@require_http_methods(METHODS)
@login_required
def add_report(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter what a member handed in to a network that the person keeps."""
    member = seen_member(request, slug)
    if not KEEP_REGISTER_OF.allows(request.user, member):
        raise PermissionDenied
    chosen = {name: request.GET[name] for name in ("network", "report") if name in request.GET}
    form = HandedInForm(member, _kept_networks(request.user, member), request.POST or None, initial=chosen)
    if form.is_valid():
        form.row().save()
        messages.success(request, _("The report is entered."))
        return redirect("reports:list", slug)
    context = {"form": form, **member_page(request, member, _back(member), Step(_("Enter a report")))}
    return render(request, "overview/report_form.html", context, status=REFUSED if form.is_bound else 200)


@require_http_methods(METHODS)
@login_required
def remove_report(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once, then take a report away."""
    row = get_object_or_404(HandedIn.objects.select_related("member", "network"), pk=pk, member__slug=slug)
    if not KEEP_HANDED_IN.allows(request.user, row):
        raise PermissionDenied
    if request.method == "POST":
        remove(row, request)
        messages.success(request, _("The report is taken away."))
        return redirect("reports:list", slug)
    context = {
        "report": row,
        **member_page(request, row.member, _back(row.member), Step(_("Take a report away"))),
    }
    return render(request, "overview/report_remove.html", context)


def _asked(user: User, member: Member) -> Iterable[Asked]:
    kept = set(_kept_networks(user, member))
    drafts = reverse("inventories:list", args=[member.slug]) if DRAFT_FOR.allows(user, member) else ""
    latest = published(member).order_by("year").last()
    today = timezone.localdate()
    for place in network_places({member.pk: latest.year if latest else None}).get(member.pk, ()):
        if place.has_duties:
            found = dues(place.record, duties(place.network.key))
            told = []
            for due in found:
                entering = drafts if due.report is Report.INVENTORY else ""
                if due.report is not Report.INVENTORY and place.network in kept:
                    entering = entering_address(member.slug, place.network, due.report)
                state = due_state(due.on, today, is_held=due.is_held)
                told.append(AskedReport(due, state, entering if due.on else ""))
            yield Asked(place.network, tuple(told))


def _kept_networks(user: User, member: Member) -> QuerySet[Network]:
    """The networks of the member whose register the person keeps."""
    return Network.objects.filter(keeps_network(user), memberships__member=member).distinct()


def _back(member: Member) -> Step:
    return Step(_("Reports"), reverse("reports:list", args=[member.slug]))
