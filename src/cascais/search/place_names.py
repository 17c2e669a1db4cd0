"""Names of places without what does not matter: script, diacritics, case, and the word for a municipality.

A name in Cyrillic or Greek letters is compared in Latin ones, by the general transliteration and by the country's own
rules where they differ: Търговище is looked for as “targovishte”, which its people write, too.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType

from anyascii import anyascii

_NATIONAL = MappingProxyType(
    {
        # Bulgaria: Transliteration Act of 2009, article 3 to 7.
        "BG": {"ж": "zh", "й": "y", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sht", "ъ": "a", "ь": "y"},
        # Ukraine: resolution 55 of the Cabinet of Ministers, 27 January 2010.
        "UA": {"г": "h", "ґ": "g", "и": "y", "й": "i", "х": "kh", "ц": "ts", "щ": "shch", "ь": ""},
        # North Macedonia and Serbia write both scripts letter by letter.
        "MK": {"ж": "zh", "ѓ": "gj", "ѕ": "dz", "ј": "j", "ќ": "kj", "ц": "c", "ч": "ch", "џ": "dzh", "ш": "sh"},
        "RS": {"ђ": "đ", "ж": "ž", "ј": "j", "љ": "lj", "њ": "nj", "ц": "c", "ч": "č", "ћ": "ć", "џ": "dž", "ш": "š"},
        # Greece: ELOT 743, of which these pairs differ from letter by letter.
        "GR": {"ου": "ou", "ού": "ou", "μπ": "b", "ντ": "nt", "γγ": "ng", "αυ": "av", "ευ": "ev", "υ": "y", "ύ": "y", "χ": "ch"},
    }
)  # fmt: skip
_GERMAN = MappingProxyType({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
"""What people type for letters that their keyboard lacks."""

_KIND_WORDS = frozenset(
    """
    municipality municipal city town village commune community district borough council county of the and
    gemeinde stadt markt marktgemeinde stadtgemeinde landeshauptstadt hansestadt kreisstadt landkreis universitatsstadt
    universitaetsstadt lutherstadt freie
    comune citta comunita ville commune mairie
    ayuntamiento municipio concello ajuntament excelentisimo camara municipal concelho
    gmina miasto miejska miejsko wiejska m st
    obec mesto statutarni statutarne mestys mestska cast
    kozseg varos nagykozseg megyei jogu onkormanyzata onkormanyzat polgarmesteri hivatal
    obcina mestna opcina opstina grad
    comuna orasul oras municipiul primaria judetul
    obshtina obshchina stolichna gromada hromada miska miskrada rada selyshchna silska
    vald linn linnavalitsus vallavalitsus omavalitsus
    novads pasvaldiba pilsetas pilseta dome novada
    savivaldybe savivaldybes miesto rajono rajonas
    kommune kommun stad gemeente kunta kaupunki
    dimos demos dimotiki koinotita koinotis
    bashkia komuna belediyesi
    """.split()
)
"""Words that say what kind of place it is, in Latin letters without diacritics."""
_LITTLE_WORDS = frozenset(
    "de di del della da do dos das d du des la le les el los las l al an am im der den".split()
)
_REVERSED_ARTICLE = re.compile(
    r"^(.+), (the|la|le|les|l'|el|els|los|las|a|o|os|as|die|der|das|de|het|il|i|gli|lo)$", re.I
)
_ASIDE = re.compile(r"\s*[(\[]([^)\]]*)[)\]]\s*")
_ALTERNATIVES = re.compile(r"\s*(?:/|\||;|\s[-–]\s)\s*")
_INFLECTED = frozenset({"LT", "LV", "GR"})
"""Countries whose municipalities bear the genitive of the town's name: Kauno rajono savivaldybė is that of Kaunas."""
_ENDING = re.compile(r"(?:[aeiouy]+[sn]?|s)$")
_SHORTEST_STEM = 3
LONGEST_NAME = 200


