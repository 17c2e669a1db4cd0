"""Finds for each row of a list the place it means, and says how it was found.

A code decides where the names agree too. A name decides where one place of the country bears it; among several the
nearest one does, if it is near and the next far away. Whatever is only similar is offered and never taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt

from rapidfuzz import fuzz, process

from cascais.search.place_names import aside_spellings, folded, spellings, stems

NEAR_KM = 25.0
"""Two places of one name within this distance of the asked point are told apart only by a person."""
FAR_KM = 120.0
"""A place of the right name this far from the asked point is not taken without a look. Points in lists of members are
often rounded to whole degrees, which moves them by up to 80 km."""
SIMILAR = 80.0
"""The least similarity [0–100] at which a name is offered: one wrong letter in five."""
SAME_NAME = 70.0
"""Below this similarity a place found by its code is not taken without a look: the code may be mistyped."""
MOST_OFFERED = 5
EARTH_KM = 6371.0


class Found(StrEnum):
    """How a place was found."""

    CODE = "code"
    NAME = "name"
    LETTERS = "letters"  # in another script, or without diacritics
    NAME_AND_POINT = "name and point"
    INFLECTED = "inflected"  # in the genitive, and near
    CODE_WITH_ANOTHER_NAME = "code with another name"  # offered, not taken
    ANOTHER_POINT = "name at another point"  # offered, not taken
    SEVERAL = "several"  # offered, not taken
    SIMILAR = "similar"  # offered, not taken
    NOTHING = "nothing"


TAKEN = (Found.CODE, Found.NAME, Found.LETTERS, Found.NAME_AND_POINT, Found.INFLECTED)


@dataclass(frozen=True, slots=True)
class Place:
    """A place with all its names. `codes` are official codes such as a LAU code; the point is in degrees."""

    key: str
    name: str
    country: str
    other_names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    population: float | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The name and all others."""
        return (self.name, *self.other_names)


@dataclass(frozen=True, slots=True)
class Match:
    """What was found for a place asked for: `place` where it is sure, else those `offered`, the likeliest first."""

    found: Found
    place: Place | None = None
    offered: tuple[Place, ...] = ()
    distance_km: float | None = None


class Gazetteer:
    """Places that are looked up by code, by spelling and by similarity; made once for many questions."""

    __slots__ = ("_by_code", "_by_spelling", "_by_stem", "_folded", "places")

    def __init__(self, places: Iterable[Place]) -> None:
        self.places: tuple[Place, ...] = tuple(places)
        self._by_code: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._by_spelling: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._by_stem: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._folded: dict[str, list[str]] = defaultdict(list)
        for position, place in enumerate(self.places):
            for code in filter(None, place.codes):
                self._by_code[place.country, _code(code)].append(position)
            for spelling in {each for name in place.names for each in _all_spellings(name, place.country)}:
                self._by_spelling[place.country, spelling].append(position)
            for stem in {each for name in place.names for each in stems(name, place.country)}:
                self._by_stem[place.country, stem].append(position)

    def with_code(self, country: str, codes: Iterable[str]) -> list[Place]:
        """The places of a country that bear one of the codes."""
        return self._at(self._by_code, country, (_code(code) for code in codes if code))

    def with_name(self, country: str, names: Iterable[str]) -> list[Place]:
        """The places of a country that bear one of the names, in whatever letters."""
        for forms in (spellings, aside_spellings):
            asked = (each for name in names for each in sorted(forms(name, country)))
            if found := self._at(self._by_spelling, country, asked):
                return [place for place in found if _is_named(place, names)] or found
        return []

    def with_stem(self, country: str, names: Iterable[str]) -> list[Place]:
        """The places of a country whose names differ from one of the names by their endings alone."""
        return self._at(
            self._by_stem, country, (each for name in names for each in sorted(stems(name, country)))
        )

    def similar(self, country: str, name: str) -> list[Place]:
        """The places of a country whose names come near to a name, the nearest first.

        Similarity is Indel distance over length [0–100] (RapidFuzz) of the folded spellings.
        """
        known = self._spellings_of(country)
        best: dict[int, float] = {}
        for asked in spellings(name, country):
            hits = process.extract(asked, known, scorer=fuzz.ratio, limit=MOST_OFFERED, score_cutoff=SIMILAR)
            for spelling, score, _ in hits:
                for position in self._by_spelling[country, spelling]:
                    best[position] = max(best.get(position, 0.0), score)
        ordered = sorted(best, key=lambda position: (-best[position], position))
        return [self.places[position] for position in ordered[:MOST_OFFERED]]

    def _spellings_of(self, country: str) -> Sequence[str]:
        if country not in self._folded:
            self._folded[country] = sorted(
                {spelling for area, spelling in self._by_spelling if area == country}
            )
        return self._folded[country]

    def _at(self, index: dict[tuple[str, str], list[int]], country: str, keys: Iterable[str]) -> list[Place]:
        positions = dict.fromkeys(position for key in keys for position in index.get((country, key), ()))
        return [self.places[position] for position in positions]


