"""What the interface answers when it refuses: problem details as RFC 9457 describes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import Field, Schema

from cascais.web.api.rendering import as_json

MEDIA_TYPE = "application/problem+json"
TYPE = "/api/#problem-{key}"
SHOWN_VALUE = 200


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One kind of refusal: its status, what it is called, what to do about it."""

    key: str
    status: int
    title: str | Promise
    next_step: str | Promise


KINDS = {
    kind.key: kind
    for kind in (
        ProblemKind(
            "unreadable", 400, _("The body cannot be read."), _("Send one JSON document, encoded in UTF-8.")
        ),
        ProblemKind(
            "no-token",
            401,
            _("A valid token is needed."),
            _("Make a token in your account and send it as “Authorization: Bearer …”."),
        ),
        ProblemKind(
            "forbidden",
            403,
            _("The token may not do this."),
            _("Use a token of a wider scope, or ask for the role at the member."),
        ),
        ProblemKind(
            "not-found",
            404,
            _("There is nothing at this address."),
            _("Start at /api/v1/ and follow the links."),
        ),
        ProblemKind(
            "method",
            405,
            _("The address does not take this method."),
            _("Use one of the methods that the header Allow names."),
        ),
        ProblemKind(
            "conflict",
            409,
            _("The state of the record forbids this."),
            _("Read the record again, then decide."),
        ),
        ProblemKind(
            "changed",
            412,
            _("The record was changed in the meantime."),
            _("Read it again, put your change into what it is now, and send that with its new ETag."),
        ),
        ProblemKind("too-large", 413, _("The body is too large."), _("Send less at a time.")),
        ProblemKind(
            "invalid", 422, _("Something that was sent cannot be used."), _("Put right what “errors” names.")
        ),
        ProblemKind(
            "precondition",
            428,
            _("The version that the change is meant for must be named."),
            _(
                "Send If-Match with the ETag of what you read, or “If-None-Match: *” where there is nothing yet."
            ),
        ),
        ProblemKind(
            "too-many",
            429,
            _("There were too many calls."),
            _("Wait as many seconds as Retry-After says. A token allows more calls."),
        ),
    )
}


class FieldProblem(Schema):
    """What is wrong with one thing that was sent."""

    field: str = Field(
        description="Where it stands: body, query or path, then the names and positions below it"
    )
    message: str
    value: str | None = Field(None, description="What was found")
    allowed: str | None = Field(None, description="What is allowed")
    next_step: str | None = None


class Problem(Schema):
    """Why a call was refused (RFC 9457)."""

    type: str = Field(description="The kind of problem, as an address that describes it")
    title: str
    status: int
    detail: str
    next_step: str
    errors: list[FieldProblem] = Field(default_factory=list)


@dataclass
class RefusalError(Exception):
    """A call is refused; the kind says with which status."""

    key: str
    detail: str = ""
    errors: tuple[FieldProblem, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def problem_response(refusal: RefusalError) -> HttpResponse:
    """The answer to a call that is refused."""
    kind = KINDS[refusal.key]
    content = Problem(
        type=TYPE.format(key=kind.key),
        title=str(kind.title),
        status=kind.status,
        detail=refusal.detail or str(kind.title),
        next_step=str(kind.next_step),
        errors=list(refusal.errors),
    )
    return HttpResponse(
        as_json(content.model_dump()),
        status=kind.status,
        content_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **refusal.headers},
    )


def shown_value(value: object) -> str:
    """What was sent, short enough to be repeated in an answer."""
    return str(value)[:SHOWN_VALUE]
