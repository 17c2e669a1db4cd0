"""Names of places are compared without script, diacritics, case and the word for a municipality."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.search.place_names import folded, spellings

SAME = [
    ("Габрово", "Gabrovo", "BG"),
    ("Община Търговище", "Targovishte Municipality", "BG"),
    ("Щръклево", "Shtraklevo", "BG"),
    ("Харків", "Kharkiv", "UA"),
    ("Краљево", "Kraljevo", "RS"),
    ("Скопје", "Skopje", "MK"),
    ("Θεσσαλονίκη", "Thessaloniki", "GR"),
    ("Łódź", "LODZ", "PL"),
    ("Gmina Lubin", "Lubin", "PL"),
    ("Škofja Loka", "Skofja Loka", "SI"),
    ("Mestna občina Kranj", "Kranj", "SI"),
    ("Chișinău", "Chişinău", "MD"),
    ("Municipiul Baia Mare", "Baia Mare", "RO"),
    ("Hódmezővásárhely Megyei Jogú Város", "Hodmezovasarhely", "HU"),
    ("Köln", "Koeln", "DE"),
    ("Hansestadt Rostock", "Rostock", "DE"),
    ("Alcázares, Los", "Los Alcázares", "ES"),
    ("Comune di Lesignano de' Bagni", "Lesignano de’ Bagni", "IT"),
    ("Bolzano/Bozen", "Bozen", "IT"),
    ("Orta Nova", "Ortanova", "IT"),
    ("Bucovăţ (Jud. Timiş)", "Bucovat", "RO"),
    ("Tartu linn", "Tartu", "EE"),
]
DIFFERENT = [
    ("Gabrovo", "Gabrovnitsa", "BG"),
    ("Nova Gorica", "Gorica", "SI"),
    ("Stadt", "Markt", "DE"),
    ("Bad Homburg", "Homburg", "DE"),
]


@pytest.mark.parametrize(("one", "other", "country"), SAME)
def test_the_same_place_shares_a_spelling(one, other, country):
    assert spellings(one, country) & spellings(other, country)


@pytest.mark.parametrize(("one", "other", "country"), DIFFERENT)
def test_other_places_share_none(one, other, country):
    assert not spellings(one, country) & spellings(other, country)


@given(st.text(max_size=300))
def test_folding_twice_is_folding_once(name):
    assert folded(folded(name)) == folded(name)


@given(st.text(max_size=300), st.sampled_from(["", "BG", "UA", "GR", "RS", "DE"]))
def test_letter_case_never_matters_for_latin_names_and_no_spelling_is_blank(name, country):
    found = spellings(name, country)
    assert all(each and each == each.strip() for each in found)
    assert folded(name) in found or not folded(name) or len(name) > 200
