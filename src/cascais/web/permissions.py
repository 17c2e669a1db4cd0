"""One rule per model gives both who may see or change its rows and whether one row may be changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.models import User as DjangoUser
from django.db.models import Model, Q, QuerySet

User = DjangoUser | AnonymousUser
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Policy(Generic[Row]):
    """A rule as a condition on rows; the check of one row asks the database the same question."""

    rule: Callable[[User], Q]

    def rows(self, user: User, rows: QuerySet[Row]) -> QuerySet[Row]:
        """Those of the rows for which the rule holds."""
        return rows.filter(self.rule(user))

    def allows(self, user: User, row: Row) -> bool:
        """Whether the rule holds for a row that is stored."""
        return type(row)._default_manager.filter(self.rule(user), pk=row.pk).exists()


def nobody() -> Q:
    """The condition that holds for no row."""
    return Q(pk__in=[])
