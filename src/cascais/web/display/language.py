"""The style in which charts are drawn for the page's language."""

from __future__ import annotations

from django.utils.translation import get_language

from cascais.charts import Style
from cascais.web.display.texts import translated


def page_style() -> Style:
    """Numbers and words of charts in the language of the page."""
    return Style(language=get_language() or "en", translate=translated)
