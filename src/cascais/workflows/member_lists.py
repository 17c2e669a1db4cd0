"""Lists of members as networks keep them: a spreadsheet becomes records, or the problems that forbid it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from cascais.errors import Problem
from cascais.inventory.intake import cells, labels, layout, numbers
from cascais.inventory.intake.problems import Findings, problem, refusal
from cascais.inventory.intake.sheets import Cell
from cascais.search.matching import TAKEN, Found, Gazetteer, Match, Place, match
from cascais.text import message
from cascais.workflows import member_cells
from cascais.workflows.reading import Uploaded, first_sheet, workbook_of

Value = TypeVar("Value")

HEADERS: dict[str, tuple[str, ...]] = {
    "name": ("name", "member", "municipality", "city", "town", "organisation", "organisation name", "signatory",
             "gemeinde", "kommune", "stadt", "mitglied", "comune", "commune", "municipio", "gmina", "obec", "kozseg",
             "telepules", "opcina", "obcina", "comuna", "obshtina", "omavalitsus", "pasvaldiba", "savivaldybe",
             "lau name", "nimi", "nosaukums", "pavadinimas", "nazwa", "nazev", "nazov", "naziv", "ime", "nev"),
    "local_name": ("local name", "name in the local language", "native name", "ortsname", "nimi keeles"),
    "country": ("country", "country code", "land", "pays", "pais", "kraj", "zeme", "krajina", "orszag", "drzava",
                "tara", "strana", "riik", "valsts", "salis", "iso"),
    "kind": ("kind", "type", "kind of member", "art", "typ"),
    "lau_code": ("lau", "lau code", "lau id", "gisco id", "municipality code", "gemeindeschlussel", "ags", "istat",
                 "insee", "teryt", "siruta", "ehak", "kood", "code"),
    "nuts_code": ("nuts", "nuts code", "nuts 3", "nuts3"),
    "latitude": ("latitude", "lat", "breitengrad", "laius", "organisation latitude"),
    "longitude": ("longitude", "lon", "lng", "long", "langengrad", "pikkus", "organisation longitude"),
    "population": ("population", "inhabitants", "einwohner", "habitants", "habitantes", "abitanti", "ludnosc",
                   "obyvatel", "pocet obyvatel", "lakossag", "stanovnici", "prebivalci", "populatie", "naselenie",
                   "elanikke", "elanike arv", "iedzivotaji", "gyventojai", "population adhesion"),
    "population_year": ("population year", "year of the population", "stand", "jahr"),
    "area_km2": ("area", "area km2", "flache", "pindala", "superficie"),
    "languages": ("languages", "language", "sprachen", "keeled"),
    "joined_on": ("joined", "member since", "date of adhesion", "joined on", "beitritt", "liitumine"),
    "external_key": ("id", "key", "number", "member number", "organisation id", "mitgliedsnummer"),
}  # fmt: skip
"""The columns, each with the headers by which it is known; letter case, accents and punctuation do not matter."""
MANDATORY = ("name", "country")
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class ListedMember:
    """A member as a list names it. `row` is its row in the list; a nought or empty text means: not said."""

    row: int
    name: str
    country: str
    kind: str = "municipality"
    local_name: str = ""
    lau_code: str = ""
    nuts_code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None
    population_year: int | None = None
    area_km2: float | None = None
    languages: tuple[str, ...] = ()
    joined_on: str = ""  # ISO date
    external_key: str = ""

    @property
    def place(self) -> Place:
        """The member as it is looked for."""
        others = (self.local_name,) if self.local_name else ()
        codes = (self.lau_code,) if self.lau_code else ()
        return Place(
            str(self.row),
            self.name,
            self.country,
            others,
            codes,
            self.latitude,
            self.longitude,
            self.population,
        )


@dataclass(frozen=True, slots=True)
class MemberList:
    """What was read: the members, what forbids to store the list, and which columns were used for what."""

    members: tuple[ListedMember, ...]
    problems: tuple[Problem, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)  # {column: header}
    unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatchedMember:
    """A listed member and what was found for it among the known ones."""

    listed: ListedMember
    match: Match

    @property
    def is_known(self) -> bool:
        """Whether it is found without a doubt."""
        return self.match.found in TAKEN

    @property
    def is_new(self) -> bool:
        """Whether nothing known is even similar."""
        return self.match.found is Found.NOTHING

    @property
    def is_open(self) -> bool:
        """Whether a person has to say which one is meant."""
        return not self.is_known and not self.is_new


def read_member_list(file: Uploaded, columns: Mapping[str, str] | None = None) -> MemberList:
    """Read a list of members; `columns` says under which header a column stands where that is not plain.

    Every row with a mistake is told with its place, and then none is to be stored. Raises InputError where the file
    is no spreadsheet at all.

    >>> found = read_member_list(Uploaded("list.csv", "Name;Country;Einwohner\\nKranj;SI;56 000".encode()))
    >>> found.members[0].name, found.members[0].population
    ('Kranj', 56000)
    """
    sheet = first_sheet(workbook_of(file))
    header = next((row for row in sheet.rows if any(not cell.is_blank for cell in row)), ())
    places, unused = _columns(header, columns or {})
    findings = Findings(sheet)
    titles = {name: cell.text for name, cell in places.items()}
    for missing in (name for name in MANDATORY if name not in places):
        findings.add(_missing_column(missing, header))
    if findings.problems:
        return MemberList((), tuple(findings.problems), titles, unused)
    rows = [sheet.rows[number - 1] for number in layout.data_rows(sheet, header[0].row)]
    reader = _Reader(places, numbers.convention(cell for row in rows for cell in row).decimal, findings)
    members = tuple(filter(None, _read(rows, reader)))
    _refuse_doubles(members, findings)
    if not members and not findings.problems:
        findings.add(
            problem(message("The list holds no member."), next_step=message("Add a row for each member."))
        )
    return MemberList(members, tuple(findings.problems), titles, unused)


def match_members(listed: Iterable[ListedMember], gazetteer: Gazetteer) -> tuple[MatchedMember, ...]:
    """Look for each listed member among the known places.

    Where two rows come to the same place, neither is taken: a person has to say which one it is.
    """
    found = [MatchedMember(each, match(each.place, gazetteer)) for each in listed]
    taken: dict[str, int] = {}
    for each in found:
        if each.is_known and each.match.place:
            taken[each.match.place.key] = taken.get(each.match.place.key, 0) + 1
    return tuple(_unless_doubled(each, taken) for each in found)


def _unless_doubled(each: MatchedMember, taken: Mapping[str, int]) -> MatchedMember:
    place = each.match.place
    if not each.is_known or place is None or taken[place.key] == 1:
        return each
    return MatchedMember(
        each.listed, Match(Found.SEVERAL, offered=(place,), distance_km=each.match.distance_km)
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the cells of a row; what cannot be read is kept as a problem."""

    places: Mapping[str, Cell]
    decimal: str
    findings: Findings

    def value(self, row: tuple[Cell, ...], name: str, read: Callable[[Cell], Value], default: Value) -> Value:
        header = self.places.get(name)
        cell = row[header.column - 1] if header and header.column <= len(row) else None
        if header is None or cell is None or cell.is_blank or cell.text == "-":
            return default
        found = self.findings.attempt(cell, header.text, read)
        return default if found is None else found

    def number(self, least: float, most: float) -> Callable[[Cell], float]:
        def read(cell: Cell) -> float:
            value = cells.read_number(cell, self.decimal)
            if not least <= value <= most:
                raise refusal(
                    message("The number is outside of what is possible."),
                    value=cell.text,
                    allowed=f"{least:g} … {most:g}",
                    next_step=message(
                        "Look whether the columns were exchanged, or the decimal sign was lost."
                    ),
                )
            return value

        return read


