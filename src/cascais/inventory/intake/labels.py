"""Recognises sectors, carriers, units, notation keys, quality grades and column headers by whatever name they have.

Letter case, accents and punctuation do not matter. What a person has chosen before for a label goes first; a label
that is not known is answered with the nearest ones.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import MappingProxyType

from cascais import units
from cascais.errors import InputError, UnitError
from cascais.inventory.intake.problems import refusal
from cascais.tables import vocabulary
from cascais.tables.reading import table
from cascais.text import _, message

_UNKNOWN = {
    "sector": _("The sector is not known."),
    "carrier": _("The carrier is not known."),
    "unit": _("The unit is not known."),
    "notation key": _("The notation key is not known."),
    "quality grade": _("The quality grade is not known."),
}

SUGGESTIONS = 3
LONGEST_LABEL = 80
LONGEST_HEADER = 300  # beyond it looking for a unit takes longer than it is worth

NO_ALIASES: Mapping[str, str] = MappingProxyType({})

_UNDECOMPOSED = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe"})
_PER_YEAR = re.compile(
    r"\s*(/|per |p\.? ?)\s*(years?|yr|a|annum|jahr|aastas|aasta|rok|r|gads|god|leto|an|év|m)\.?\s*$", re.I
)
_LABEL_AND_UNIT = re.compile(r"\s*(.+?)\s*[,;(\[]\s*(?:in )?([^()\[\]]+?)[)\]]?\s*")
_GPC = re.compile(r"(I{1,3}|IV|V)\.([1-9])(?:\.([123]))?", re.I)
_CARRIER_OF_SCOPE = {"2": "electricity"}
_GPC_SECTORS = {
    "I.1": "residential",
    "I.2": "tertiary",
    "I.3": "industry",
    "I.4": "energy_industries",
    "I.5": "agriculture",
    "I.6": "other_stationary",
    "I.7": "fugitive",
    "I.8": "fugitive",
    "II.1": "road",
    "II.2": "rail",
    "II.3": "waterborne",
    "II.4": "aviation",
    "II.5": "off_road",
    "III.1": "solid_waste",
    "III.2": "solid_waste",
    "III.3": "solid_waste",
    "III.4": "wastewater",
    "IV.1": "product_use",
    "IV.2": "product_use",
    "V.1": "livestock",
    "V.2": "land_use",
    "V.3": "soils",
}


def folded(text: str) -> str:
    """A label without what does not matter: case, accents, punctuation, repeated blanks.

    >>> folded("Põlevkivi-õli (toor)")
    'polevkivi oli toor'
    """
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_UNDECOMPOSED))
    letters = "".join(character for character in bare if not unicodedata.combining(character))
    return " ".join(re.sub(r"[\W_]+", " ", letters).split())


@dataclass(frozen=True, slots=True)
class SectorLabel:
    """What a sector label says: the sector, and for a GPC reference with a scope the carrier and subsector too."""

    sector: str
    carrier: str = ""
    subsector: str = ""
    gpc_scope: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """What a column header says: the field, and the unit where it names one (“Amount, MWh”)."""

    field: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Aliases:
    """What a person chose for labels that are not known: label → key."""

    sector: Mapping[str, str] = field(default_factory=dict)
    carrier: Mapping[str, str] = field(default_factory=dict)
    unit: Mapping[str, str] = field(default_factory=dict)


class UnknownLabelError(InputError):
    """A label that nobody knows; `kind` is sector, carrier, unit …, `suggestions` are the nearest keys."""

    kind: str = ""
    label: str = ""
    suggestions: tuple[str, ...] = ()


def _index(records: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """Folded label → key; a key's own name is never taken by another's synonym."""
    listed = [(key, tuple(labels)) for key, labels in records]
    found = {folded(key): key for key, _ in listed}
    for key, labels in listed:
        for label in labels:
            found.setdefault(folded(label), key)
    return found


@cache
def _sector_labels() -> dict[str, str]:
    records = vocabulary.sectors().values()
    return _index((each.key, (each.title, each.covenant, *each.synonyms)) for each in records)


@cache
def _carrier_labels() -> dict[str, str]:
    records = vocabulary.carriers().values()
    return _index((each.key, (each.title, each.covenant, *each.synonyms)) for each in records)


@cache
def _unit_labels() -> dict[str, str]:
    return _index((str(row["key"]), row["labels"]) for row in table("vocabulary", "unit_names").rows)


@cache
def _notation_labels() -> dict[str, str]:
    return _index((each.key, (each.title,)) for each in vocabulary.notation_keys().values())


@cache
def _quality_labels() -> dict[str, str]:
    return _index((each.key, (each.title,)) for each in vocabulary.quality_grades().values())


@cache
def _header_labels() -> dict[str, Header]:
    found: dict[str, Header] = {}
    for row in table("vocabulary", "headers").rows:
        header = Header(str(row.get("field", row["key"])), str(row.get("unit", "")))
        for label in (*([] if header.unit else [row["key"]]), row["title"], *row["labels"]):
            found.setdefault(folded(label), header)
    return found


def sector(label: str, aliases: Mapping[str, str] = NO_ALIASES) -> SectorLabel:
    """Recognise a sector; a GPC reference such as I.1.2 says the carrier as well.

    >>> sector("Residential buildings").sector, sector("I.1.2").carrier
    ('residential', 'electricity')
    """
    reference = _GPC.fullmatch(label.strip().rstrip("."))
    if reference:
        return _gpc_sector(label, reference)
    return SectorLabel(_key("sector", label, _sector_labels(), aliases))


def _gpc_sector(label: str, reference: re.Match[str]) -> SectorLabel:
    major, minor, scope = reference[1].upper(), reference[2], reference[3] or ""
    key = _GPC_SECTORS.get(f"{major}.{minor}")
    if key is None:
        raise _unknown("sector", label, list(_GPC_SECTORS))
    if major not in ("I", "II"):
        return SectorLabel(key)
    is_loss = major == "I" and scope == "3"
    return SectorLabel(key, _CARRIER_OF_SCOPE.get(scope, ""), "losses" if is_loss else "", scope)


def carrier(label: str, aliases: Mapping[str, str] = NO_ALIASES) -> str:
    """Recognise a carrier.

    >>> carrier("Erdgas"), carrier("Heat/cold"), carrier("põlevkiviõli")
    ('natural_gas', 'district_heat', 'shale_oil')
    """
    return _key("carrier", label, _carrier_labels(), aliases)


def unit(label: str, aliases: Mapping[str, str] = NO_ALIASES) -> str:
    """Recognise a unit, with or without “per year”.

    >>> unit("MWh/rok"), unit("tuh m³"), unit("Stück")
    ('MWh', '1000 m3', 'head')
    """
    chosen = _chosen(label, aliases)
    if chosen in units.UNITS:
        return chosen
    for text in (label, _PER_YEAR.sub("", label[:LONGEST_LABEL])):
        try:
            return units.unit(text)
        except UnitError:
            key = _unit_labels().get(folded(text))
            if key:
                return key
    raise _unknown("unit", label, list(units.UNITS))


def notation_key(label: str) -> str:
    """Recognise a notation key.

    >>> notation_key("ne"), notation_key("Not occurring")
    ('NE', 'NO')
    """
    return _key("notation key", label, _notation_labels(), NO_ALIASES)


def is_notation_key(label: str) -> bool:
    """Whether a text is one of the four notation keys, in capitals as they are written."""
    return label.strip() in vocabulary.notation_keys()


def quality(label: str) -> str:
    """Recognise a quality grade.

    >>> quality("b")
    'B'
    """
    return _key("quality grade", label, _quality_labels(), NO_ALIASES)


def header(label: str) -> Header | None:
    """Recognise a column header; None where it is none of ours.

    >>> header("Energieträger").field, header("Kogus, MWh"), header("Wetter")
    ('carrier', Header(field='amount', unit='MWh'), None)
    """
    whole = _header_labels().get(folded(label))
    if whole:
        return whole
    parts = _LABEL_AND_UNIT.fullmatch(label[:LONGEST_HEADER])
    if not parts:
        return None
    found = _header_labels().get(folded(parts[1]))
    if found is None:
        return None
    if found.field == "factor":
        return Header("factor", parts[2].strip())
    if found.field not in ("amount", "carrier"):
        return found
    try:
        return Header("amount", unit(parts[2]))
    except InputError:
        return found


def header_names(field_name: str) -> list[str]:
    """Names under which a field is known, its own first."""
    rows = [row for row in table("vocabulary", "headers").rows if row.get("field", row["key"]) == field_name]
    return [field_name, *(str(label) for row in rows for label in row["labels"])]


def is_total(label: str) -> bool:
    """Whether a label stands before a row or above a column of sums.

    >>> is_total("Kokku"), is_total("Sub-total"), is_total("Totally new")
    (True, True, False)
    """
    words = folded(label).split()
    return bool(words) and (words[0] in _TOTALS or " ".join(words[:2]) in _TOTALS)


_TOTALS = frozenset(
    {
        "total", "totals", "subtotal", "sub total", "sum", "grand total", "summe", "gesamt", "insgesamt", "zwischensumme",
        "kokku", "vahesumma", "summa", "kopa", "pavisam", "is viso", "viso", "razem", "suma", "ogolem", "lacznie",
        "celkem", "celkom", "spolu", "soucet", "osszesen", "skupaj", "vsota", "ukupno", "zbroj", "ukupni",
        "общо", "всього", "разом", "overall",
    }
)  # fmt: skip


def _chosen(label: str, aliases: Mapping[str, str]) -> str:
    if not aliases:
        return ""
    return aliases.get(label.strip()) or {folded(key): value for key, value in aliases.items()}.get(
        folded(label), ""
    )


def _key(kind: str, label: str, labels: Mapping[str, str], aliases: Mapping[str, str]) -> str:
    key = _chosen(label, aliases) or labels.get(folded(label))
    allowed = dict.fromkeys(labels.values())
    if key is None or key not in allowed:
        raise _unknown(kind, label, list(allowed))
    return key


@lru_cache(maxsize=4096)
def _nearest(kind: str, label: str) -> tuple[str, ...]:
    labels = _LABELS[kind]()
    close = difflib.get_close_matches(folded(label)[:LONGEST_LABEL], list(labels), n=5, cutoff=0.6)
    return tuple(dict.fromkeys(labels[each] for each in close))[:SUGGESTIONS]


_LABELS = {
    "sector": _sector_labels,
    "carrier": _carrier_labels,
    "unit": _unit_labels,
    "notation key": _notation_labels,
    "quality grade": _quality_labels,
}


def _unknown(kind: str, label: str, allowed: list[str]) -> UnknownLabelError:
    suggestions = _nearest(kind, label)
    nearest = ", ".join(suggestions)
    next_step = (
        message("Did you mean {nearest}? Write that, or choose it when importing.", nearest=nearest)
        if suggestions
        else message("Write one of the allowed names, or choose one when importing.")
    )
    error = UnknownLabelError(
        refusal(
            message(_UNKNOWN[kind]),
            value=label,
            allowed=", ".join(allowed),
            next_step=next_step,
        ).problems
    )
    error.kind, error.label, error.suggestions = kind, label, suggestions
    return error
