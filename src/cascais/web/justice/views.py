"""The pages of climate justice: projects and pledges of a member, and the sums of a network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cascais.web.commitments.editing import asked_resolution
from cascais.web.justice.forms import JusticeForm, PledgeForm, ProjectForm
from cascais.web.justice.models import ProcurementPledge, SupportProject
from cascais.web.justice.policy import EDIT_PLEDGE, EDIT_PROJECT
from cascais.web.justice.reads import network_totals
from cascais.web.members.models import Member
from cascais.web.members.policy import EDIT_MEMBER
from cascais.web.members.removing import remove
from cascais.web.navigation import Step, member_page
from cascais.web.permissions import Policy
from cascais.web.register.documents import attachment
from cascais.web.register.models import Resolution
from cascais.web.register.paths import (
    METHODS,
    REFUSED,
    commitments_step,
    entered_member,
    network_trail,
    seen_network,
)

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Kind:
    """Projects or pledges: their model, form, rule and words."""

    model: Any
    form: type[ProjectForm] | type[PledgeForm]
    edit: Policy[Any]
    add: Text
    change: Text
    stored: Text


PROJECT = Kind(
    SupportProject,
    ProjectForm,
    EDIT_PROJECT,
    gettext_lazy("Add a support project"),
    gettext_lazy("Change the support project"),
    gettext_lazy("The support project is stored."),
)
PLEDGE = Kind(
    ProcurementPledge,
    PledgeForm,
    EDIT_PLEDGE,
    gettext_lazy("Add a procurement pledge"),
    gettext_lazy("Change the procurement pledge"),
    gettext_lazy("The procurement pledge is stored."),
)


@require_safe
def network(request: HttpRequest, key: str) -> HttpResponse:
    """What the members of a network do for climate justice."""
    found = seen_network(request, key)
    context = {
        "network": found,
        "totals": network_totals(found),
        "trail": network_trail(found, Step(_("Climate justice"))),
    }
    return render(request, "justice/network.html", context)


@require_http_methods(METHODS)
@login_required
def add_project(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a support project."""
    return _add(request, slug, PROJECT)


@require_http_methods(METHODS)
@login_required
def add_pledge(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a procurement pledge."""
    return _add(request, slug, PLEDGE)


@require_http_methods(METHODS)
@login_required
def change_project(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a support project."""
    return _change(request, _row(request, slug, pk, PROJECT), PROJECT)


@require_http_methods(METHODS)
@login_required
def change_pledge(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a procurement pledge."""
    return _change(request, _row(request, slug, pk, PLEDGE), PLEDGE)


@require_http_methods(METHODS)
@login_required
def remove_project(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once, then take a support project away."""
    return _removal(request, _row(request, slug, pk, PROJECT))


@require_http_methods(METHODS)
@login_required
def remove_pledge(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once, then take a procurement pledge away."""
    return _removal(request, _row(request, slug, pk, PLEDGE))


@require_safe
def project_file(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The evidence of a support project, to be saved."""
    rows = SupportProject.objects.select_related("evidence_file")
    return attachment(get_object_or_404(rows, pk=pk, member__slug=slug).evidence_file)


@require_safe
def pledge_file(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The evidence of a procurement pledge, to be saved."""
    rows = ProcurementPledge.objects.select_related("evidence_file")
    return attachment(get_object_or_404(rows, pk=pk, member__slug=slug).evidence_file)


def _add(request: HttpRequest, slug: str, kind: Kind) -> HttpResponse:
    member = entered_member(request, slug, EDIT_MEMBER)
    resolution = asked_resolution(request, member)
    form = kind.form(request.POST or None, request.FILES or None, member=member, resolution=resolution)
    return _answer(request, form, kind, kind.add)


def _change(request: HttpRequest, row: SupportProject | ProcurementPledge, kind: Kind) -> HttpResponse:
    form = kind.form(request.POST or None, request.FILES or None, member=row.member, row=row)
    return _answer(request, form, kind, kind.change)


def _answer(request: HttpRequest, form: ProjectForm | PledgeForm, kind: Kind, title: Text) -> HttpResponse:
    if form.is_valid():
        row = form.save(request.user)  # type: ignore[arg-type]
        messages.success(request, str(kind.stored))
        return redirect(_back(form.member, row.resolution))
    context = {
        "form": form,
        "title": title,
        "button": title,
        "back": _back(form.member, None),
        **member_page(request, form.member, commitments_step(form.member), Step(title)),
    }
    return render(request, "justice/form.html", context, status=_status(form))


def _removal(request: HttpRequest, row: SupportProject | ProcurementPledge) -> HttpResponse:
    back = _back(row.member, None)
    if request.method == "POST":
        remove(row, request)
        messages.success(request, _("It is removed."))
        return redirect(back)
    context = {
        "row": row.title,
        "back": back,
        "about": "",
        **member_page(request, row.member, commitments_step(row.member), Step(_("Remove"))),
    }
    return render(request, "register/member_remove.html", context)


def _row(request: HttpRequest, slug: str, pk: int, kind: Kind) -> Any:  # noqa: ANN401 – a project or a pledge
    rows = kind.model.objects.select_related("member", "resolution")
    row = get_object_or_404(rows, pk=pk, member__slug=slug)
    if not kind.edit.allows(request.user, row):
        raise PermissionDenied
    return row


def _back(member: Member, resolution: Resolution | None) -> str:
    if resolution is not None:
        return reverse("resolutions:resolution", args=[member.slug, resolution.pk])
    return reverse("resolutions:commitments", args=[member.slug])


def _status(form: JusticeForm) -> int:
    return REFUSED if form.is_bound else 200