def _read(rows: Iterable[tuple[Cell, ...]], reader: _Reader) -> Iterable[ListedMember | None]:
    for row in rows:
        if all(cell.is_blank for cell in row):
            continue
        if reader.findings.are_too_many(row[0].row):
            return
        yield _member(row, reader)


def _member(row: tuple[Cell, ...], reader: _Reader) -> ListedMember | None:
    before = len(reader.findings.problems)
    name = reader.value(row, "name", lambda cell: cells.read_name(cell, LONGEST_NAME), "")
    country = reader.value(row, "country", member_cells.read_country, "")
    for column, value in (("name", name), ("country", country)):
        if not value and len(reader.findings.problems) == before:
            reader.findings.add(_missing_value(column), row[0], reader.places[column].text)
    population = reader.value(row, "population", reader.number(1, 1e9), 0.0)
    member = ListedMember(
        row=row[0].row,
        name=name,
        country=country,
        kind=reader.value(row, "kind", member_cells.read_kind, "municipality"),
        local_name=reader.value(row, "local_name", lambda cell: cells.read_name(cell, LONGEST_NAME), ""),
        lau_code=reader.value(row, "lau_code", lambda cell: member_cells.read_lau_code(cell, country), ""),
        nuts_code=reader.value(row, "nuts_code", lambda cell: member_cells.read_nuts_code(cell, country), ""),
        latitude=reader.value(row, "latitude", reader.number(-90, 90), None),
        longitude=reader.value(row, "longitude", reader.number(-180, 180), None),
        population=round(population) or None,
        population_year=reader.value(row, "population_year", lambda cell: cells.read_year(cell, 2100), None),
        area_km2=reader.value(row, "area_km2", reader.number(0.01, 1e6), None),
        languages=reader.value(row, "languages", member_cells.read_languages, ()),
        joined_on=reader.value(row, "joined_on", member_cells.read_day, ""),
        external_key=reader.value(row, "external_key", lambda cell: cells.read_name(cell, 60), ""),
    )
    return member if len(reader.findings.problems) == before else None


