"""Who calls: nobody in particular, or a person by a token, and what that token allows.

A browser's session counts for nothing here, so no other site can make a browser write through the interface.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from cascais.web.accounts.second_factor import has_second_factor, needs_second_factor
from cascais.web.api import limits
from cascais.web.api.models import ApiToken, Scope
from cascais.web.api.problems import RefusalError
from cascais.web.members.models import Member
from cascais.web.permissions import Policy, User

Row = TypeVar("Row", bound=Model)
MARK = "cascais_"
PREFIX_LETTERS = len(MARK) + 6
SECRET_BYTES = 32
LONGEST_TOKEN = 200
ORDER = (Scope.READ, Scope.DRAFT, Scope.PUBLISH)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls; a token may be limited to one member, and then counts for nothing at the others."""

    user: User
    scope: Scope | None = None
    member_id: int | None = None

    def may(self, scope: Scope) -> bool:
        """Whether the token's scope is wide enough."""
        return self.scope is not None and ORDER.index(self.scope) >= ORDER.index(scope)

    def rows(self, policy: Policy[Row], rows: QuerySet[Row], to_member: str) -> QuerySet[Row]:
        """The rows that a policy allows to the owner of the token, as far as the token reaches."""
        if self.member_id is None:
            return policy.rows(self.user, rows)
        own = policy.rule(self.user) & Q(**{to_member: self.member_id})
        return rows.filter(policy.rule(AnonymousUser()) | own)

    def check(self, policy: Policy[Member], member: Member) -> None:
        """Raise RefusalError unless the owner may do this for the member and the token reaches it."""
        if self.member_id not in (None, member.pk):
            raise RefusalError("forbidden", _("The token is for another member."))
        if not policy.allows(self.user, member):
            raise RefusalError(
                "forbidden", _("The owner of the token has no role that allows this at the member.")
            )


def new_secret() -> str:
    """A secret that nobody guesses, with a mark by which programs that look for leaked secrets know it."""
    return MARK + secrets.token_urlsafe(SECRET_BYTES)


def digest(secret: str) -> str:
    """What is stored of a secret. It is long and random, so a plain digest cannot be turned back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def anybody(request: HttpRequest) -> Caller:
    """Recognise the caller of an address that answers everybody."""
    caller = _recognised(request)
    request.user = cast(AnonymousUser, caller.user)
    return caller


def holder(scope: Scope) -> Callable[[HttpRequest], Caller]:
    """Recognise the caller of an address that needs a token of a scope."""

    def recognise(request: HttpRequest) -> Caller:
        caller = anybody(request)
        if caller.scope is None:
            raise _no_token(_("No token was sent."))
        if not caller.may(scope):
            raise RefusalError(
                "forbidden", _("The token needs the scope “{scope}”.").format(scope=scope.value)
            )
        return caller

    return recognise


def caller_of(request: HttpRequest) -> Caller:
    """The caller that was recognised."""
    return cast(Caller, request.auth)  # type: ignore[attr-defined]


def _recognised(request: HttpRequest) -> Caller:
    header = request.headers.get("Authorization", "")
    if not header:
        limits.count_address(request)
        return Caller(AnonymousUser())
    token = _token(header)
    if token is None:
        limits.count_address(request)
        raise _no_token(_("The token is unknown, expired or revoked."))
    limits.count_token(token)
    if needs_second_factor(token.user) and not has_second_factor(token.user):
        raise RefusalError(
            "forbidden", _("The role of the token's owner needs a second factor, and there is none.")
        )
    _note_use(token)
    return Caller(token.user, Scope(token.scope), token.member_id)


def _token(header: str) -> ApiToken | None:
    scheme, _space, secret = header.partition(" ")
    if scheme.lower() != "bearer" or len(secret) > LONGEST_TOKEN:
        return None
    found = ApiToken.objects.select_related("user").filter(secret_sha256=digest(secret.strip())).first()
    return found if found and found.is_valid and found.user.is_active else None


def _note_use(token: ApiToken) -> None:
    """The day is enough to see whether a token is still needed."""
    today = timezone.localdate()
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)


def _no_token(detail: str) -> RefusalError:
    return RefusalError("no-token", detail, headers={"WWW-Authenticate": 'Bearer realm="Cascais"'})
