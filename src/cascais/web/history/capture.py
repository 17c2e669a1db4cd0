"""Sees every change that ordinary Django code makes to a tracked record, one record at a time or many.

Whatever way a change takes (`save`, `create`, `update`, `bulk_create`, `bulk_update`, `delete`, what a deletion takes
along or sets to nothing, links between many), at the end one of three compilers turns it into a statement. The
databases of this site use the compilers below. Migrations work with models of their own, and are not seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import BinaryField, Field, Model, Q, QuerySet
from django.db.models.constants import OnConflict
from django.db.models.sql import Query

from cascais.web.history.acting import current
from cascais.web.history.pending import Change, Pending, Place
from cascais.web.history.places import places
from cascais.web.history.tracked import (
    OWNER_FIELD,
    OWNER_OF_LINES,
    Tracked,
    by_label,
    line_models,
    tracked_models,
)
from cascais.web.history.values import Image, image

AT_ONCE = 500
"""Keys that are asked for together."""
READ_BACK = frozenset({"history.entry", "history.chainhead"})


class CapturesInsert:
    """Writes down what an INSERT stores."""

    query: Any
    connection: Any
    using: str

    def execute_sql(self, returning_fields: list[Any] | None = None) -> list[Any]:
        model = self.query.get_meta().concrete_model
        if (tracked := tracked_models().get(model)) is not None:
            with one_transaction(self.connection, self.using):
                return self._insert(tracked, returning_fields or [])
        rows: list[Any]
        if model in line_models():
            with one_transaction(self.connection, self.using):
                rows = super().execute_sql(returning_fields)  # type: ignore[misc]
                owners = {getattr(line, f"{OWNER_FIELD}_id") for line in self.query.objs}
                note_lines(self.connection, owners)
                return rows
        rows = super().execute_sql(returning_fields)  # type: ignore[misc]
        return rows

    def _insert(self, tracked: Tracked, asked: list[Any]) -> list[Any]:
        pending, by = pending_of(self.connection), current()
        before = self._overwritten(tracked)
        pk = tracked.model._meta.pk
        read = [field for field in tracked.fields if not isinstance(field, BinaryField)]
        fields = [*asked, pk, *(field for field in read if field not in asked)]
        rows = self._stored(fields)
        positions = [fields.index(field) for field in read]
        stored = [[row[position] for position in positions] for row in rows]
        contents = self._contents(tracked, [row[len(asked)] for row in rows])
        for row, held, content in zip(rows, stored, contents, strict=True):
            key = row[len(asked)]
            values = {field.name: value for field, value in zip(read, held, strict=True)} | content
            after = image(tracked, values)
            pending.changes.append(Change(tracked, str(key), by, before.get(key), after))
        return [row[: len(asked)] for row in rows] if asked else []

    def _stored(self, fields: list[Any]) -> list[Any]:
        """Execute the statement and return what the database stored."""
        self.returning_fields = fields
        with self.connection.cursor() as cursor:
            for sql, params in self.as_sql():  # type: ignore[attr-defined]
                cursor.execute(sql, params)
            rows = self.connection.ops.fetch_returned_insert_rows(cursor)
        table = self.query.get_meta().db_table
        columns = [field.get_col(table) for field in fields]
        converters = self.get_converters(columns)  # type: ignore[attr-defined]
        return list(self.apply_converters(rows, converters)) if converters else rows  # type: ignore[attr-defined]

    def _overwritten(self, tracked: Tracked) -> dict[Any, Image]:
        """What an INSERT that overwrites what it meets is about to overwrite."""
        if self.query.on_conflict is not OnConflict.UPDATE:
            return {}
        meets = Q(pk__in=[])
        for row in self.query.objs:
            meets |= Q(**{field.attname: getattr(row, field.attname) for field in self.query.unique_fields})
        return dict(images(tracked, tracked.model._base_manager.using(self.using).filter(meets)))

    def _contents(self, tracked: Tracked, keys: list[Any]) -> list[dict[str, Any]]:
        """What binary fields hold: taken from the rows, as asking for it again would double what is sent."""
        names = [field.name for field in tracked.fields if isinstance(field, BinaryField)]
        if not names:
            return [{}] * len(keys)
        if len(keys) == len(self.query.objs):
            return [{name: getattr(row, name) for name in names} for row in self.query.objs]
        found = tracked.model._base_manager.using(self.using).in_bulk(keys)
        return [{name: getattr(found[key], name) for name in names} for key in keys]


class CapturesUpdate:
    """Writes down what an UPDATE changes."""

    query: Any
    connection: Any
    using: str

    def execute_sql(self, result_type: str) -> Any:  # noqa: ANN401 – what Django's own returns
        model = self.query.get_meta().concrete_model
        is_lines = model in line_models()
        tracked = tracked_models().get(model)
        if tracked is None and not is_lines or not self.query.values:
            return super().execute_sql(result_type)  # type: ignore[misc]
        with one_transaction(self.connection, self.using):
            if tracked is None:
                note_lines(self.connection, owners_of(self.query, model, self.using))
                return super().execute_sql(result_type)  # type: ignore[misc]
            return self._update(tracked, result_type)

    def _update(self, tracked: Tracked, result_type: str) -> Any:  # noqa: ANN401
        rows = rows_of(self.query, tracked.model, self.using)
        before = dict(images(tracked, rows.select_for_update(no_key=True).order_by("pk")))
        if not self.connection.features.has_select_for_update or not before:
            result = super().execute_sql(result_type)  # type: ignore[misc]
        else:
            # Rows that come to meet the condition at this very moment were not locked, and are left alone.
            self.query.add_filter("pk__in", list(before))
            result = super().execute_sql(result_type)  # type: ignore[misc]
        pending, by = pending_of(self.connection), current()
        for key, after in images_of_keys(tracked, list(before), self.using):
            if after != before[key]:
                pending.changes.append(Change(tracked, str(key), by, before[key], after))
        return result


class CapturesDelete:
    """Writes down what a DELETE removes."""

    query: Any
    connection: Any
    using: str

    def execute_sql(self, result_type: str) -> Any:  # noqa: ANN401
        model = self.query.get_meta().concrete_model
        tracked = tracked_models().get(model)
        if tracked is None and model not in line_models():
            return super().execute_sql(result_type)  # type: ignore[misc]
        with one_transaction(self.connection, self.using):
            if tracked is None:
                note_lines(self.connection, owners_of(self.query, model, self.using))
            else:
                self._note(tracked)
            return super().execute_sql(result_type)  # type: ignore[misc]

    def _note(self, tracked: Tracked) -> None:
        rows = rows_of(self.query, tracked.model, self.using)
        removed = dict(images(tracked, rows.select_for_update().order_by("pk")))
        found = places(tracked, list(removed))
        pending, by = pending_of(self.connection), current()
        for key, before in removed.items():
            place = found.get(key, Place(None, ""))
            pending.changes.append(Change(tracked, str(key), by, before, None, place))


class ReadsOwnWrites:
    """Who reads the history within a transaction finds what the transaction has done so far."""

    query: Any
    connection: Any

    def execute_sql(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        model = self.query.model
        if model is not None and model._meta.label_lower in READ_BACK:
            self.connection.write_history()
        return super().execute_sql(*args, **kwargs)  # type: ignore[misc]


def pending_of(connection: Any) -> Pending:  # noqa: ANN401 – a wrapper with our own part
    """The changes that wait in a connection."""
    waiting: Pending = connection.history
    return waiting


@contextmanager
def one_transaction(connection: Any, using: str) -> Iterator[None]:  # noqa: ANN401
    """A change and its entry are stored together, also where nobody opened a transaction."""
    if not connection.get_autocommit():
        yield
        return
    with transaction.atomic(using=using):
        yield


def rows_of(query: Any, model: type[Model], using: str) -> QuerySet[Model]:  # noqa: ANN401
    """The rows that a statement is about to touch; those of other tables in its condition are not locked."""
    met = query.chain(klass=Query)
    met.clear_ordering(force=True)
    met.clear_select_clause()
    met.add_fields([model._meta.pk.name])
    keys: QuerySet[Model] = QuerySet(model, query=met, using=using)
    return QuerySet(model, using=using).filter(pk__in=keys)


def images(tracked: Tracked, rows: QuerySet[Model]) -> Iterator[tuple[Any, Image]]:
    """What rows hold, by key."""
    fields: Iterable[Field[Any, Any]] = tracked.fields
    names = [field.name for field in fields]
    for key, *values in rows.values_list("pk", *names):
        yield key, image(tracked, dict(zip(names, values, strict=True)))


def images_of_keys(tracked: Tracked, keys: list[Any], using: str) -> Iterator[tuple[Any, Image]]:
    """What the rows with these keys hold."""
    rows: QuerySet[Model] = QuerySet(tracked.model, using=using)
    for start in range(0, len(keys), AT_ONCE):
        yield from images(tracked, rows.filter(pk__in=keys[start : start + AT_ONCE]))


def owners_of(query: Any, model: type[Model], using: str) -> set[int]:  # noqa: ANN401
    """The inventories whose lines a statement is about to touch."""
    return set(rows_of(query, model, using).order_by().values_list(f"{OWNER_FIELD}_id", flat=True).distinct())


def note_lines(connection: Any, owners: Iterable[int]) -> None:  # noqa: ANN401
    """Write down that the lines of these inventories changed."""
    change = Change(by_label(OWNER_OF_LINES), "", current(), has_new_lines=True)
    pending_of(connection).changes.extend(replace(change, key=str(owner)) for owner in owners)
