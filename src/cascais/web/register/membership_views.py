"""The pages of a membership: where it stands, what is next and who must do it, and each step."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cascais.errors import ConflictError
from cascais.web.members.policy import EDIT_MEMBER
from cascais.web.members.removing import remove
from cascais.web.navigation import Step, member_page
from cascais.web.register.fees import Payer, fee_at
from cascais.web.register.membership_forms import ApplyForm, AttachForm, CorrectForm, StepForm, open_networks
from cascais.web.register.models import Membership, MembershipState
from cascais.web.register.paths import METHODS, REFUSED, commitments_step, entered_member, seen_membership
from cascais.web.register.policy import ADVANCE_MEMBERSHIP, SPEAK_FOR_MEMBERSHIP
from cascais.web.register.reads import standing_of
from cascais.web.register.steps import TRANSITIONS, Actor, allowed, is_open, turn_of
from cascais.web.register.timeline import timeline
from cascais.web.register.writes import apply, attach, take

FOR_BOTH = "take_back"


@require_safe
def membership(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Where a membership stands, how it came there, and what is next."""
    row = seen_membership(request, slug, pk)
    standing, actors = standing_of(row), _actors(request, row)
    populations = {each.year: each.persons for each in row.member.populations.all()}
    payer = Payer(row.member.kind, row.member.country, populations)
    context = {
        "membership": row,
        "standing": standing,
        "timeline": timeline(row),
        "turn": turn_of(standing),
        "steps": [step for step in allowed(standing, actors) if step.key != FOR_BOTH],
        "can_take_back": any(step.key == FOR_BOTH for step in allowed(standing, actors)),
        "can_attach": _can_attach(row, actors),
        "is_keeper": Actor.SECRETARIAT in actors,
        "fee": fee_at(row.network.fee_classes.all(), payer, timezone.localdate(), row.fee_class),
        **_page(request, row),
    }
    return render(request, "register/membership.html", context)


