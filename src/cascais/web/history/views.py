"""Pages of the history: of a member, of one record, of what was deleted, and of the whole chain."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cascais.errors import ConflictError
from cascais.web.history import reads, verification
from cascais.web.history.jobs import verify_chain
from cascais.web.history.models import ChainHead, Entry, Tombstone
from cascais.web.history.policy import homeless, restorable, seen_entries
from cascais.web.history.telling import kind_title, record_title
from cascais.web.history.tombstones import restore as bring_back
from cascais.web.members.models import Member
from cascais.web.members.policy import ENTER_FOR, SEE_DRAFTS_OF
from cascais.web.navigation import Step, member_page, trail
from cascais.web.operations.policy import for_administrators
from cascais.web.permissions import Policy


@require_safe
@login_required
def of_member(request: HttpRequest, slug: str) -> HttpResponse:
    """Who changed what of a member when, the newest first."""
    member = _member(request, slug, SEE_DRAFTS_OF)
    entries = seen_entries(request.user, member)
    page = reads.page(reads.filtered(entries, request.GET), request.GET)
    context = {
        "page": page,
        "choices": reads.choices(entries, request.GET),
        "may_restore": ENTER_FOR.allows(request.user, member),
        **member_page(request, member, Step(_("History"))),
    }
    return render(request, "history/of_member.html", context)


@require_safe
@login_required
def of_record(request: HttpRequest, slug: str, model: str, key: str) -> HttpResponse:
    """Who changed what of one record."""
    member = _member(request, slug, SEE_DRAFTS_OF)
    entries = seen_entries(request.user, member).filter(model=model, key=key)
    page = reads.page(entries, request.GET)
    newest = get_object_or_404(entries[:1])
    title = record_title(model, newest.title)
    context = {
        "page": page,
        "kind": kind_title(model),
        "record_title": title,
        **member_page(
            request,
            member,
            Step(_("History"), reads.history_url(member)),
            Step(title or kind_title(model)),
        ),
    }
    return render(request, "history/of_record.html", context)


@require_safe
@login_required
def deleted(request: HttpRequest, slug: str) -> HttpResponse:
    """What was deleted of a member and can be brought back."""
    member = _member(request, slug, ENTER_FOR)
    context = {
        "stones": _stones(restorable(request.user, member)),
        "sees_history": SEE_DRAFTS_OF.allows(request.user, member),
        **member_page(request, member, Step(_("Deleted"))),
    }
    return render(request, "history/deleted.html", context)


@require_POST
@login_required
def restore(request: HttpRequest, slug: str, stone: int) -> HttpResponse:
    """Bring back what was deleted."""
    member = _member(request, slug, ENTER_FOR)
    found = restorable(request.user, member).filter(pk=stone).first()
    if found is None:
        raise PermissionDenied
    _bring_back(request, found)
    return redirect("history:deleted", slug)


@require_safe
@for_administrators
def chain(request: HttpRequest) -> HttpResponse:
    """The whole chain, and when it was last checked."""
    entries = Entry.objects.order_by("-number")
    context = {
        "page": reads.page(entries, request.GET),
        "head": ChainHead.objects.first(),
        "last": verification.last(),
        "stones": _stones(homeless()),
        "trail": trail(Step(_("History"))),
    }
    return render(request, "history/chain.html", context)


@require_POST
@for_administrators
def check(request: HttpRequest) -> HttpResponse:
    """Let the chain be checked; a long one takes a while, so that nobody waits for it."""
    verify_chain.enqueue()
    messages.success(request, _("The check is in the queue. What comes out stands here when it is done."))
    return redirect("history:chain")


@require_POST
@for_administrators
def restore_homeless(request: HttpRequest, homeless_stone: int) -> HttpResponse:
    """Bring back what belongs to no member that is still there, such as a member itself."""
    _bring_back(request, get_object_or_404(homeless(), pk=homeless_stone))
    return redirect("history:chain")


def _member(request: HttpRequest, slug: str, policy: Policy[Member]) -> Member:
    member = get_object_or_404(Member, slug=slug)
    if not policy.allows(request.user, member):
        raise PermissionDenied
    return member


def _bring_back(request: HttpRequest, stone: Tombstone) -> None:
    try:
        bring_back(stone, request)
    except ConflictError as error:
        messages.error(request, _("It was not brought back. {why}").format(why=error))
    else:
        title = record_title(stone.model, stone.title) or kind_title(stone.model)
        messages.success(request, _("“{title}” is back.").format(title=title))


def _stones(stones: QuerySet[Tombstone]) -> list[reads.Stone]:
    now = timezone.now()
    return reads.stones(stones, lambda until: max(1, -(-(until - now) // timedelta(days=1))))
