"""Founds, names and dissolves groups."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cascais.web.groups.forms import GroupForm
from cascais.web.groups.models import Group
from cascais.web.groups.policy import EDIT_GROUP
from cascais.web.groups.views import group_page, seen_group
from cascais.web.history.tombstones import bury
from cascais.web.navigation import Step, trail

REFUSED = 422
METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@login_required
def found(request: HttpRequest) -> HttpResponse:
    """Found a group."""
    form = GroupForm(request.user, request.POST or None)
    if form.is_valid():
        with transaction.atomic():
            group = form.write(Group())
        messages.success(request, _("The group is founded. Now add its members."))
        return redirect("groups:members", group.slug)
    context = {
        "form": form,
        "trail": trail(Step(_("Groups"), reverse("groups:list")), Step(_("Found a group"))),
    }
    return render(request, "groups/new.html", context, status=REFUSED if form.is_bound else 200)


@require_http_methods(METHODS)
@login_required
def edit(request: HttpRequest, group: str) -> HttpResponse:
    """Change the name, kind or coordinator of a group."""
    row = kept_group(request, group)
    initial = {"title": row.title, "kind": row.kind, "coordinator": row.coordinator_id, "about": row.about}
    form = GroupForm(request.user, request.POST or None, initial=initial)
    if form.is_valid():
        form.write(row)
        messages.success(request, _("The group is changed."))
        return redirect(row)
    context = {"form": form, **group_page(request, row, Step(_("Edit the group")))}
    return render(request, "groups/edit.html", context, status=REFUSED if form.is_bound else 200)


@require_http_methods(METHODS)
@login_required
def dissolve(request: HttpRequest, group: str) -> HttpResponse:
    """Ask once, then dissolve a group; the inventories of its members stay as they are."""
    row = kept_group(request, group)
    if request.method == "POST":
        bury(row, request)
        messages.success(
            request, _("The group is dissolved. The inventories of its members stay as they are.")
        )
        return redirect("groups:list")
    context = group_page(request, row, Step(_("Dissolve the group")))
    return render(request, "groups/dissolve.html", context)


def kept_group(request: HttpRequest, slug: str) -> Group:
    """The group, if the person keeps it."""
    group = seen_group(request, slug)
    if not EDIT_GROUP.allows(request.user, group):
        raise PermissionDenied
    return group
