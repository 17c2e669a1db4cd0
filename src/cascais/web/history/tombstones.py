"""Deletes so that it can be undone: a deleted record is kept for ninety days with all that went along with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from itertools import chain
from typing import Any, cast

from django.contrib.auth.models import User as Account
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, DatabaseError, IntegrityError, connection, transaction
from django.db.models import SET_NULL, Field, ForeignKey, Model, QuerySet
from django.db.models.deletion import Collector
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from cascais.errors import ConflictError
from cascais.web.history.acting import acting, current
from cascais.web.history.models import Tombstone
from cascais.web.history.packing import Packed, pack, unpack
from cascais.web.history.pending import Place
from cascais.web.history.places import places
from cascais.web.history.tracked import tracked_models
from cascais.web.permissions import User

KEPT_FOR = timedelta(days=90)
AT_ONCE = 200

By = User | HttpRequest | None


class _All(Collector):
    """Finds every row that a deletion takes along, one by one."""

    def can_fast_delete(self, *args: Any, **kwargs: Any) -> bool:  # noqa: ANN401
        return False


@transaction.atomic
def bury(row: Model, by: By) -> Tombstone:
    """Delete a row with all that goes along with it, and keep everything for as long as it can be undone.

    Raises django.db.models.ProtectedError where other records need it; accounts of people are erased instead.
    """
    if isinstance(row, Account):
        raise TypeError("The account of a person is erased, not buried.")
    type(row)._base_manager.select_for_update().filter(pk=row.pk).first()
    key, found = row.pk, _All(using=DEFAULT_DB_ALIAS, origin=row)
    found.collect([row])
    found.sort()
    tracked = tracked_models()[type(row)]
    place = places(tracked, [key]).get(key, Place(None, ""))
    records = {"rows": [pack(each) for each in _rows(found)], "links": list(_links(found))}
    with _by(by):
        row.delete()
    return Tombstone.objects.create(
        model=row._meta.label_lower,
        key=str(key),
        title=place.title,
        member=place.member,
        records=records,
        deleted_by=_key(by),
        kept_until=timezone.now() + KEPT_FOR,
    )


@transaction.atomic
def restore(tombstone: Tombstone, by: By) -> None:
    """Bring back what was deleted, with the same keys. Raises ConflictError where something stands in the way."""
    stone = Tombstone.objects.select_for_update().get(pk=tombstone.pk)
    if stone.restored_at is not None:
        raise ConflictError(_("It was brought back already."))
    rows = [unpack(packed) for packed in stone.records["rows"]]
    with _by(by, is_restoring=True):
        for each in rows:
            _settle_parents(each, rows)
        _check(rows)
        _insert(rows)
        for link in stone.records["links"]:
            _link_again(link)
    stone.restored_at = timezone.now()
    stone.save(update_fields=["restored_at"])
    tombstone.restored_at = stone.restored_at


def standing() -> QuerySet[Tombstone]:
    """What can still be brought back."""
    return Tombstone.objects.filter(restored_at=None, kept_until__gt=timezone.now())


def purge_tombstones() -> int:
    """Remove for good what was deleted long enough ago; the deletion itself stays in the history."""
    return Tombstone.objects.filter(kept_until__lte=timezone.now()).delete()[0]


def _rows(found: Collector) -> Iterator[Model]:
    """The rows that go, those first that others refer to."""
    return chain.from_iterable(reversed([list(rows) for rows in found.data.values()]))


def _links(found: Collector) -> Iterator[Packed]:
    """The links of other rows that are set to nothing; of rows that go themselves nothing has to be said."""
    gone = {(type(row), row.pk) for row in _rows(found)}
    for (field, _value), groups in found.field_updates.items():
        rows: Iterable[Model] = chain.from_iterable(cast("list[list[Model]]", groups))
        for row in rows:
            if (type(row), row.pk) not in gone:
                value = field.value_to_string(row)
                yield {"model": row._meta.label_lower, "key": row.pk, "field": field.name, "value": value}


def _settle_parents(row: Model, rows: list[Model]) -> None:
    """What a row refers to must still be there; a reference that may be empty becomes so."""
    own = {(type(each), each.pk) for each in rows}
    for field in row._meta.concrete_fields:
        target = getattr(row, field.attname)
        if not isinstance(field, ForeignKey) or target is None or (field.related_model, target) in own:
            continue
        if field.related_model._base_manager.select_for_update().filter(pk=target).exists():
            continue
        if field.remote_field.on_delete is not SET_NULL:
            raise ConflictError(
                _("What it belongs to ({what}) was deleted. Bring that back first.").format(
                    what=field.verbose_name
                )
            )
        setattr(row, field.attname, None)


def _check(rows: list[Model]) -> None:
    """Raise ConflictError where a record that was made since stands in the place of one that comes back."""
    for row in rows:
        if type(row) not in tracked_models():
            continue
        try:
            row.validate_unique()
            row.validate_constraints()
        except ValidationError as error:
            raise ConflictError(_in_the_way(row, "; ".join(error.messages))) from error


def _insert(rows: list[Model]) -> None:
    """Store rows exactly as they were: nothing is filled in, such as the moment of creation."""
    by_model: dict[type[Model], list[Model]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    try:
        with transaction.atomic():
            for model, group in by_model.items():
                _insert_group(model, group)
            connection.check_constraints(table_names=[model._meta.db_table for model in by_model])
    except (IntegrityError, DatabaseError) as error:
        raise ConflictError(_in_the_way(rows[0], "")) from error


def _insert_group(model: type[Model], rows: list[Model]) -> None:
    fields: list[Field[Any, Any]] = list(model._meta.concrete_fields)
    size = connection.ops.bulk_batch_size([field.name for field in fields], rows)
    size = min(size, AT_ONCE)
    everything: Any = QuerySet(model)
    for start in range(0, len(rows), size):
        everything._insert(rows[start : start + size], fields=fields, using=DEFAULT_DB_ALIAS, raw=True)


def _link_again(link: Packed) -> None:
    """Let a row refer again to what is back; one that is gone or refers to something else by now is left alone.

    Raises ConflictError for such a row where what is back would be of no use without it.
    """
    model = unpack({"model": link["model"], "fields": {}})
    field = model._meta.get_field(link["field"])
    rows = type(model)._base_manager.filter(pk=link["key"], **{f"{link['field']}__isnull": True})
    linked = rows.update(**{link["field"]: field.to_python(link["value"])})  # type: ignore[union-attr]
    if not linked and link.get("is_needed"):
        raise ConflictError(_in_the_way(field.related_model(), ""))  # type: ignore[misc]


def _in_the_way(row: Model, why: str) -> str:
    kind = row._meta.verbose_name
    return (
        _("Another {kind} that was entered since stands in its place. {why}")
        .format(kind=kind, why=why)
        .strip()
    )


def _key(by: By) -> int | None:
    user = by.user if isinstance(by, HttpRequest) else by
    return user.pk if user is not None else None


def _by(by: By, *, is_restoring: bool = False) -> AbstractContextManager[None]:
    """Written down as the work of a person; of nobody in particular only where nobody is known."""
    now = current()
    actor = _key(by)
    return acting(actor if actor is not None else now.settled().actor, now.origin, is_restoring=is_restoring)
