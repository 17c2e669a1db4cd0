"""Adds and removes targets."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cascais.web.commitments.forms import OwnTargetForm, StandardTargetForm
from cascais.web.commitments.keys import put_behind
from cascais.web.commitments.models import Target
from cascais.web.commitments.policy import EDIT_TARGET
from cascais.web.inventories.views import seen_member
from cascais.web.members.models import Member
from cascais.web.members.policy import EDIT_MEMBER
from cascais.web.members.removing import remove as take_away
from cascais.web.navigation import Step, member_page
from cascais.web.register.models import Resolution

REFUSED = 422
METHODS = ["GET", "HEAD", "POST"]
LONGEST_KEY = 10


@require_http_methods(METHODS)
@login_required
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add one of the networks' targets."""
    return _add(request, slug, StandardTargetForm(request.POST or None), is_own=False)


@require_http_methods(METHODS)
@login_required
def add_own(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a target in the member's own words."""
    return _add(request, slug, OwnTargetForm(request.POST or None), is_own=True)


@require_http_methods(METHODS)
@login_required
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once, then remove a target."""
    target = get_object_or_404(Target.objects.select_related("member"), pk=pk, member__slug=slug)
    if not EDIT_TARGET.allows(request.user, target):
        raise PermissionDenied
    if request.method == "POST":
        take_away(target, request)
        messages.success(request, _("The target is removed."))
        return redirect("commitments:targets", slug)
    context = {"target": target, **member_page(request, target.member, _back(slug), Step(_("Remove target")))}
    return render(request, "commitments/remove.html", context)


def _add(
    request: HttpRequest, slug: str, form: StandardTargetForm | OwnTargetForm, *, is_own: bool
) -> HttpResponse:
    member = _editable(request, slug)
    resolution = asked_resolution(request, member)
    if resolution is not None and not form.is_bound:
        form.initial = {**form.initial, **_decision_of(resolution)}
    if form.is_valid() and _store(member, form, resolution):
        messages.success(request, _("The target is added."))
        if resolution is not None:
            return redirect("resolutions:resolution", slug, resolution.pk)
        return redirect("commitments:targets", slug)
    context = {
        "form": form,
        "resolution": resolution,
        "is_own": is_own,
        **member_page(request, member, _back(slug), Step(_("Add a target"))),
    }
    return render(request, "commitments/add.html", context, status=REFUSED if form.is_bound else 200)


@transaction.atomic
def _store(member: Member, form: StandardTargetForm | OwnTargetForm, resolution: Resolution | None) -> bool:
    """Store a target behind the others; one that stands there already is refused in the form."""
    Member.objects.select_for_update().get(pk=member.pk)  # so that two do not take the same key
    target = form.target()
    target.member = member
    target.resolution = resolution
    if not put_behind(target, member.targets.all()):
        form.add_error("key", _("This target is entered already. Remove it first to change it."))
        return False
    target.save()
    return True


def asked_resolution(request: HttpRequest, member: Member) -> Resolution | None:
    """The resolution that the address names, if it is one of the member's council."""
    asked = request.GET.get("resolution", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < LONGEST_KEY):
        return None
    return member.resolutions.filter(pk=int(asked)).first()


def _decision_of(resolution: Resolution) -> dict[str, Any]:
    """What a resolution says of its own decision."""
    number = f", {resolution.number}" if resolution.number else ""
    return {
        "decided": resolution.decided_on,
        "source": f"{resolution.title}{number}",
        "source_url": resolution.url,
    }


def _editable(request: HttpRequest, slug: str) -> Member:
    member = seen_member(request, slug)
    if not EDIT_MEMBER.allows(request.user, member):
        raise PermissionDenied
    return member


def _back(slug: str) -> Step:
    return Step(_("Targets"), reverse("commitments:targets", args=[slug]))
