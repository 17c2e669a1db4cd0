"""What is stored of a person: handed out to the person, and erased.

What would be deleted along with an account is the person's own and goes when the person is erased. What would outlast
the account (inventories, targets, the history) stays, with a bare key that leads to an empty account.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import ForeignObjectRel, Q
from django.utils import timezone

from cascais.web.accounts import sign_ins
from cascais.web.accounts.models import Assignment, FailedSignIn, Invitation, Role
from cascais.web.history.models import Tombstone
from cascais.web.history.packing import unpack

OF_ACCOUNT = ("username", "email", "first_name", "last_name", "is_active", "date_joined", "last_login")
SECRET_FIELDS = (
    "data",
    "session_key",
    "secret_sha256",
    "password",
    "token",
    "token_secret",
    "digest",
    "content",
)
"""Fields that would let somebody in, or that are files of a member rather than data of a person."""


AT_ONCE = 10
"""Deleted records that are looked at together; each may hold files."""


class LastAdministratorError(Exception):
    """Without this person nobody could run the site."""


def everything_about(user: User) -> dict[str, Any]:
    """All that is stored of a person, as a document."""
    return {
        "account": {name: _plain(getattr(user, name)) for name in OF_ACCOUNT},
        "own_records": {
            label: [_fields(row) for row in rows] for label, rows in _rows(user, models.CASCADE) if rows
        },
        "named_in": {label: [row.pk for row in rows] for label, rows in _rows(user, None) if rows},
        "open_invitations": [_fields(row) for row in _invitations_to(user)],
        "deleted_records": [_fields(row) for row in _deleted(user)],
        "failed_sign_ins": [_fields(row) for row in _failures(user)],
    }


@transaction.atomic
def erase(user: User) -> None:
    """Close an account and wipe what it says of its person; the bare key stays where records name it."""
    if is_last_administrator(user):
        raise LastAdministratorError
    sign_ins.end(sign_ins.live(user))
    _failures(user).delete()
    _invitations_to(user).update(email="", withdrawn_at=timezone.now())
    user.invitations.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
    for _label, rows in _rows(user, models.CASCADE):
        for row in rows:
            row.delete()
    _forget_deleted(user)
    user.username = f"erased-{user.pk}"
    user.email = user.first_name = user.last_name = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()


def is_last_administrator(user: User) -> bool:
    """Whether a person is the only one left who runs the site."""
    keepers = Assignment.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True)
    return keepers.filter(user=user).exists() and not keepers.exclude(user=user).exists()


def _rows(user: User, on_delete: object) -> Iterator[tuple[str, list[models.Model]]]:
    """Rows of other models that name a person: those that go along with an account, or those that outlast it."""
    for relation in User._meta.related_objects:
        if not isinstance(relation, ForeignObjectRel) or relation.related_model is User:
            continue
        goes_along = getattr(relation, "on_delete", None) is models.CASCADE
        if goes_along == (on_delete is models.CASCADE):
            model = relation.related_model
            found = model._default_manager.filter(**{relation.field.name: user})
            yield f"{model._meta.label_lower}.{relation.field.name}", list(found.order_by("pk"))


def _deleted(user: User) -> Iterator[models.Model]:
    """The person's own among what was deleted and can still be brought back."""
    for stone in Tombstone.objects.iterator(AT_ONCE):
        yield from (row for row in map(unpack, stone.records["rows"]) if _is_own(user, row))


def _forget_deleted(user: User) -> None:
    """Nobody brings back what was the person's own; what else was deleted with it can still come back."""
    for stone in Tombstone.objects.iterator(AT_ONCE):
        rows = [packed for packed in stone.records["rows"] if not _is_own(user, unpack(packed))]
        if not rows:
            stone.delete()
        elif len(rows) < len(stone.records["rows"]):
            stone.records["rows"] = rows
            stone.save(update_fields=["records"])


def _is_own(user: User, row: models.Model) -> bool:
    """Whether a row would go along with the account, or is an invitation to the person's address."""
    if isinstance(row, Invitation):
        return bool(user.email) and row.email.casefold() == user.email.casefold()
    return any(
        field.related_model is User
        and field.remote_field.on_delete is models.CASCADE
        and getattr(row, field.attname) == user.pk
        for field in row._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
    )


def _invitations_to(user: User) -> models.QuerySet[Invitation]:
    if not user.email:
        return Invitation.objects.none()
    return Invitation.objects.filter(email__iexact=user.email)


def _failures(user: User) -> models.QuerySet[FailedSignIn]:
    names = Q(account=user.username.casefold())
    return FailedSignIn.objects.filter(names | Q(account=user.email.casefold()) if user.email else names)


def _fields(row: models.Model) -> dict[str, Any]:
    fields = (field for field in row._meta.concrete_fields if field.name not in SECRET_FIELDS)
    return {field.name: _plain(field.value_from_object(row)) for field in fields}


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, (bool, int, float, str, list, dict)) else str(value)
