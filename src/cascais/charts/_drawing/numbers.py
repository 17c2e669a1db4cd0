"""Numbers as people write them: narrow spaces in thousands, the decimal sign of the language, a true minus."""

from __future__ import annotations

THIN_SPACE = "\u202f"
MINUS = "\u2212"
_POINT_LANGUAGES = ("en", "ga", "mt")


def decimal_sign(language: str) -> str:
    """The decimal sign of a language.

    >>> decimal_sign("en"), decimal_sign("et-EE")
    ('.', ',')
    """
    return "." if language.split("-")[0] in _POINT_LANGUAGES else ","


def number(value: float, language: str = "en", decimals: int | None = None) -> str:
    """A number in words of the language; without `decimals` it keeps about three digits, never fewer than the units.

    >>> number(68123.4), number(2.349, "et"), number(-12.0)
    ('68\\u202f123', '2,35', '\\u221212')
    """
    places = _decimals(value) if decimals is None else decimals
    text = f"{abs(value):,.{places}f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    text = text.replace(",", THIN_SPACE).replace(".", decimal_sign(language))
    is_negative = value < 0 and any(digit in text for digit in "123456789")
    return f"{MINUS}{text}" if is_negative else text


def _decimals(value: float) -> int:
    size = abs(value)
    return 0 if size >= 100 or size == 0 else 1 if size >= 10 else 2


def percent(share: float, language: str = "en", is_signed: bool = False) -> str:
    """A share as per cent, whole from 10 % on, with one decimal below.

    >>> percent(0.333), percent(0.0512, "et"), percent(0.2, is_signed=True)
    ('33\\u202f%', '5,1\\u202f%', '+20\\u202f%')
    """
    value = 100 * share
    is_whole = abs(value) >= 10 or round(value, 1) == round(value)
    text = number(value, language, 0 if is_whole else 1)
    return f"{'+' if is_signed and value > 0 else ''}{text}{THIN_SPACE}%"


def plus_minus(uncertainty: float | None, language: str = "en") -> str:
    """A relative uncertainty as an addition to a number, empty where nobody knows it.

    >>> plus_minus(0.12), plus_minus(None)
    (' ±\\u202f12\\u202f%', '')
    """
    return "" if uncertainty is None else f" ±{THIN_SPACE}{percent(uncertainty, language)}"


def locale(language: str) -> dict[str, object]:
    """The number format of a language as the drawing library asks for it."""
    return {
        "decimal": decimal_sign(language),
        "thousands": THIN_SPACE,
        "grouping": [3],
        "currency": ["", ""],
        "minus": MINUS,
    }
