"""Who belongs to a group: its keeper adds members, each of which has to agree before its name stands on the plan."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cascais.web.accounts.roles import is_administrator
from cascais.web.groups.editing import METHODS, REFUSED, kept_group
from cascais.web.groups.forms import PartForm
from cascais.web.groups.models import Group, GroupMember
from cascais.web.groups.policy import SPEAK_FOR_PART
from cascais.web.groups.views import group_page, seen_group
from cascais.web.history.tombstones import bury
from cascais.web.members.models import Member
from cascais.web.members.policy import EDIT_MEMBER
from cascais.web.navigation import Step
from cascais.web.permissions import User


@require_http_methods(METHODS)
@login_required
def members(request: HttpRequest, group: str) -> HttpResponse:
    """The members of a group, and a form to add one."""
    row = kept_group(request, group)
    form = PartForm(row, request.POST or None)
    if form.is_valid():
        _tell(request, _add(row, form, request.user))
        return redirect("groups:members", row.slug)
    context = {
        "form": form,
        "parts": row.parts.select_related("member"),
        "own_members": _suggested(row, request.user),
        **group_page(request, row, Step(_("Members"))),
    }
    return render(request, "groups/members.html", context, status=REFUSED if form.is_bound else 200)


@require_POST
@login_required
def take_out(request: HttpRequest, group: str, part: int) -> HttpResponse:
    """Take a member out of a group."""
    row = kept_group(request, group)
    found = get_object_or_404(row.parts.select_related("member"), pk=part)
    bury(found, request)
    messages.success(request, _("{name} is taken out of the group.").format(name=found.member.local_name))
    return redirect("groups:members", row.slug)


@require_POST
@login_required
def confirm(request: HttpRequest, group: str, part: int) -> HttpResponse:
    """Agree to belong to a group."""
    found = _spoken_for(request, group, part)
    if found.confirmed_at is None:
        found.confirmed_at = timezone.now()
        found.save(update_fields=["confirmed_at"])
    messages.success(request, _("{name} now counts in the group.").format(name=found.member.local_name))
    return redirect(found.group)


@require_POST
@login_required
def leave(request: HttpRequest, group: str, part: int) -> HttpResponse:
    """Decline to belong to a group, or leave it."""
    found = _spoken_for(request, group, part)
    bury(found, request)
    messages.success(request, _("{name} does not belong to the group.").format(name=found.member.local_name))
    return redirect("groups:page", group)


@transaction.atomic
def _add(group: Group, form: PartForm, user: User) -> GroupMember:
    """Add a member; who may publish for it agrees at once in its name."""
    given = form.cleaned_data
    Group.objects.select_for_update().get(pk=group.pk)  # so that two do not add the same member
    part, _is_new = GroupMember.objects.get_or_create(
        group=group,
        member=given["member"],
        defaults={
            "from_year": given["from_year"],
            "to_year": given["to_year"],
            "confirmed_at": timezone.now() if EDIT_MEMBER.allows(user, given["member"]) else None,
        },
    )
    return part


def _tell(request: HttpRequest, part: GroupMember) -> None:
    name = part.member.local_name
    if part.confirmed_at:
        messages.success(request, _("{name} is added to the group.").format(name=name))
        return
    messages.success(
        request,
        _("{name} is asked. It counts in the group once somebody who may publish for it agrees.").format(
            name=name
        ),
    )


def _suggested(group: Group, user: User) -> list[Member]:
    """Members for which the person may publish and which are not in the group; for an administrator none."""
    if is_administrator(user):
        return []
    taken = group.parts.values("member")
    others = Member.objects.exclude(pk__in=taken)
    if group.coordinator is not None:
        others = others.exclude(pk=group.coordinator.pk)
    return list(EDIT_MEMBER.rows(user, others))


def _spoken_for(request: HttpRequest, slug: str, pk: int) -> GroupMember:
    """The member of a group, if the person may publish for it."""
    group = seen_group(request, slug)
    found = get_object_or_404(GroupMember.objects.select_related("member", "group"), group=group, pk=pk)
    if not SPEAK_FOR_PART.allows(request.user, found):
        raise PermissionDenied
    return found
