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
from cascais.web.history.pending import Change, Pending
from cascais.web.history.places import place_of, places, says_place_elsewhere
from cascais.web.history.tracked import (
    OWNER_FIELD,
    OWNER_OF_LINES,
    Tracked,
    by_label,
    line_models,
    tracked_models,
)
from cascais.web.history.values import Image, image, keepers

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
        read = tuple(field for field in tracked.fields if not isinstance(field, BinaryField))
        binary = tuple(field for field in tracked.fields if isinstance(field, BinaryField))
        rows = self._stored([*asked, tracked.model._meta.pk, *read])
        first, kept, digested = len(asked) + 1, keepers(tracked, read), keepers(tracked, binary)
        contents = self._contents(tracked, binary, [row[first - 1] for row in rows])
        for row, content in zip(rows, contents, strict=True):
            key, after = row[first - 1], image(kept, row[first:]) | image(digested, content)
            pending.changes.append(Change(tracked, str(key), by, before.get(key), after))
        return [row[: len(asked)] for row in rows] if asked else []

    def _stored(self, fields: list[Any]) -> list[Any]:
        """Execute the statement and return what the database stored."""
        self.returning_fields = fields
        with self.connection.cursor() as cursor:
            for sql, params in self.as_sql():  # type: ignore[attr-defined]
                cursor.execute(sql, params)
            rows = self.connection.ops.fetch_returned_insert_rows(cursor)
        return converted(self, fields, rows)

    def _overwritten(self, tracked: Tracked) -> dict[Any, Image]:
        """What an INSERT that overwrites what it meets is about to overwrite."""
        if self.query.on_conflict is not OnConflict.UPDATE:
            return {}
        meets = Q(pk__in=[])
        for row in self.query.objs:
            meets |= Q(**{field.attname: getattr(row, field.attname) for field in self.query.unique_fields})
        return dict(images(tracked, tracked.model._base_manager.using(self.using).filter(meets)))

    def _contents(self, tracked: Tracked, binary: tuple[Any, ...], keys: list[Any]) -> list[list[Any]]:
        """What binary fields hold: taken from the rows, as asking for it again would double what is sent."""
        if not binary:
            return [[]] * len(keys)
        if len(keys) == len(self.query.objs):
            return [[getattr(row, field.name) for field in binary] for row in self.query.objs]
        found = tracked.model._base_manager.using(self.using).in_bulk(keys)
        return [[getattr(found[key], field.name) for field in binary] for key in keys]


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
            elif counted := self._counted(tracked):
                return self._update(tracked, counted)
            return super().execute_sql(result_type)  # type: ignore[misc]

    def _counted(self, tracked: Tracked) -> set[str]:
        """The fields that the statement sets and whose changes count."""
        fields = {field.name for field in tracked.fields}
        return {field.name for field, _model, _value in self.query.values} & fields

    def _update(self, tracked: Tracked, counted: set[str]) -> int:
        """Execute the statement, and write down what the fields held that it sets, and those that say the place."""
        fields = [field for field in tracked.fields if field.name in counted]
        wanted = {*counted, tracked.member, tracked.title}
        told = tuple(field for field in tracked.fields if field.name in wanted)
        rows = rows_of(self.query, tracked.model, self.using)
        before = dict(images(tracked, rows.select_for_update(no_key=True).order_by("pk"), told))
        if not before:
            return 0
        if self.connection.features.has_select_for_update:
            # Rows that come to meet the condition at this very moment were not locked, and are left alone.
            self.query.add_filter("pk__in", list(before))
        after, kept = self._changed([tracked.model._meta.pk, *fields]), keepers(tracked, tuple(fields))
        pending, by = pending_of(self.connection), current()
        for key, held in before.items():
            if key in after and (now := held | image(kept, after[key])) != held:
                pending.changes.append(Change(tracked, str(key), by, held, now))
        return len(after)

    def _changed(self, fields: list[Any]) -> dict[Any, Any]:
        """Execute the statement and return what the database stored, by key."""
        table, quote = self.query.get_meta().db_table, self.connection.ops.quote_name
        columns = ", ".join(f"{quote(table)}.{quote(field.column)}" for field in fields)
        sql, params = self.as_sql()  # type: ignore[attr-defined]
        with self.connection.cursor() as cursor:
            cursor.execute(f"{sql} RETURNING {columns}", params)
            rows = cursor.fetchall()
        return {row[0]: row[1:] for row in converted(self, fields, rows)}


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
        pending, by = pending_of(self.connection), current()
        # Where other records say the place, they are asked while they are still there.
        found = places(tracked, list(removed)) if says_place_elsewhere(tracked) else {}
        for key, before in removed.items():
            place = found.get(key) or place_of(tracked, str(key), before)
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
    if is_of_one_table(query):
        return QuerySet(model, query=met, using=using)
    met.clear_select_clause()
    met.add_fields([model._meta.pk.name])
    keys: QuerySet[Model] = QuerySet(model, query=met, using=using)
    return QuerySet(model, using=using).filter(pk__in=keys)


def is_of_one_table(query: Any) -> bool:  # noqa: ANN401
    """Whether a query asks nothing but a condition of its own table."""
    tables = [alias for alias in query.alias_map if query.alias_refcount[alias]]
    return len(tables) <= 1 and not (query.annotations or query.is_sliced or query.distinct)


def images(
    tracked: Tracked, rows: QuerySet[Model], fields: tuple[Field[Any, Any], ...] = ()
) -> Iterator[tuple[Any, Image]]:
    """What rows hold in these fields, or in all, by key."""
    kept = keepers(tracked, fields or tracked.fields)
    for key, *values in rows.values_list("pk", *(name for name, _keep in kept)):
        yield key, image(kept, values)


def converted(compiler: Any, fields: list[Any], rows: list[Any]) -> list[Any]:  # noqa: ANN401
    """What a statement returns of these fields, as Django reads it."""
    table = compiler.query.get_meta().db_table
    converters = compiler.get_converters([field.get_col(table) for field in fields])
    return list(compiler.apply_converters(rows, converters)) if converters else rows


def owners_of(query: Any, model: type[Model], using: str) -> set[int]:  # noqa: ANN401
    """The inventories whose lines a statement is about to touch."""
    return set(rows_of(query, model, using).order_by().values_list(f"{OWNER_FIELD}_id", flat=True).distinct())


def note_lines(connection: Any, owners: Iterable[int]) -> None:  # noqa: ANN401
    """Write down that the lines of these inventories changed."""
    change = Change(by_label(OWNER_OF_LINES), "", current(), has_new_lines=True)
    pending_of(connection).changes.extend(replace(change, key=str(owner)) for owner in owners)
