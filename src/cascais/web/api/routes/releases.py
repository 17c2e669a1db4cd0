"""Published versions taken back, and earlier versions taken up again."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from cascais.web.api.answers import check_version
from cascais.web.api.calling import caller_of, holder
from cascais.web.api.models import Scope
from cascais.web.api.routes.draft_items import DraftItem, draft_item
from cascais.web.api.routes.drafts import with_lines
from cascais.web.api.routes.inventories import one_version
from cascais.web.api.routes.inventory_items import inventory_detail
from cascais.web.api.routes.members import seen_member
from cascais.web.api.texts import KeyInPath, SlugInPath, YearInPath
from cascais.web.inventories import drafting
from cascais.web.inventories.standing import lock, standing
from cascais.web.members.policy import DRAFT_FOR, EDIT_MEMBER

router = Router()
WHERE = "/members/{slug}/inventories/{year}"


@router.post(
    f"{WHERE}/withdraw",
    response=DraftItem,
    auth=holder(Scope.PUBLISH),
    openapi_extra={"x-scope": Scope.PUBLISH.value, "x-has-version": True},
    summary="Take a published inventory back",
)
def withdraw_inventory(request: HttpRequest, slug: SlugInPath, year: YearInPath) -> DraftItem:
    """Take back what is published of a year, and all published before it; it goes on as a draft."""
    member = seen_member(request, slug)
    caller_of(request).check(EDIT_MEMBER, member)
    with transaction.atomic():
        lock(member)
        row = standing(member, year).published
        if row is None:
            raise Http404
        check_version(request, inventory_detail(row))
        return draft_item(with_lines(drafting.withdraw(row, request.user)))


@router.post(
    f"{WHERE}/versions/{{id}}/restore",
    response=DraftItem,
    auth=holder(Scope.DRAFT),
    openapi_extra={"x-scope": Scope.DRAFT.value, "x-has-version": True},
    summary="Take a version up again",
)
def restore_version(request: HttpRequest, slug: SlugInPath, year: YearInPath, id: KeyInPath) -> DraftItem:
    """Put a draft with the content of another version in the place of the one that stands."""
    member = seen_member(request, slug)
    caller_of(request).check(DRAFT_FOR, member)
    with transaction.atomic():
        lock(member)
        version = get_object_or_404(one_version(request, slug, year, id))
        now = standing(member, year)
        check_version(request, draft_item(with_lines(now.draft)) if now.draft else None)
        return draft_item(with_lines(drafting.restore(version, now.working, request.user)))
