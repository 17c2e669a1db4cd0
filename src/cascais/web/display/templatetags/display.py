"""Filters and tags: `amount`, `percent`, `translated`, titles of the vocabulary, `chart`, `status_tag`, `icon`."""

from __future__ import annotations

import math
from typing import Any

from django import template
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from cascais.charts import Chart, EmptyChart, theme
from cascais.provenance import HowKnown
from cascais.tables import vocabulary
from cascais.text import Message, _
from cascais.web.display.columns import COLUMN_TITLES
from cascais.web.display.countries import FURTHER_COUNTRIES
from cascais.web.display.sorting import Order
from cascais.web.display.states import State, state
from cascais.web.display.texts import THIN_SPACE, localised
from cascais.web.display.texts import translated as translate

register = template.Library()


@register.filter
def translated(text: Message | str | None) -> str:
    """A message of the science in the language of the page."""
    return translate(text) if text else ""


@register.filter
def amount(value: float | None, digits: int = 0) -> str:
    """A number with the separators of the language and a true minus sign; a dash where there is none."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    return localised(f"{value:z,.{digits}f}")


@register.filter
def figures(value: float | None, significant: int = 3) -> str:
    """A number to so many significant figures, whole numbers above a thousand."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if value == 0 or abs(value) >= 10 ** (significant - 1):
        return amount(value)
    return amount(value, max(0, significant - 1 - math.floor(math.log10(abs(value)))))


@register.filter
def percent(share: float | None, digits: int = 0) -> str:
    """A share of one in per cent."""
    if share is None or math.isnan(share):
        return "–"
    return f"{amount(share * 100, digits)}{THIN_SPACE}%"


@register.filter
def signed_percent(share: float | None, digits: int = 0) -> str:
    """A change as a share of one in per cent, with its sign."""
    if share is None or math.isnan(share):
        return "–"
    sign = "+" if share > 0 else ""
    return f"{sign}{amount(share * 100, digits)}{THIN_SPACE}%"


@register.filter
def sector_title(key: str) -> str:
    """The name of a sector in the language of the page."""
    sectors = vocabulary.sectors()
    return gettext(sectors[key].title) if key in sectors else key


@register.filter
def carrier_title(key: str) -> str:
    """The name of a carrier in the language of the page."""
    carriers = vocabulary.carriers()
    return gettext(carriers[key].title) if key in carriers else key


@register.filter
def country_title(code: str) -> str:
    """The name of a country in the language of the page."""
    countries = vocabulary.countries()
    return gettext(countries[code].title) if code in countries else str(FURTHER_COUNTRIES.get(code, code))


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:  # noqa: ANN401 – whatever the mapping holds
    """One entry of a mapping whose key is itself a variable."""
    return mapping.get(key)


@register.simple_tag
def cell(value: str | int | float | None) -> SafeString:
    """One cell of a table: numbers to the right and localised, texts to the left."""
    if isinstance(value, bool):
        return format_html("<td>{}</td>", gettext("yes") if value else gettext("no"))
    if isinstance(value, float):
        return format_html('<td class="number">{}</td>', figures(value, 4))
    if isinstance(value, int):
        return format_html('<td class="number">{}</td>', value)
    return format_html("<td>{}</td>", translate(value) if value else "–")


@register.simple_tag
def exact_cell(value: str | int | float | None) -> SafeString:
    """One cell of a published table: the number with all the digits that the publication prints."""
    if isinstance(value, float):
        return format_html('<td class="number">{}</td>', localised(f"{value:.10g}"))
    if isinstance(value, str):
        return format_html("<td>{}</td>", translate(value) or "–")
    return cell(value)


@register.simple_tag
def how_known(how: HowKnown) -> str:
    """How a figure is known, in words."""
    return gettext(HOW_KNOWN_WORDS[how])


@register.filter
def column_title(name: str) -> str:
    """The name of a column of a published table in words."""
    return gettext(COLUMN_TITLES.get(name, name.replace("_", " ").capitalize()))


@register.inclusion_tag("display/chart.html")
def chart(drawing: Chart | EmptyChart) -> dict[str, Any]:
    """A chart with its title, source, alternative text and table, or what would be here."""
    if isinstance(drawing, EmptyChart):
        return {"empty": drawing}
    return {"chart": drawing, "spec_id": f"spec-{drawing.key}"}


@register.inclusion_tag("display/state.html")
def status_tag(name: str, detail: str = "") -> dict[str, State | str]:
    """A state as colour, icon and word."""
    return {"state": state(name), "detail": detail}


@register.simple_tag
def sort_state(order: Order, key: str) -> str:
    """What aria-sort says of a column of a table."""
    return order.sort_state(key)


@register.simple_tag
def sort_link(order: Order, key: str) -> str:
    """The address that sorts a table by a column."""
    return order.link(key)


@register.simple_tag
def dark_chart_theme() -> SafeString:
    """The configuration that the charts of a page take on dark paper."""
    return json_script(theme(is_dark=True, language=get_language() or "en"), "chart-theme-dark")


@register.simple_tag
def icon(name: str) -> SafeString:
    """A small drawing from the one file of symbols; it says nothing that the word beside it does not say."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false" width="16" height="16" viewBox="0 0 16 16">'
        '<path d="{}"/></svg>',
        ICONS[name],
    )


HOW_KNOWN_WORDS = {
    HowKnown.READ: _("read in the publication"),
    HowKnown.CITED: _("cited by another document"),
    HowKnown.COMPUTED: _("computed from figures with a source"),
    HowKnown.MEMORY: _("from memory, unverified"),
}
ICONS = {
    "tick": "M6.2 12.6 1.8 8.2l1.4-1.4 3 3 6.6-6.6 1.4 1.4z",
    "cross": "m3.2 1.8 4.8 4.8 4.8-4.8 1.4 1.4L9.4 8l4.8 4.8-1.4 1.4L8 9.4l-4.8 4.8-1.4-1.4L6.6 8 1.8 3.2z",
    "warning": "M8 1 15.6 14.5H.4zm-1 5v4h2V6zm0 5v2h2v-2z",
    "question": "M8 .8a7.2 7.2 0 1 1 0 14.4A7.2 7.2 0 0 1 8 .8m-1 10v2h2v-2zm-2.4-4.6h1.8A1.6 1.6 0 1 1 8.6 7.7"
    "C7.4 8.3 7 8.9 7 10h1.9c0-.6.2-.8 1-1.3A3.3 3.3 0 1 0 4.6 6.2",
    "info": "M8 .8a7.2 7.2 0 1 1 0 14.4A7.2 7.2 0 0 1 8 .8M7 7v5h2V7zm0-3v2h2V4z",
    "dash": "M2 7h12v2H2z",
}
