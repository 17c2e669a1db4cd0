"""Mergers and splits of a network's members: what is recorded, and the forms by which it is."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cascais.web.members.models import Member, Succession
from cascais.web.members.policy import KEEP_REGISTER_OF
from cascais.web.members.removing import remove
from cascais.web.navigation import Step
from cascais.web.register.models import Network
from cascais.web.register.paths import METHODS, REFUSED, kept_network, network_trail, seen_network
from cascais.web.register.policy import KEEP_NETWORK
from cascais.web.register.succession_forms import MergerForm, SplitForm


@require_safe
def successions(request: HttpRequest, key: str) -> HttpResponse:
    """The mergers and splits among the members of a network, the latest first."""
    network = seen_network(request, key)
    context = {
        "network": network,
        "rows": _successions(network),
        "keeps": KEEP_NETWORK.allows(request.user, network),
        "trail": network_trail(network, Step(_("Mergers and splits"))),
    }
    return render(request, "register/successions.html", context)


@require_http_methods(METHODS)
@login_required
def merger(request: HttpRequest, key: str) -> HttpResponse:
    """Record that members merged into one."""
    network = kept_network(request, key)
    form = MergerForm(request.POST or None, kept=_kept(request))
    return _answer(request, network, form)


@require_http_methods(METHODS)
@login_required
def split(request: HttpRequest, key: str) -> HttpResponse:
    """Record that a member was split into several."""
    network = kept_network(request, key)
    form = SplitForm(request.POST or None, kept=_kept(request))
    return _answer(request, network, form)


@require_http_methods(METHODS)
@login_required
def remove_succession(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Ask once, then take a succession away; a predecessor without another exists again."""
    network = kept_network(request, key)
    row = get_object_or_404(_successions(network), pk=pk)
    if not KEEP_REGISTER_OF.allows(request.user, row.predecessor):
        raise PermissionDenied
    back = reverse("register:successions", args=[key])
    if request.method == "POST":
        with transaction.atomic():
            predecessor = row.predecessor
            remove(row, request)
            if not predecessor.successions.exists():
                predecessor.ended_on = None
                predecessor.save(update_fields=["ended_on"])
        messages.success(request, _("It is removed. Memberships that were ended with it stay ended."))
        return redirect(back)
    context = {
        "row": f"{row.predecessor} → {row.successor}",
        "back": back,
        "trail": network_trail(network, Step(_("Mergers and splits"), back), Step(_("Remove"))),
    }
    return render(request, "register/remove.html", context)


def _answer(request: HttpRequest, network: Network, form: MergerForm | SplitForm) -> HttpResponse:
    is_merger = isinstance(form, MergerForm)
    back = reverse("register:successions", args=[network.key])
    if form.is_valid():
        member = form.save()
        messages.success(request, _("The merger is recorded.") if is_merger else _("The split is recorded."))
        return redirect("members:predecessors", member.slug) if is_merger else redirect(back)
    title = _("Record a merger") if is_merger else _("Record a split")
    context = {
        "form": form,
        "title": title,
        "lead": _(
            "The members that ceased keep their pages and inventories. The sums over them become years of the new member."
        )
        if is_merger
        else _(
            "The member that ceased keeps its page and inventories. What goes over to each new member is estimated by its share of the inhabitants."
        ),
        "button": title,
        "back": back,
        "trail": network_trail(network, Step(_("Mergers and splits"), back), Step(title)),
    }
    return render(request, "register/form.html", context, status=REFUSED if form.is_bound else 200)


def _kept(request: HttpRequest) -> QuerySet[Member]:
    return KEEP_REGISTER_OF.rows(request.user, Member.objects.all()).order_by("name")


def _successions(network: Network) -> QuerySet[Succession]:
    members = network.memberships.order_by().values("member")
    rows = Succession.objects.filter(Q(predecessor__in=members) | Q(successor__in=members))
    return rows.select_related("predecessor", "successor").order_by("-happened_on", "pk")
