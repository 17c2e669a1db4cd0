"""Messages of the science in the language of the page, with numbers written as that language writes them."""

from __future__ import annotations

from datetime import date
from string import Formatter
from typing import Any

from django.utils.formats import date_format, get_format
from django.utils.translation import gettext

from cascais.text import Listed, Message

THIN_SPACE = "\u202f"
MINUS = "\u2212"


class _LocalFormatter(Formatter):
    """Formats as str.format does, then puts the separators of the language in place of the English ones."""

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 – as in the parent
        if isinstance(value, Message):
            return translated(value)
        if isinstance(value, Listed):
            return value.separator.join(map(translated, value.parts))
        if isinstance(value, str):
            return format(translated(value), format_spec)
        if isinstance(value, date) and not format_spec:
            return date_format(value, "DATE_FORMAT")
        text = str(format(value, format_spec))
        return localised(text) if isinstance(value, float | int) and not isinstance(value, bool) else text


def translated(text: Message | str) -> str:
    """A message or a marked text in the language of the page."""
    if isinstance(text, Message):
        template = gettext(text.template) if text.template else ""
        return typeset(_LocalFormatter().vformat(template, (), text.values) if text.values else template)
    return typeset(gettext(text)) if text.strip() else text


def typeset(text: str) -> str:
    """A text as a printer would set it: gases with their indices, no line break before a per cent sign."""
    text = (
        text.replace("CO2", "CO₂").replace("CH4", "CH₄").replace("N2O", "N₂O").replace(" %", f"{THIN_SPACE}%")
    )
    return text.replace("CO₂e", gettext("CO₂e")) if "CO₂e" in text else text


def localised(number: str) -> str:
    """A number as Python writes it, as the charts write it: narrow spaces in thousands, a true minus.

    A year stays as it is, because it holds no separator.
    """
    decimal = str(get_format("DECIMAL_SEPARATOR"))
    return number.replace(",", THIN_SPACE).replace(".", decimal).replace("-", MINUS)