def match(asked: Place, gazetteer: Gazetteer) -> Match:
    """Find the place that is meant.

    >>> known = Gazetteer([Place("1", "Габрово", "BG"), Place("2", "Gabrovnitsa", "BG")])
    >>> found = match(Place("", "Municipality of Gabrovo", "BG"), known)
    >>> found.found.value, found.place.key
    ('letters', '1')
    """
    by_code = gazetteer.with_code(asked.country, asked.codes)
    if len(by_code) == 1:
        return _checked(asked, by_code[0])
    by_name = by_code or gazetteer.with_name(asked.country, asked.names)
    if len(by_name) == 1:
        return _named(asked, by_name[0])
    if by_name:
        return _nearest(asked, by_name)
    inflected = gazetteer.with_stem(asked.country, asked.names)
    if len(inflected) == 1 and (away := distance_km(asked, inflected[0])) is not None and away <= NEAR_KM:
        return Match(Found.INFLECTED, inflected[0], distance_km=away)
    offered = [
        *inflected,
        *(each for each in gazetteer.similar(asked.country, asked.name) if each not in inflected),
    ]
    offered = offered[:MOST_OFFERED]
    return Match(Found.SIMILAR, offered=tuple(offered)) if offered else Match(Found.NOTHING)


def distance_km(one: Place, other: Place) -> float | None:
    """Distance over a sphere [km], None where a point is not known.

    Haversine: d = 2 R asin √(sin²(Δφ/2) + cos φ₁ cos φ₂ sin²(Δλ/2)).

    >>> round(distance_km(Place("", "Tallinn", "EE", latitude=59.437, longitude=24.7536),
    ...                   Place("", "Riga", "LV", latitude=56.9496, longitude=24.1052)))
    279
    """
    points = (one.latitude, one.longitude, other.latitude, other.longitude)
    if None in points:
        return None
    first, west, second, east = (radians(value) for value in points if value is not None)
    bow = sin((second - first) / 2) ** 2 + cos(first) * cos(second) * sin((east - west) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, bow)))


def _checked(asked: Place, place: Place) -> Match:
    """What was found by its code is taken where the names agree somewhat, or no name was given."""
    scores = [
        fuzz.ratio(folded(mine), folded(theirs)) for mine in asked.names for theirs in place.names if mine
    ]
    shared = {each for name in asked.names for each in spellings(name, asked.country)} & {
        each for name in place.names for each in spellings(name, place.country)
    }
    if not scores or shared or max(scores) >= SAME_NAME:
        return Match(Found.CODE, place, distance_km=distance_km(asked, place))
    return Match(Found.CODE_WITH_ANOTHER_NAME, offered=(place,))


def _named(asked: Place, place: Place) -> Match:
    """What alone bears the name is taken, unless the list puts it elsewhere."""
    away = distance_km(asked, place)
    if away is not None and away > FAR_KM:
        return Match(Found.ANOTHER_POINT, offered=(place,), distance_km=away)
    return Match(_how(asked, place), place, distance_km=away)


def _is_named(place: Place, names: Iterable[str]) -> bool:
    """Whether a place bears a name outside brackets, so that it goes before those that bear it inside."""
    own = {each for name in place.names for each in spellings(name, place.country)}
    return any(own & spellings(name, place.country) for name in names)


def _all_spellings(name: str, country: str) -> frozenset[str]:
    return spellings(name, country) | aside_spellings(name, country)


def _how(asked: Place, place: Place) -> Found:
    is_same = {name.casefold() for name in asked.names} & {name.casefold() for name in place.names}
    return Found.NAME if is_same else Found.LETTERS


def _nearest(asked: Place, places: Sequence[Place]) -> Match:
    """The one near the asked point, where it is the only one near; all of them to choose from otherwise."""
    far = float("inf")
    by_distance = sorted(
        (
            (far if (km := distance_km(asked, place)) is None else km, order)
            for order, place in enumerate(places)
        )
    )
    ordered = tuple(places[order] for _, order in by_distance)
    nearest, next_one = by_distance[0][0], by_distance[1][0]
    if nearest <= NEAR_KM < next_one:
        return Match(Found.NAME_AND_POINT, ordered[0], distance_km=nearest)
    return Match(Found.SEVERAL, offered=ordered[:MOST_OFFERED])


def _code(code: str) -> str:
    """A code as it is compared: without blanks, dots and dashes, in capitals, without the noughts at its start."""
    bare = "".join(sign for sign in code.upper() if sign.isalnum())
    return bare.lstrip("0") or bare
