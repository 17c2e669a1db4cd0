"""What turns queries into statements for SQLite, and sees each change on the way."""

from __future__ import annotations

from django.db.models.sql import compiler

from cascais.web.history.capture import CapturesDelete, CapturesInsert, CapturesUpdate, ReadsOwnWrites


class SQLCompiler(ReadsOwnWrites, compiler.SQLCompiler):
    pass


class SQLAggregateCompiler(ReadsOwnWrites, compiler.SQLAggregateCompiler):
    pass


class SQLInsertCompiler(CapturesInsert, compiler.SQLInsertCompiler):  # type: ignore[misc]
    pass


class SQLUpdateCompiler(CapturesUpdate, compiler.SQLUpdateCompiler):  # type: ignore[misc]
    pass


class SQLDeleteCompiler(CapturesDelete, compiler.SQLDeleteCompiler):  # type: ignore[misc]
    pass
