"""A member's commitments: its memberships, the resolutions of its council, and what belongs to each."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cascais.web.inventories.views import seen_member
from cascais.web.justice.reads import commitments_of_justice
from cascais.web.members.models import Member
from cascais.web.members.policy import ENTER_FOR
from cascais.web.members.removing import remove
from cascais.web.navigation import Step, member_page
from cascais.web.permissions import Policy
from cascais.web.register.completeness import Check, Contents, checks, missing
from cascais.web.register.documents import attachment
from cascais.web.register.models import Membership, MembershipState, Resolution
from cascais.web.register.paths import METHODS, REFUSED, commitments_step, entered_member
from cascais.web.register.policy import EDIT_COMMITMENTS_OF, ENTER_RESOLUTION, SEE_MEMBERSHIP, SEE_RESOLUTION
from cascais.web.register.resolution_forms import LinkForm, ResolutionForm
from cascais.web.register.writes import attach


@dataclass(frozen=True, slots=True)
class Listed:
    """A resolution and what it still lacks."""

    row: Resolution
    missing: tuple[Check, ...]


@require_safe
def commitments(request: HttpRequest, slug: str) -> HttpResponse:
    """What a member has promised to whom."""
    member = seen_member(request, slug)
    memberships = SEE_MEMBERSHIP.rows(request.user, Membership.objects.filter(member=member))
    context = {
        "memberships": memberships.select_related("network", "resolution"),
        "resolutions": [Listed(row, missing(_checks(row))) for row in _resolutions(member)],
        "targets": member.targets.filter(is_adopted=True),
        "justice": commitments_of_justice(member),
        "has_council": not member.is_organisation,
        "can_enter": ENTER_FOR.allows(request.user, member),
        **member_page(request, member, Step(_("Commitments"))),
    }
    return render(request, "register/commitments.html", context)


@require_safe
def resolution(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A resolution: its text, its document, and the commitments in it."""
    row = _seen(request, slug, pk)
    found = _checks(row)
    context = {
        "resolution": row,
        "checks": found,
        "missing": missing(found),
        "targets": row.targets.all(),
        "projects": row.support_projects.select_related("partner_member"),
        "pledges": row.procurement_pledges.all(),
        "memberships": SEE_MEMBERSHIP.rows(request.user, row.memberships.select_related("network")),
        "can_enter": ENTER_RESOLUTION.allows(request.user, row),
        **_page(request, row),
    }
    return render(request, "register/resolution.html", context)


@require_safe
def file(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The document of a resolution, to be saved."""
    return attachment(_seen(request, slug, pk).file)


@require_http_methods(METHODS)
@login_required
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter a resolution of the council; from a membership it is put beside it."""
    member = entered_member(request, slug)
    waiting = _waiting(request, member)
    form = ResolutionForm(request.POST or None, request.FILES or None, waiting=waiting)
    if form.is_valid():
        row = form.save(member, request.user)  # type: ignore[arg-type]
        if waiting is not None:
            attach(waiting.pk, row)
        messages.success(request, _("The resolution is entered. What it still lacks stands on its page."))
        return redirect("resolutions:resolution", slug, row.pk)
    context = {
        "form": form,
        "waiting": waiting,
        "title": _("Enter a resolution"),
        "button": _("Enter the resolution"),
        "back": reverse("resolutions:commitments", args=[slug]),
        **member_page(request, member, commitments_step(member), Step(_("Enter a resolution"))),
    }
    return render(request, "register/resolution_form.html", context, status=REFUSED if form.is_bound else 200)


@require_http_methods(METHODS)
@login_required
def change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a resolution or its document."""
    row = _allowed(request, slug, pk, ENTER_RESOLUTION)
    form = ResolutionForm(request.POST or None, request.FILES or None, resolution=row)
    if form.is_valid():
        form.save(row.member, request.user)  # type: ignore[arg-type]
        messages.success(request, _("The resolution is changed."))
        return redirect(_address(row))
    context = {
        "form": form,
        "resolution": row,
        "title": _("Change the resolution"),
        "button": _("Save the resolution"),
        "back": _address(row),
        **_page(request, row, Step(_("Change"))),
    }
    return render(request, "register/resolution_form.html", context, status=REFUSED if form.is_bound else 200)


@require_http_methods(METHODS)
@login_required
def link(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say which of the member's commitments the resolution decided."""
    row = _allowed(request, slug, pk, EDIT_COMMITMENTS_OF)
    form = LinkForm(request.POST if request.method == "POST" else None, resolution=row)
    if form.is_valid():
        form.save()
        messages.success(request, _("The commitments of the resolution are stored."))
        return redirect(_address(row))
    context = {
        "form": form,
        "title": _("Which commitments did this resolution decide?"),
        "button": _("Save the commitments"),
        "back": _address(row),
        "nothing": ""
        if form.fields
        else _("The member has no target, project or pledge yet. Add them on the page of the resolution."),
        **_page(request, row, Step(_("Its commitments"))),
    }
    return render(request, "register/member_form.html", context, status=REFUSED if form.is_bound else 200)


@require_http_methods(METHODS)
@login_required
def remove_resolution(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once, then take a resolution away; its commitments stay."""
    row = _allowed(request, slug, pk, ENTER_RESOLUTION)
    if request.method == "POST":
        remove(row, request)
        messages.success(request, _("The resolution is removed."))
        return redirect("resolutions:commitments", slug)
    context = {
        "row": row.title,
        "back": _address(row),
        "about": _("Its targets, projects and pledges stay, without a resolution."),
        **_page(request, row, Step(_("Remove"))),
    }
    return render(request, "register/member_remove.html", context)


def _resolutions(member: Member) -> list[Resolution]:
    rows = member.resolutions.select_related("file").defer("file__content")
    return list(rows.prefetch_related("targets", "support_projects", "procurement_pledges"))


def _checks(row: Resolution) -> tuple[Check, ...]:
    return checks(
        Contents(
            has_date=row.decided_on is not None,
            has_document=row.file_id is not None or bool(row.url),
            has_text=bool(row.text.strip()),
            targets=len(row.targets.all()),
            commitments_of_justice=len(row.support_projects.all()) + len(row.procurement_pledges.all()),
        )
    )


def _waiting(request: HttpRequest, member: Member) -> Membership | None:
    """The membership of the address that waits for a resolution, if it is the member's."""
    asked = request.GET.get("membership", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        return None
    rows = SEE_MEMBERSHIP.rows(request.user, member.memberships.filter(resolution=None))
    standing = rows.exclude(state__in=(MembershipState.REFUSED, MembershipState.WITHDRAWN))
    return standing.select_related("network", "member").filter(pk=int(asked)).first()


def _seen(request: HttpRequest, slug: str, pk: int) -> Resolution:
    rows = Resolution.objects.select_related("member", "file")
    if request.resolver_match and request.resolver_match.url_name != "file":
        rows = rows.defer("file__content")
    return get_object_or_404(SEE_RESOLUTION.rows(request.user, rows), pk=pk, member__slug=slug)


def _allowed(request: HttpRequest, slug: str, pk: int, policy: Policy[Resolution]) -> Resolution:
    row = _seen(request, slug, pk)
    if not policy.allows(request.user, row):
        raise PermissionDenied
    return row


def _address(row: Resolution) -> str:
    return reverse("resolutions:resolution", args=[row.member.slug, row.pk])


def _page(request: HttpRequest, row: Resolution, *steps: Step) -> dict[str, object]:
    return member_page(
        request, row.member, commitments_step(row.member), Step(row.title, _address(row)), *steps
    )
