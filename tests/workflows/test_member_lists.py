"""Lists of members: what is read, what is refused with its place, and who is meant by each row."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from cascais.connectors import lau_areas, mycovenant
from cascais.errors import InputError
from cascais.search.matching import Found, Gazetteer, Place
from cascais.workflows.member_lists import ListedMember, match_members, read_member_list
from cascais.workflows.reading import Uploaded


def read(text: str, columns: dict[str, str] | None = None):
    return read_member_list(Uploaded("members.csv", text.encode()), columns)


def test_a_list_in_german_is_read():
    found = read(
        "Gemeinde;Land;Einwohner;AGS;Beitritt\nNürnberg;DE;515.543;09564000;1990-03-31\nBonn;DE;1.330.001;;\n"
    )
    assert not found.problems
    first, second = found.members
    assert (first.name, first.population, first.lau_code) == ("Nürnberg", 515_543, "09564000")
    assert (first.joined_on, second.joined_on, second.population) == ("1990-03-31", "", 1_330_001)
    assert found.columns["population"] == "Einwohner"


def test_a_number_that_reads_two_ways_is_refused_with_both_readings():
    found = read("Name;Country;Population\nKranj;SI;13.362\n")
    (problem,) = found.problems
    assert (problem.row, problem.column, problem.value) == (2, "Population", "13.362")
    assert "13362" in str(problem).replace("\u202f", "").replace(" ", "").replace(",", "")
    assert found.members == ()


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("Kranj;Atlantis;1", "Country"),
        (";SI;1", "Name"),
        ("Kranj;;1", "Country"),
        ("Kranj;SI;-5", "Population"),
        ("Kranj;SI;many", "Population"),
        ("=cmd();SI;5", "Name"),
    ],
)
def test_a_bad_cell_is_told_with_row_and_column(row, column):
    found = read(f"Name;Country;Population\nRiga;LV;600000\n{row}\n")
    assert [(problem.row, problem.column) for problem in found.problems] == [(3, column)]
    assert [member.name for member in found.members] == ["Riga"]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("NUTS", "EE0011"),
        ("NUTS", "LV006"),
        ("LAU", "§§"),
        ("Latitude", "95"),
        ("Kind", "castle"),
        ("Joined", "31.3.90"),
    ],
)
def test_what_no_member_can_have_is_refused(header, value):
    found = read(f"Name;Country;{header}\nTartu;EE;{value}\n")
    assert [problem.column for problem in found.problems] == [header]


def test_two_rows_with_one_code_are_refused():
    found = read("Name;Country;LAU\nTartu;EE;0793\nTartu vald;EE;0793\n")
    assert [problem.row for problem in found.problems] == [3]


def test_a_missing_column_can_be_named_by_the_person():
    text = "Wer;Wo\nKranj;SI\n"
    assert len(read(text).problems) == 2
    found = read(text, {"name": "Wer", "country": "Wo"})
    assert [(member.name, member.country) for member in found.members] == [("Kranj", "SI")]


def test_a_workbook_is_read_and_a_picture_is_refused():
    book = Workbook()
    book.active.append(["Name", "Country", "Population"])
    book.active.append(["Велико Търново", "Bulgaria", 60000])
    stream = io.BytesIO()
    book.save(stream)
    found = read_member_list(Uploaded("members.xlsx", stream.getvalue()))
    assert [(member.name, member.country) for member in found.members] == [("Велико Търново", "BG")]
    with pytest.raises(InputError, match="picture"):
        read_member_list(Uploaded("members.csv", b"\x89PNG\r\n\x1a\n1234"))


KNOWN = Gazetteer([Place("1", "Gabrovo", "BG"), Place("2", "Kranj", "SI"), Place("3", "Kranjska Gora", "SI")])


def test_known_members_are_found_and_new_ones_are_new():
    found = match_members([ListedMember(2, "Габрово", "BG"), ListedMember(3, "Sofia", "BG")], KNOWN)
    assert [each.match.found for each in found] == [Found.LETTERS, Found.NOTHING]
    assert (found[0].is_known, found[1].is_new) == (True, True)


def test_two_rows_that_mean_one_member_are_left_to_a_person():
    found = match_members([ListedMember(2, "Kranj", "SI"), ListedMember(3, "KRANJ", "SI")], KNOWN)
    assert all(each.is_open for each in found)
    assert [place.key for place in found[0].match.offered] == ["2"]


def test_the_signatories_are_found_among_the_areas(shared_data):
    """How many of the Covenant's signatories are found, country by country where the areas are in the table."""
    areas = lau_areas.load(shared_data / "boundaries" / "lau2020_europe_popweighted_centres.csv.gz").items
    gazetteer = Gazetteer(
        Place(a.key, a.name, a.country, codes=(a.code,), latitude=a.latitude, longitude=a.longitude)
        for a in areas
    )
    signatories = mycovenant.load(shared_data / "inventories" / "mycovenant_signatories_2024.csv.gz").items
    listed = [
        ListedMember(row, s.name[:120], s.country, latitude=s.latitude, longitude=s.longitude)
        for row, s in enumerate(signatories)
        if not s.is_group
    ]
    found = match_members(listed, gazetteer)
    share = {
        country: sum(each.is_known for each in of_country) / len(of_country)
        for country in ("IT", "ES", "HU", "CZ", "RO", "HR", "BG", "SI", "SE")
        if (of_country := [each for each in found if each.listed.country == country])
    }
    assert len(found) > 11_000
    assert min(share.values()) > 0.8, share