def _columns(header: tuple[Cell, ...], given: Mapping[str, str]) -> tuple[dict[str, Cell], tuple[str, ...]]:
    """Which cell of the header stands for which column; what a person said goes first, then the order of headers."""
    by_text = {cell.text: cell for cell in header if not cell.is_blank}
    found = {name: by_text[text] for name, text in given.items() if name in HEADERS and text in by_text}
    for name, titles in HEADERS.items():
        if name in found or name in given:
            continue
        cell = _header_cell(titles, [each for text, each in by_text.items() if each not in found.values()])
        if cell is not None:
            found[name] = cell
    return found, tuple(text for text, cell in by_text.items() if cell not in found.values())


def _header_cell(titles: tuple[str, ...], free: list[Cell]) -> Cell | None:
    by_title = {labels.folded(cell.text): cell for cell in reversed(free)}
    return next((by_title[title] for title in titles if title in by_title), None)


def _missing_column(name: str, header: tuple[Cell, ...]) -> Problem:
    return problem(
        message("The column “{column}” is missing.", column=name),
        value=", ".join(cell.text for cell in header if not cell.is_blank),
        allowed=", ".join(HEADERS[name][:6]),
        next_step=message("Add the column, or say below under which header it stands."),
    )


def _missing_value(name: str) -> Problem:
    said = message("The name is missing.") if name == "name" else message("The country is missing.")
    return problem(said, next_step=message("Fill the cell in, or remove the row."))


def _refuse_doubles(members: tuple[ListedMember, ...], findings: Findings) -> None:
    """Refuse two rows with the same official code: one of them is mistyped or the member stands there twice."""
    first: dict[tuple[str, str], ListedMember] = {}
    for member in members:
        key = (member.country, member.lau_code)
        if member.lau_code and key in first:
            findings.add(_doubled(member, first[key]))
        first.setdefault(key, member)


def _doubled(member: ListedMember, earlier: ListedMember) -> Problem:
    return problem(
        message("Row {row} has the same LAU code.", row=earlier.row),
        row=member.row,
        value=f"{member.lau_code} ({earlier.name}, {member.name})",
        next_step=message("Correct the code, or remove one of the rows."),
    )
