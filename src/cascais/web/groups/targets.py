"""The targets that a group shares: the forms are those of a member's targets."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cascais.web.commitments.forms import OwnTargetForm, StandardTargetForm
from cascais.web.commitments.keys import put_behind
from cascais.web.commitments.models import TargetFields
from cascais.web.groups.editing import METHODS, REFUSED, kept_group
from cascais.web.groups.models import Group, GroupTarget
from cascais.web.groups.views import group_page
from cascais.web.history.tombstones import bury
from cascais.web.navigation import Step

FIELDS = tuple(field.name for field in TargetFields._meta.local_fields)


@require_http_methods(METHODS)
@login_required
def add(request: HttpRequest, group: str) -> HttpResponse:
    """Add one of the networks' targets to a group."""
    return _add(request, group, StandardTargetForm(request.POST or None), is_own=False)


@require_http_methods(METHODS)
@login_required
def add_own(request: HttpRequest, group: str) -> HttpResponse:
    """Add a target in the group's own words."""
    return _add(request, group, OwnTargetForm(request.POST or None), is_own=True)


@require_http_methods(METHODS)
@login_required
def take_away(request: HttpRequest, group: str, group_target: int) -> HttpResponse:
    """Ask once, then remove a target of a group."""
    row = kept_group(request, group)
    target = get_object_or_404(row.targets.all(), pk=group_target)
    if request.method == "POST":
        bury(target, request)
        messages.success(request, _("The target is removed."))
        return redirect(row)
    context = {"target": target, **group_page(request, row, Step(_("Remove target")))}
    return render(request, "groups/remove_target.html", context)


def _add(
    request: HttpRequest, slug: str, form: StandardTargetForm | OwnTargetForm, *, is_own: bool
) -> HttpResponse:
    group = kept_group(request, slug)
    if form.is_valid() and _store(group, form):
        messages.success(request, _("The target is added."))
        return redirect(group)
    context = {"form": form, "is_own": is_own, **group_page(request, group, Step(_("Add a target")))}
    return render(request, "groups/add_target.html", context, status=REFUSED if form.is_bound else 200)


@transaction.atomic
def _store(group: Group, form: StandardTargetForm | OwnTargetForm) -> bool:
    """Store a target behind the others; one that stands there already is refused in the form."""
    Group.objects.select_for_update().get(pk=group.pk)  # so that two do not take the same key
    given = form.target()
    target = GroupTarget(group_of_members=group, **{name: getattr(given, name) for name in FIELDS})
    if not put_behind(target, group.targets.all()):
        form.add_error("key", _("This target is entered already. Remove it first to change it."))
        return False
    target.save()
    return True
