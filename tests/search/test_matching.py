"""A place is taken only where it is the one that is meant; everything doubtful is offered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.connectors import covenant_2019, lau_areas
from cascais.search.matching import TAKEN, Found, Gazetteer, Place, distance_km, match

KNOWN = Gazetteer(
    [
        Place("gabrovo", "Габрово", "BG", codes=("GAB05",), latitude=42.87, longitude=25.32),
        Place("kostice-1", "Kostice", "CZ", codes=("565881",), latitude=50.4, longitude=13.9),
        Place("kostice-2", "Kostice", "CZ", codes=("584568",), latitude=48.75, longitude=16.98),
        Place("paterno", "Paternò", "IT", latitude=37.57, longitude=14.9),
        Place("liege", "Liège / Luik", "BE", latitude=50.63, longitude=5.57),
        Place("saint-nicolas", "Saint-Nicolas (Liège)", "BE", latitude=50.63, longitude=5.53),
    ]
)


def found(name: str, country: str, **more):
    return match(Place("", name, country, **more), KNOWN)


def test_a_code_finds_a_place_whatever_blanks_and_noughts():
    assert found("Gabrovo", "BG", codes=("gab 05",)).found is Found.CODE
    assert found("Kostice", "CZ", codes=("0565881",)).place.key == "kostice-1"


def test_a_code_with_quite_another_name_is_only_offered():
    result = found("Pleven", "BG", codes=("GAB05",))
    assert (result.found, result.place) == (Found.CODE_WITH_ANOTHER_NAME, None)
    assert [place.key for place in result.offered] == ["gabrovo"]


def test_a_name_in_other_letters_is_found_and_said_to_be():
    assert found("Municipality of Gabrovo", "BG").found is Found.LETTERS
    assert found("Габрово", "BG").found is Found.NAME


def test_of_several_the_only_near_one_is_taken():
    assert found("Kostice", "CZ").found is Found.SEVERAL
    near = found("Kostice", "CZ", latitude=48.7, longitude=17.0)
    assert (near.found, near.place.key) == (Found.NAME_AND_POINT, "kostice-2")


def test_the_right_name_at_another_end_of_the_country_is_only_offered():
    result = found("Paterno", "IT", latitude=45.5, longitude=9.0)
    assert (result.found, result.place) == (Found.ANOTHER_POINT, None)


def test_a_name_in_brackets_goes_behind_a_name_of_its_own():
    assert found("Liège", "BE").place.key == "liege"


def test_a_slip_is_offered_and_never_taken():
    result = found("Gabrowo", "BG")
    assert (result.found, result.place) == (Found.SIMILAR, None)
    assert result.offered[0].key == "gabrovo"


def test_a_municipality_named_in_the_genitive_is_found_where_it_is_near():
    gazetteer = Gazetteer([Place("65", "Pakruojo rajono savivaldybė", "LT", latitude=56.0, longitude=23.9)])
    near = match(Place("", "Pakruojis", "LT", latitude=55.98, longitude=23.86), gazetteer)
    assert (near.found, near.place and near.place.key) == (Found.INFLECTED, "65")
    nowhere = match(Place("", "Pakruojis", "LT"), gazetteer)
    assert (nowhere.found, nowhere.place) == (Found.SIMILAR, None)


def test_another_country_is_another_place():
    assert found("Gabrovo", "MK").found is Found.NOTHING


PLACES = st.builds(
    Place,
    key=st.uuids().map(str),
    name=st.text("abcdeč ", min_size=1, max_size=8).filter(str.strip),
    country=st.sampled_from(["SI", "HR"]),
)


@given(st.lists(PLACES, max_size=12), PLACES)
def test_what_is_taken_is_of_the_country_and_stands_in_the_gazetteer(places, asked):
    result = match(asked, Gazetteer(places))
    assert (result.place is not None) == (result.found in TAKEN)
    if result.place:
        assert result.place in places and result.place.country == asked.country
    assert all(place in places for place in result.offered)


def test_distance_is_symmetric_and_nought_to_oneself():
    one, other = (
        Place("", "a", "", latitude=59.4, longitude=24.7),
        Place("", "b", "", latitude=46.2, longitude=14.4),
    )
    assert distance_km(one, other) == pytest.approx(distance_km(other, one))
    assert distance_km(one, one) == 0
    assert distance_km(one, Place("", "c", "")) is None


def test_against_the_joined_codes_of_the_covenant(shared_data):
    """The published table of the Covenant carries LAU codes joined by others; where both name one they agree."""
    areas = lau_areas.load(shared_data / "boundaries" / "lau2020_europe_popweighted_centres.csv.gz").items
    gazetteer = Gazetteer(
        Place(a.key, a.name, a.country, codes=(a.code,), latitude=a.latitude, longitude=a.longitude)
        for a in areas
    )
    data = covenant_2019.load(shared_data / "inventories" / "com2019_inventories_joined.csv.gz")
    asked = {each.gcom_id: each for each in data.inventories if each.lau and each.country}
    results = [
        (
            each,
            match(
                Place("", each.name, each.country, latitude=each.latitude, longitude=each.longitude),
                gazetteer,
            ),
        )
        for each in asked.values()
    ]
    taken = [(each, result.place) for each, result in results if result.place]
    agreeing = sum(place.key == each.lau for each, place in taken)
    assert len(taken) > 0.9 * len(asked)
    assert agreeing / len(taken) > 0.99
