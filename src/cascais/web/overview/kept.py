"""Parts of pages that are made once for as long as they would come out the same.

What is kept is public and the same for everybody, and the key holds all that it depends on.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cascais.charts import Chart, EmptyChart, Style
from cascais.web.display.language import page_style
from cascais.web.display.templatetags.display import chart

MOST_CHARTS = 200
"""A map of many members takes some 60 kB."""
MOST_ROWS = 5_000
"""Rows of tables; each takes some 2 kB."""
MOST_FORMS = 300
"""Filters with what is chosen in them; each takes some 10 kB."""


Part = TypeVar("Part")


class Store(Generic[Part]):
    """Parts of pages by what they depend on, those asked for longest ago thrown away."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.parts: OrderedDict[Hashable, tuple[object, Part]] = OrderedDict()
        self.lock = Lock()

    def part(self, key: Hashable, subject: object, make: Callable[[], Part]) -> Part:
        """The part that was made from an equal subject, or made now."""
        with self.lock:
            found = self.parts.get(key)
            if found is not None and found[0] == subject:
                self.parts.move_to_end(key)
                return found[1]
        made = make()
        with self.lock:
            self.parts[key] = (subject, made)
            while len(self.parts) > self.most:
                self.parts.popitem(last=False)
        return made


CHARTS: Store[SafeString] = Store(MOST_CHARTS)
ROWS: Store[SafeString] = Store(MOST_ROWS)
FORMS: Store[SafeString] = Store(MOST_FORMS)


def kept_chart(record: Hashable, draw: Callable[[Style], Chart | EmptyChart]) -> SafeString:
    """A chart as a part of a page. It is drawn anew only if its record differs, which a changed member seldom makes."""
    key = (type(record), record, get_language())
    return CHARTS.part(
        key, None, lambda: SafeString(render_to_string("display/chart.html", chart(draw(page_style()))))
    )


def kept_row(key: Hashable, subject: object, make: Callable[[], SafeString]) -> SafeString:
    """A row of a table in the language of the page, as long as its subject stays the same."""
    return ROWS.part((key, get_language()), subject, make)


def kept_form(key: Hashable, offered: object, make: Callable[[], SafeString]) -> SafeString:
    """A form in the language of the page, as long as it offers the same."""
    return FORMS.part((key, get_language()), offered, make)
