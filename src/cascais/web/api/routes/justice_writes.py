"""Projects and pledges of climate justice written by programs, through the forms of the pages.

The operations join the router of those that read: one address belongs to one router.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Status

from cascais.web.api.answers import check_version
from cascais.web.api.calling import caller_of, holder
from cascais.web.api.models import Scope
from cascais.web.api.problems import FieldProblem, RefusalError, shown_value
from cascais.web.api.routes.justice import router, seen_pledges, seen_projects
from cascais.web.api.routes.justice_items import (
    JusticeIn,
    ProcurementPledgeIn,
    ProcurementPledgeItem,
    SupportProjectIn,
    SupportProjectItem,
    pledge_item,
    project_item,
)
from cascais.web.api.routes.members import seen_member
from cascais.web.api.texts import KeyInPath, SlugInPath
from cascais.web.history.tombstones import bury
from cascais.web.justice.forms import JusticeForm, PledgeForm, ProjectForm
from cascais.web.justice.models import ProcurementPledge, SupportProject
from cascais.web.members.models import Member
from cascais.web.members.policy import EDIT_MEMBER

__all__ = ("router",)
publisher = holder(Scope.PUBLISH)
PUBLISHING = {"x-scope": Scope.PUBLISH.value}
FORM_NAMES = {"partner_member": "partner_slug"}
"""What the form calls a field otherwise than the interface."""
Form = TypeVar("Form", bound=JusticeForm)
Row = TypeVar("Row", SupportProject, ProcurementPledge)


@router.post(
    "/members/{slug}/support-projects",
    response={201: SupportProjectItem},
    auth=publisher,
    openapi_extra=PUBLISHING,
    summary="Add a support project",
)
def add_support_project(
    request: HttpRequest, slug: SlugInPath, given: SupportProjectIn
) -> Status[SupportProjectItem]:
    """Store a support project of a member."""
    member = _writable(request, slug)
    with transaction.atomic():
        form = _sound(ProjectForm(_entered(given), member=member))
        return Status(201, project_item(form.save(request.user)))  # type: ignore[arg-type]


@router.put(
    "/support-projects/{id}",
    response=SupportProjectItem,
    auth=publisher,
    openapi_extra=PUBLISHING,
    summary="Change a support project",
)
def change_support_project(
    request: HttpRequest, id: KeyInPath, given: SupportProjectIn
) -> SupportProjectItem:
    """Put new content into a support project; its document stays."""
    with transaction.atomic():
        row = _standing(request, seen_projects(request), id)
        check_version(request, project_item(row))
        form = _sound(ProjectForm(_entered(given), member=row.member, row=row))
        return project_item(form.save(request.user))  # type: ignore[arg-type]


@router.delete(
    "/support-projects/{id}",
    response={204: None},
    auth=publisher,
    openapi_extra=PUBLISHING,
    summary="Remove a support project",
)
def remove_support_project(request: HttpRequest, id: KeyInPath) -> HttpResponse:
    """Remove a support project; for ninety days that can be undone."""
    with transaction.atomic():
        row = _standing(request, seen_projects(request), id)
        check_version(request, project_item(row))
        bury(row, request)
    return HttpResponse(status=204)


@router.post(
    "/members/{slug}/procurement-pledges",
    response={201: ProcurementPledgeItem},
    auth=publisher,
    openapi_extra=PUBLISHING,
    summary="Add a procurement pledge",
)
def add_procurement_pledge(
    request: HttpRequest, slug: SlugInPath, given: ProcurementPledgeIn
) -> Status[ProcurementPledgeItem]:
    """Store a procurement pledge of a member."""
    member = _writable(request, slug)
    with transaction.atomic():
        form = _sound(PledgeForm(_entered(given), member=member))
        return Status(201, pledge_item(form.save(request.user)))  # type: ignore[arg-type]


@router.put(
    "/procurement-pledges/{id}",
    response=ProcurementPledgeItem,
    auth=publisher,
    openapi_extra=PUBLISHING,
    summary="Change a procurement pledge",
)
def change_procurement_pledge(
    request: HttpRequest, id: KeyInPath, given: ProcurementPledgeIn
) -> ProcurementPledgeItem:
    """Put new content into a procurement pledge; its document stays."""
    with transaction.atomic():
        row = _standing(request, seen_pledges(request), id)
        check_version(request, pledge_item(row))
        form = _sound(PledgeForm(_entered(given), member=row.member, row=row))
        return pledge_item(form.save(request.user))  # type: ignore[arg-type]


@router.delete(
    "/procurement-pledges/{id}",
    response={204: None},
    auth=publisher,
    openapi_extra=PUBLISHING,
    summary="Remove a procurement pledge",
)
def remove_procurement_pledge(request: HttpRequest, id: KeyInPath) -> HttpResponse:
    """Remove a procurement pledge; for ninety days that can be undone."""
    with transaction.atomic():
        row = _standing(request, seen_pledges(request), id)
        check_version(request, pledge_item(row))
        bury(row, request)
    return HttpResponse(status=204)


def _writable(request: HttpRequest, slug: str) -> Member:
    member = seen_member(request, slug)
    caller_of(request).check(EDIT_MEMBER, member)
    return member


def _standing(request: HttpRequest, rows: QuerySet[Row], id: int) -> Row:
    """The row as it stands while nobody else changes it, if the caller may."""
    row = get_object_or_404(rows, pk=id)
    caller_of(request).check(EDIT_MEMBER, row.member)
    Member.objects.select_for_update().get(pk=row.member_id)
    return get_object_or_404(rows, pk=id)


def _entered(given: JusticeIn) -> dict[str, Any]:
    """What was sent, as somebody would have entered it."""
    fields = given.model_dump(exclude_none=True)
    if "amount" in fields:
        fields["amount"] = Decimal(str(fields["amount"]))
    return {FORM_NAMES.get(name, name): value for name, value in fields.items()}


def _sound(form: Form) -> Form:
    """The form, if what was entered can be stored; raises RefusalError that names each field."""
    if form.is_valid():
        return form
    names = {form_name: name for name, form_name in FORM_NAMES.items()}
    problems = [
        FieldProblem(
            field=f"body.{names.get(name, name)}",
            message=str(message),
            value=shown_value(form.data[name]) if name in form.data else None,
            allowed=None,
        )
        for name, messages in form.errors.items()
        for message in messages
    ]
    raise RefusalError("invalid", errors=tuple(problems))