@lru_cache(maxsize=200_000)
def folded(name: str) -> str:
    """A name in small Latin letters and digits, words set apart by one blank.

    Letters of other scripts are transliterated one by one (the library AnyAscii).

    >>> folded("Łódź"), folded("ГАБРОВО"), folded("L'Hospitalet  de Llobregat")
    ('lodz', 'gabrovo', 'l hospitalet de llobregat')
    """
    return _words(anyascii(name[:LONGEST_NAME].casefold()))


@lru_cache(maxsize=200_000)
def spellings(name: str, country: str = "") -> frozenset[str]:
    """All folded forms under which a place may be looked for: never empty where the name holds a letter or digit.

    They are the whole name, its parts where it has two names (“Bolzano/Bozen”), the name without what stands in
    brackets, with a reversed article set right, by the country's own transliteration, with ä as ae; each with and without the
    word for a municipality. `country` is an ISO 3166 code, or empty.

    >>> sorted(spellings("Община Търговище", "BG"))[-2:]
    ['targovishte', 'trgovishche']
    >>> "bozen" in spellings("Bolzano/Bozen", "IT")
    True
    """
    return _forms(_parts(name[:LONGEST_NAME]), country)


@lru_cache(maxsize=50_000)
def aside_spellings(name: str, country: str = "") -> frozenset[str]:
    """The forms of what stands in brackets: another name, or only the district; asked where nothing else is found.

    >>> aside_spellings("Liège (Lüttich)", "BE") == {"luttich", "luettich"}
    True
    """
    asides = {aside for aside in _ASIDE.findall(name[:LONGEST_NAME]) if aside and "." not in aside}
    return _forms(asides, country)


@lru_cache(maxsize=50_000)
def stems(name: str, country: str = "") -> frozenset[str]:
    """The forms without the endings of nominative and genitive, where municipalities are named in the genitive.

    >>> stems("Kauno rajono savivaldybė", "LT") & stems("Kaunas", "LT")
    frozenset({'kaun'})
    """
    if country not in _INFLECTED:
        return frozenset()
    found = {" ".join(_ENDING.sub("", word) for word in each.split()) for each in spellings(name, country)}
    return frozenset(each for each in found if len(each) >= _SHORTEST_STEM)


def _forms(parts: set[str], country: str) -> frozenset[str]:
    found: set[str] = set()
    for part in parts:
        for letters in _letters(part, country):
            whole = _words(letters)
            found |= {whole, _without_kind(whole), _joined(_without_kind(whole))}
    found.discard("")
    return frozenset(found)


def _parts(name: str) -> set[str]:
    """The whole name, and each of its names where it has several."""
    bare = _ASIDE.sub(" ", name).strip() or name
    parts = {name, bare}
    parts |= (
        {part for part in _ALTERNATIVES.split(bare) if len(part) > 1} if _ALTERNATIVES.search(bare) else set()
    )
    return parts | {f"{m[2]} {m[1]}" for part in parts if (m := _REVERSED_ARTICLE.match(part.strip()))}


def _letters(name: str, country: str) -> set[str]:
    small = name.casefold()
    return {
        anyascii(small),
        anyascii(_replaced(small, _GERMAN)),
        anyascii(_replaced(small, _NATIONAL.get(country, {}))),
    }


def _replaced(text: str, table: MappingProxyType[str, str] | dict[str, str]) -> str:
    for before, after in sorted(table.items(), key=lambda pair: -len(pair[0])):
        text = text.replace(before, after)
    return text


def _words(latin: str) -> str:
    return " ".join(re.sub(r"[^0-9a-z]+", " ", latin.casefold()).split())


def _without_kind(words: str) -> str:
    """The same words without those that name a kind; unchanged where nothing else would be left."""
    kept = [word for word in words.split() if word not in _KIND_WORDS]
    while len(kept) > 1 and len(kept) < len(words.split()) and kept[0] in _LITTLE_WORDS:
        kept = kept[1:]
    return " ".join(kept) or words


def _joined(words: str) -> str:
    """Without blanks: “Sankt Pölten” and “Sankt-Pölten” are one, and so are “Bělá pod Bezdězem” typed with or without."""
    return words.replace(" ", "")