@require_http_methods(METHODS)
@login_required
def apply_to(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter the member's application to a network."""
    member = entered_member(request, slug, EDIT_MEMBER)
    form = ApplyForm(request.POST or None, member=member)
    if form.is_valid():
        try:
            row = apply(member, form.cleaned_data["network"], form.cleaned_data["applied_on"])
        except ConflictError:
            form.add_error(None, _("Somebody has just entered this application."))
        else:
            messages.success(request, _("The application is entered."))
            return redirect("resolutions:membership", slug, row.pk)
    context = {
        "form": form,
        "has_networks": open_networks(member).exists(),
        **member_page(request, member, commitments_step(member), Step(_("Apply to a network"))),
    }
    return render(request, "register/apply.html", context, status=REFUSED if form.is_bound else 200)


@require_http_methods(METHODS)
@login_required
def step(request: HttpRequest, slug: str, pk: int, name: str) -> HttpResponse:
    """Take a step that is the secretariat's."""
    row = seen_membership(request, slug, pk)
    if not ADVANCE_MEMBERSHIP.allows(request.user, row):
        raise PermissionDenied
    if name not in TRANSITIONS or name == FOR_BOTH:
        raise Http404(name)
    return _take(request, row, name)


@require_http_methods(METHODS)
@login_required
def take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an application back, which the member and the secretariat may do."""
    row = seen_membership(request, slug, pk)
    if not _actors(request, row):
        raise PermissionDenied
    return _take(request, row, FOR_BOTH)


@require_http_methods(METHODS)
@login_required
def attach_resolution(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Choose the council's resolution that goes with a membership."""
    row = seen_membership(request, slug, pk)
    if not _can_attach(row, _actors(request, row)):
        raise PermissionDenied
    form = AttachForm(request.POST or None, row=row)
    if form.is_valid():
        attach(row.pk, form.cleaned_data["resolution"])
        messages.success(request, _("The resolution is entered."))
        return redirect("resolutions:membership", slug, pk)
    context = {
        "membership": row,
        "form": form,
        "has_resolutions": row.member.resolutions.exists(),
        **_page(request, row, Step(_("Enter the resolution"))),
    }
    return render(request, "register/attach.html", context, status=REFUSED if form.is_bound else 200)


@require_http_methods(METHODS)
@login_required
def correct(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Correct dates, the agreed fee class and remarks."""
    row = _kept(request, slug, pk)
    form = CorrectForm(request.POST or None, row=row)
    if form.is_valid():
        form.save()
        messages.success(request, _("The membership is corrected."))
        return redirect("resolutions:membership", slug, pk)
    context = {
        "form": form,
        "title": _("Correct the membership"),
        "button": _("Save the membership"),
        "back": _address(row),
        **_page(request, row, Step(_("Correct"))),
    }
    return render(request, "register/member_form.html", context, status=REFUSED if form.is_bound else 200)


@require_http_methods(METHODS)
@login_required
def remove_membership(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once, then take away a membership that was entered by mistake."""
    row = _kept(request, slug, pk)
    if request.method == "POST":
        remove(row, request)
        messages.success(request, _("The membership is removed."))
        return redirect("register:members", row.network.key)
    context = {
        "row": row.network.title,
        "back": _address(row),
        "about": _(
            "Only what was entered by mistake is removed. A member that leaves keeps its history: enter its withdrawal instead."
        ),
        **_page(request, row, Step(_("Remove"))),
    }
    return render(request, "register/member_remove.html", context)


def _take(request: HttpRequest, row: Membership, name: str) -> HttpResponse:
    found = TRANSITIONS[name]
    if not is_open(found, standing_of(row)):
        messages.warning(
            request, _("This step does not follow now. The page shows where the membership stands.")
        )
        return redirect(_address(row))
    data = request.POST if request.method == "POST" else None
    form = StepForm(data, step=found, row=row)
    if form.is_valid():
        try:
            with transaction.atomic():
                take(found, row.pk, form.cleaned_data.get("on"))
        except ConflictError:
            messages.warning(
                request, _("Somebody was quicker; nothing was changed. Look where it stands now.")
            )
        else:
            messages.success(request, _("The membership is carried forward."))
        return redirect(_address(row))
    context = {
        "membership": row,
        "form": form,
        "step": found,
        "back": _address(row),
        **_page(request, row, Step(found.title)),
    }
    return render(request, "register/step.html", context, status=REFUSED if form.is_bound else 200)


def _actors(request: HttpRequest, row: Membership) -> frozenset[Actor]:
    """For whom a person may act here."""
    found = set()
    if SPEAK_FOR_MEMBERSHIP.allows(request.user, row):
        found.add(Actor.MEMBER)
    if ADVANCE_MEMBERSHIP.allows(request.user, row):
        found.add(Actor.SECRETARIAT)
    return frozenset(found)


def _can_attach(row: Membership, actors: frozenset[Actor]) -> bool:
    """The member may enter a resolution until it is confirmed; the secretariat until the end."""
    if row.state in (MembershipState.REFUSED, MembershipState.WITHDRAWN):
        return False
    is_early = row.state == MembershipState.APPLIED or row.resolution_id is None
    return Actor.SECRETARIAT in actors or (Actor.MEMBER in actors and is_early)


def _kept(request: HttpRequest, slug: str, pk: int) -> Membership:
    row = seen_membership(request, slug, pk)
    if not ADVANCE_MEMBERSHIP.allows(request.user, row):
        raise PermissionDenied
    return row


def _address(row: Membership) -> str:
    return reverse("resolutions:membership", args=[row.member.slug, row.pk])


def _page(request: HttpRequest, row: Membership, *steps: Step) -> dict[str, object]:
    own = Step(row.network.title, _address(row))
    return member_page(request, row.member, commitments_step(row.member), own, *steps)
