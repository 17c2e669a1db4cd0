"""Filters and tags: `rounded`, `spread`, `change`, `signed`, `unit`, `precise`, `grade`, `how_chosen`, `notation`."""

from __future__ import annotations

import math

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from cascais.charts import percent as written_percent
from cascais.provenance import How
from cascais.tables import vocabulary
from cascais.text import _
from cascais.web.display.templatetags.display import amount, figures, percent
from cascais.web.display.texts import THIN_SPACE, typeset

register = template.Library()

LEAST_SAID = 0.01
UNITS_IN_WORDS = (_("head"), _("inhabitants"), _("inhabitant"), _("vehicle-km"), _("passenger-km"), _("year"))
"""Units that are words, for the catalogue; symbols are the same in all languages."""
WORDS_OF_OPTIONS = {
    "gwp_set": _("Warming potentials (GWP set)"),
    "variant": _("Variant of factors"),
    "direct": _("direct, per gas (IPCC)"),
    "covenant": _("Covenant of Mayors"),
    "covenant_lca": _("Covenant of Mayors, life cycle"),
    "bisko": _("BISKO, with upstream chains"),
}


@register.filter
def rounded(value: float | None, significant: int = 3) -> str:
    """A number for a sentence: no more digits than one remembers, thousands kept whole."""
    if value is None or math.isnan(value):
        return "–"
    if abs(value) < 100:
        return figures(value, significant)
    places = significant - 1 - math.floor(math.log10(abs(value)))
    return amount(round(value, min(places, 0)))


@register.filter
def precise(value: float | None) -> str:
    """A number for a table: whole above a thousand, else four figures."""
    return figures(value, 4)


@register.filter
def spread(uncertainty: float | None) -> str:
    """A relative uncertainty as an addition to a number, empty where nobody knows it."""
    return "" if uncertainty is None or math.isnan(uncertainty) else f"±{THIN_SPACE}{percent(uncertainty)}"


@register.filter
def unit(text: str) -> str:
    """A unit as people write it."""
    words = "/".join(gettext(part) for part in text.split("/")) if text else ""
    return typeset(words).replace("N2O", "N₂O").replace("CH4", "CH₄").replace("m3", "m³")


@register.filter
def change(share: float | None) -> str:
    """A change as a share of one in per cent with its sign; one decimal where it is small."""
    if share is None or math.isnan(share):
        return "–"
    return written_percent(share, get_language() or "en", is_signed=True)


@register.filter
def likelihood(probability: float) -> str:
    """A probability in per cent; nothing computed from uncertain figures is certain."""
    if probability < LEAST_SAID:
        return gettext("less than {share}").format(share=percent(LEAST_SAID))
    if probability > 1 - LEAST_SAID:
        return gettext("more than {share}").format(share=percent(1 - LEAST_SAID))
    return percent(probability)


@register.filter
def signed(value: float | None) -> str:
    """A difference with its sign."""
    return f"+{amount(value)}" if value is not None and value > 0 else amount(value)


@register.filter
def plain(value: float) -> str:
    """A number for scripts: a point, no separators."""
    return repr(float(value))


@register.filter
def words(text: str) -> list[str]:
    """The words of a text, to walk through them in a template."""
    return text.split()


@register.filter
def how_chosen(how: How) -> str:
    """How a factor was chosen, in words."""
    return gettext(how.in_words)


@register.filter
def option_word(key: str) -> str:
    """What an option of an inventory is called."""
    return gettext(WORDS_OF_OPTIONS[key]) if key in WORDS_OF_OPTIONS else key


@register.simple_tag
def grade(key: str) -> SafeString:
    """The quality grade of an activity as a dot with its letter; its meaning for those who hover or listen."""
    grades = vocabulary.quality_grades()
    if key not in grades:
        words = gettext(_("no grade given"))
        return format_html(
            '<span class="grade" title="{}">–<span class="hidden-text"> {}</span></span>', words, words
        )
    words = gettext(grades[key].title)
    return format_html(
        '<span class="grade grade-{}" title="{}"><span class="grade-dot" aria-hidden="true"></span>{}'
        '<span class="hidden-text"> {}</span></span>',
        key.lower(), words, key, words,
    )  # fmt: skip


@register.simple_tag
def notation(key: str) -> SafeString:
    """A notation key with its meaning for those who hover or listen."""
    keys = vocabulary.notation_keys()
    words = gettext(keys[key].title) if key in keys else ""
    return format_html('<abbr class="notation" title="{}">{}</abbr>', words, key)
