"""Reads the cells of a list of members: countries, kinds, codes, languages and dates."""

from __future__ import annotations

import re
from datetime import date

from cascais.inventory.intake import labels
from cascais.inventory.intake.problems import refusal
from cascais.inventory.intake.sheets import Cell
from cascais.tables import vocabulary
from cascais.text import _, message

KINDS: dict[str, tuple[str, ...]] = {
    "municipality": (
        "municipality",
        "city",
        "town",
        "village",
        "commune",
        "gemeinde",
        "stadt",
        "local authority",
    ),
    "district": ("district", "county", "landkreis", "kreis", "powiat", "okres"),
    "region": ("region", "province", "land", "bundesland", "voivodeship"),
    "agency": ("agency", "energy agency"),
    "associated": ("associated", "associated organisation", "associated member"),
    "indigenous": ("indigenous", "indigenous organisation"),
}
_LANGUAGES = re.compile(r"[a-z]{2,3}")
_LAU = re.compile(r"[0-9A-Z][0-9A-Z._-]{0,19}", re.I)
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def read_country(cell: Cell) -> str:
    """A country by its code of two or three letters, or by its English name."""
    text = cell.text.strip()
    code = vocabulary.iso_country(text.upper())
    if re.fullmatch(r"[A-Z]{2}", code):
        return code
    for country in vocabulary.countries().values():
        if text.upper() == country.code3 or labels.folded(text) == labels.folded(country.title):
            return country.code
    raise refusal(
        message("The country is not known."),
        value=text,
        allowed="ISO 3166: BG, EE, SI …",
        next_step=message("Write the code of two letters."),
    )


def read_kind(cell: Cell) -> str:
    """The kind of member."""
    asked = labels.folded(cell.text)
    found = next((kind for kind, words in KINDS.items() if asked in words), "")
    if not found:
        raise refusal(
            message("The kind of member is not known."),
            value=cell.text,
            allowed=", ".join(KINDS),
            next_step=message("Write one of these words."),
        )
    return found


def read_lau_code(cell: Cell, country: str) -> str:
    """A LAU code; a country that stands before it (GISCO writes EE_0784) is taken away."""
    text = str(int(cell.value)) if isinstance(cell.value, float) and cell.value.is_integer() else cell.text
    prefix, _sign, rest = text.partition("_")
    code = rest if rest and vocabulary.iso_country(prefix.upper()) == country else text
    if not _LAU.fullmatch(code):
        raise refusal(
            message("This is no LAU code."),
            value=text,
            allowed=_("up to 20 letters and digits"),
            next_step=message("Copy the code from Eurostat’s list of local administrative units."),
        )
    return code.upper()


def read_nuts_code(cell: Cell, country: str) -> str:
    """A NUTS code of the country."""
    code = cell.text.upper()
    prefix = code[:2]
    if not re.fullmatch(r"[A-Z]{2}[0-9A-Z]{0,3}", code) or vocabulary.iso_country(prefix) != country:
        raise refusal(
            message("This is no NUTS code of the country."),
            value=cell.text,
            allowed=_("the two letters of the country and up to three signs"),
            next_step=message("Write a code such as EE001, or leave the cell blank."),
        )
    return code


def read_languages(cell: Cell) -> tuple[str, ...]:
    """Codes of languages."""
    found = tuple(dict.fromkeys(re.split(r"[,;/ ]+", cell.text.lower().strip())))
    if not all(_LANGUAGES.fullmatch(each) for each in found):
        raise refusal(
            message("These are no codes of languages."),
            value=cell.text,
            allowed="ISO 639: et, ru …",
            next_step=message("Write codes of two letters with commas between them."),
        )
    return found


def read_day(cell: Cell) -> str:
    """A day, given back as ISO text."""
    try:
        return date.fromisoformat(cell.text[:10]).isoformat()
    except ValueError:
        raise refusal(
            message("This is not a date."),
            value=cell.text,
            allowed="1990-03-31",
            next_step=message("Write year, month and day with dashes, or format the cell as a date."),
        ) from None
