"""Lists come in pages: a part of the rows, how many there are, and the way to the parts before and after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from ninja import Field, Schema

DEFAULT_LIMIT = 100
MOST = 500
FURTHEST = 10_000_000

Item = TypeVar("Item")
Found = TypeVar("Found")
Row = TypeVar("Row", bound=Model)


class Window(Schema):
    """Which part of a list is wanted."""

    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MOST, description="Rows of a page")
    offset: int = Field(0, ge=0, le=FURTHEST, description="Rows to pass over")


class Page(Schema, Generic[Item]):
    """A part of a list."""

    items: list[Item]
    total: int = Field(description="Rows of the whole list")
    next: str | None = Field(None, description="The address of the page after this one")
    previous: str | None = Field(None, description="The address of the page before this one")


def page_of_rows(
    request: HttpRequest, rows: QuerySet[Row], window: Window, item: Callable[[Row], Any]
) -> Page[Any]:
    """A page of rows of the database, in a number of queries that does not grow with the page."""
    part = rows[window.offset : window.offset + window.limit]
    return page_of_part(request, [item(row) for row in part], rows.count(), window)


def page_of(
    request: HttpRequest, found: Sequence[Found], window: Window, item: Callable[[Found], Any]
) -> Page[Any]:
    """A page of a list that is at hand."""
    part = found[window.offset : window.offset + window.limit]
    return page_of_part(request, [item(each) for each in part], len(found), window)


def page_of_part(request: HttpRequest, items: Sequence[Any], total: int, window: Window) -> Page[Any]:
    """A page whose rows are at hand, of a list of which the number is known."""
    after, before = window.offset + window.limit, max(window.offset - window.limit, 0)
    return Page(
        items=list(items),
        total=total,
        next=_address(request, after) if after < total else None,
        previous=_address(request, before) if window.offset else None,
    )


def _address(request: HttpRequest, offset: int) -> str:
    parameters = request.GET.copy()
    parameters["offset"] = str(offset)
    return f"{request.path}?{parameters.urlencode()}"
