"""LAU and NUTS codes are checked as each country writes them."""

from __future__ import annotations

import csv
import gzip

import pytest
from django.core.exceptions import ValidationError

from cascais.web.register.codes import LAU_FORMS, lau_code, nuts_code

OF_EUROSTAT = {"EL": "GR", "UK": "GB"}


@pytest.mark.parametrize(
    ("text", "country", "code"),
    [
        ("gab05", "BG", "GAB05"),
        (" 0784 ", "EE", "0784"),
        ("EE_0784", "EE", "0784"),
        ("EL_01010101", "GR", "01010101"),
        ("0264011", "PL", "0264011"),
        ("2A004", "FR", "2A004"),
        ("X-1", "UA", "X-1"),
    ],
)
def test_a_lau_code_is_read_as_its_country_writes_it(text, country, code):
    assert lau_code(text, country) == code


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("GAB5", "BG"),
        ("05GAB", "BG"),
        ("784", "EE"),
        ("LV_0784", "EE"),
        ("1461200", "DE"),
        ("<b>", "UA"),
        ("9" * 21, "UA"),
    ],
)
def test_a_code_of_another_form_is_refused_with_an_example(text, country):
    with pytest.raises(ValidationError) as caught:
        lau_code(text, country)
    assert "such as" in caught.value.messages[0] or LAU_FORMS[country].example in caught.value.messages[0]


@pytest.mark.parametrize(
    ("text", "country", "code"),
    [("bg322", "BG", "BG322"), ("EL301", "GR", "EL301"), ("UKI", "GB", "UKI"), ("SI", "SI", "SI")],
)
def test_a_nuts_code_begins_with_its_country(text, country, code):
    assert nuts_code(text, country) == code


@pytest.mark.parametrize(
    ("text", "country", "words"),
    [("BG322", "EE", "begins with EE"), ("GR301", "GR", "begins with EL"), ("BG3222", "BG", "no NUTS code")],
)
def test_a_nuts_code_of_another_country_is_refused(text, country, words):
    with pytest.raises(ValidationError, match=words):
        nuts_code(text, country)


def test_every_lau_code_of_europe_is_taken(shared_data):
    path = shared_data / "boundaries" / "lau2020_europe_popweighted_centres.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    refused = []
    for row in rows:
        country = OF_EUROSTAT.get(row["country"], row["country"])
        try:
            assert lau_code(row["lau_id"], country) == row["lau_id"].upper()
            assert nuts_code(row["nuts_3"], country) == row["nuts_3"]
        except ValidationError:
            refused.append((country, row["lau_id"], row["nuts_3"]))
    assert len(rows) > 50_000
    assert refused == []
