"""Filters of the climate pages: `signed`, `years`, `scenario`, `unit` and the heads of the network's table."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cascais.charts import number
from cascais.web.display.sorting import Order
from cascais.web.display.texts import translated
from cascais.web.hazards.network import NetworkClimate
from cascais.web.hazards.reads import Group, IndexRow, Mean
from cascais.web.hazards.words import scenario_title, unit_words

register = template.Library()


@register.filter
def signed(value: float | None) -> str:
    """A change with its sign, as the charts write it; one that rounds to nought has none."""
    if value is None:
        return "–"
    text = number(value, get_language() or "en")
    return f"+{text}" if value > 0 and text != "0" else text


@register.filter
def short(value: float | None) -> str:
    """A value as the charts write it: about three figures, no more than two decimals."""
    return "–" if value is None else number(value, get_language() or "en")


@register.filter
def years(mean: Mean) -> str:
    """The years of a mean."""
    return f"{mean.first}–{mean.last}"


@register.filter
def scenario(mean: Mean) -> str:
    """The scenario of a mean in words."""
    return translated(scenario_title(mean.scenario))


@register.filter
def scenario_name(key: str) -> str:
    """A scenario in words."""
    return translated(scenario_title(key))


@register.filter
def unit(row: IndexRow) -> str:
    """The unit of an index in words."""
    return unit_words(row.index.unit)


@register.filter
def has_futures(group: Group) -> bool:
    """Whether a scenario speaks of any index of a group."""
    return any(row.futures for row in group.rows)


@register.filter
def forms(text: str) -> list[str]:
    """The words of a text, for the forms of a download."""
    return text.split()


@register.filter
def is_web(address: str | None) -> bool:
    """Whether an address leads to a page."""
    return bool(address) and str(address).startswith(("https://", "http://"))


@register.filter
def to_page(order: Order, number: int) -> str:
    """The address of another page of the table."""
    return order.page_link(number)


@register.filter
def heads(found: NetworkClimate) -> list[tuple[str, str]]:
    """The columns by which the table can be sorted."""
    return [
        ("name", _("Member")),
        ("then", _("Then")),
        ("now", _("Now")),
        ("change", _("Change")),
        ("trend", _("Trend in ten years")),
    ]
