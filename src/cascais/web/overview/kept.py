"""Charts that are drawn once for as long as nothing changes.

What is kept is public and the same for everybody, and the key names all that it depends on.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cascais.charts import Chart, EmptyChart
from cascais.web.display.templatetags.display import chart
from cascais.web.overview.reads import Network

MOST = 200
"""Drawings that one process keeps; a map of many members takes some 60 kB."""

_KEPT: OrderedDict[tuple[object, ...], SafeString] = OrderedDict()
_LOCK = Lock()


def kept(found: Network, name: str, draw: Callable[[], Chart | EmptyChart]) -> SafeString:
    """A chart as a part of a page: drawn if it is not there yet, or if members or their figures changed since."""
    key = (name, found.columns.token, found.asked.query, found.asked.today, get_language())
    with _LOCK:
        if key in _KEPT:
            _KEPT.move_to_end(key)
            return _KEPT[key]
    page_part = render_to_string("display/chart.html", chart(draw()))
    with _LOCK:
        _KEPT[key] = page_part
        while len(_KEPT) > MOST:
            _KEPT.popitem(last=False)
    return page_part
