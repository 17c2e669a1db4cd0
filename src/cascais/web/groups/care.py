"""Which agencies work for a member: whoever manages its people lets them in and ends it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cascais.web.groups.editing import METHODS, REFUSED
from cascais.web.groups.forms import CareForm
from cascais.web.history.tombstones import bury
from cascais.web.inventories.views import seen_member
from cascais.web.members.models import Care, Member
from cascais.web.members.policy import MANAGE_PEOPLE_OF
from cascais.web.navigation import Step, member_page


@require_http_methods(METHODS)
@login_required
def agencies(request: HttpRequest, slug: str) -> HttpResponse:
    """The agencies that work for a member, and a form to let one in."""
    member = _managed(request, slug)
    form = CareForm(member, request.POST or None)
    if form.is_valid():
        Care.objects.get_or_create(
            agency=form.cleaned_data["agency"], member=member, defaults={"since": timezone.localdate()}
        )
        messages.success(
            request,
            _("Coordinators of {agency} may now edit {member}.").format(
                agency=form.cleaned_data["agency"].local_name, member=member.local_name
            ),
        )
        return redirect("groups:agencies", slug)
    about = Step(_("About"), reverse("members:about", args=[slug]))
    context = {
        "form": form,
        "cares": member.cared_for_by.select_related("agency").order_by("agency__name"),
        **member_page(request, member, about, Step(_("Agencies"))),
    }
    return render(request, "groups/agencies.html", context, status=REFUSED if form.is_bound else 200)


@require_POST
@login_required
def end(request: HttpRequest, slug: str, care: int) -> HttpResponse:
    """End the work of an agency for a member."""
    member = _managed(request, slug)
    found = get_object_or_404(member.cared_for_by.select_related("agency"), pk=care)
    bury(found, request)
    messages.success(
        request,
        _("{agency} no longer works for {member}.").format(
            agency=found.agency.local_name, member=member.local_name
        ),
    )
    if MANAGE_PEOPLE_OF.allows(request.user, member):
        return redirect("groups:agencies", slug)
    return redirect(member)


def _managed(request: HttpRequest, slug: str) -> Member:
    member = seen_member(request, slug)
    if not MANAGE_PEOPLE_OF.allows(request.user, member):
        raise PermissionDenied
    return member
