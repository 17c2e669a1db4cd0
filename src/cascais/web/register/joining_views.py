"""How members come into a network: new ones into the register, known ones by their application."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cascais.errors import ConflictError
from cascais.search.place_names import folded
from cascais.web.members.forms import MemberForm
from cascais.web.members.models import Member
from cascais.web.navigation import Step
from cascais.web.register.membership_forms import refuse_dates
from cascais.web.register.models import MembershipState
from cascais.web.register.network_forms import JoinForm
from cascais.web.register.paths import METHODS, REFUSED, kept_network, network_trail
from cascais.web.register.steps import Standing
from cascais.web.register.writes import apply

MOST_FOUND = 20


@require_http_methods(METHODS)
@login_required
def add_member(request: HttpRequest, key: str) -> HttpResponse:
    """Add a member that the register does not know yet; it stands as an applicant of today."""
    network = kept_network(request, key)
    form = MemberForm(request.POST or None)
    if form.is_valid():
        with transaction.atomic():
            member = form.save()
            row = apply(member, network, timezone.localdate())
        messages.success(request, _("The member is added as an applicant."))
        return redirect("resolutions:membership", member.slug, row.pk)
    context = {
        "form": form,
        "title": _("Add a member"),
        "lead": _("It is entered as an applicant; its resolution and the decision of the board follow."),
        "button": _("Add the member"),
        "back": reverse("register:members", args=[key]),
        "other": reverse("register:join", args=[key]),
        "other_title": _("The member is known already: find it"),
        "trail": network_trail(network, Step(_("Add a member"))),
    }
    return render(request, "register/form.html", context, status=REFUSED if form.is_bound else 200)


@require_http_methods(METHODS)
@login_required
def join(request: HttpRequest, key: str) -> HttpResponse:
    """Find a member that the register knows, and enter its application."""
    network = kept_network(request, key)
    wanted = request.GET.get("q", "").replace("\0", "").strip()[:120]
    standing = network.memberships.exclude(state__in=(MembershipState.REFUSED, MembershipState.WITHDRAWN))
    free = Member.objects.filter(ended_on=None).exclude(pk__in=standing.order_by().values("member"))
    found = _found(free, wanted)
    form = JoinForm(
        request.POST if request.method == "POST" else None, found=free if request.method == "POST" else found
    )
    if form.is_valid():
        refuse_dates(form, Standing(MembershipState.APPLIED, form.cleaned_data["applied_on"]))
    if form.is_valid():
        member = form.cleaned_data["member"]
        try:
            row = apply(member, network, form.cleaned_data["applied_on"])
        except ConflictError:
            form.add_error(None, _("Somebody has just entered this application."))
        else:
            messages.success(request, _("The application is entered."))
            return redirect("resolutions:membership", member.slug, row.pk)
    if form.is_bound:
        found = _found(free.filter(pk__in=_whole(request.POST.get("member", ""))), "") or found
        form.fields["member"].queryset = found  # type: ignore[attr-defined]
    context = {
        "network": network,
        "form": form,
        "wanted": wanted,
        "found": found,
        "trail": network_trail(network, Step(_("Enter an application"))),
    }
    return render(request, "register/join.html", context, status=REFUSED if form.is_bound else 200)


def _found(free: QuerySet[Member], wanted: str) -> QuerySet[Member]:
    """Members by name, address or code; a few of them."""
    if wanted:
        slug = folded(wanted).replace(" ", "-")
        free = free.filter(
            Q(name__icontains=wanted) | Q(lau_code__iexact=wanted) | (Q(slug__contains=slug) if slug else Q())
        )
    keys = list(free.order_by("name").values_list("pk", flat=True)[:MOST_FOUND])
    return Member.objects.filter(pk__in=keys).order_by("name")


def _whole(text: str) -> list[int]:
    return [int(text)] if text.isascii() and text.isdigit() and len(text) < 10 else []
