"""Numbers and sentences in the language of the page."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from cascais.errors import Problem
from cascais.text import message
from cascais.web.display.problems import shown
from cascais.web.display.states import STATES, UNKNOWN, state
from cascais.web.display.templatetags.display import ICONS, amount, figures, percent, signed_percent
from cascais.web.display.texts import translated

THIN = "\u202f"


@pytest.mark.parametrize(("language", "expected"), [("en", f"13{THIN}362.7"), ("et", f"13{THIN}362,7")])
def test_an_amount_is_written_as_the_language_writes_it(language, expected):
    with translation.override(language):
        assert amount(13362.67, 1) == expected


def test_what_is_not_known_is_a_dash_and_never_a_zero():
    assert amount(None) == figures(None) == percent(None) == signed_percent(None) == "–"
    assert amount(float("nan")) == "–"
    assert amount(0) == "0"


def test_figures_keep_what_matters():
    assert (figures(0.20196, 3), figures(12345.6, 3), figures(1.5, 3)) == ("0.202", f"12{THIN}346", "1.50")


def test_changes_carry_their_sign():
    assert (signed_percent(-0.356), signed_percent(0.12)) == (f"−36{THIN}%", f"+12{THIN}%")


def test_a_message_is_filled_in_with_numbers_of_the_language():
    said = message(
        "Sum of {amount:,.1f} t CO2 is {share:.0f} % of {what}", amount=1234.5, share=12.0, what="Gabrovo"
    )
    with translation.override("et"):
        assert translated(said) == f"Sum of 1{THIN}234,5 t CO₂ is 12{THIN}% of Gabrovo"


def test_a_day_in_a_message_is_written_as_the_language_writes_it():
    said = message("Joined on {day}", day=date(2008, 9, 30))
    assert translated(said) == "Joined on 30 September 2008"
    with translation.override("et"):
        assert translated(said).endswith("30. september 2008")


def test_an_empty_text_stays_empty():
    assert translated("") == ""
    assert translated(" ") == " "


def test_every_state_has_its_icon_and_word():
    assert all(each.icon in ICONS and str(each.word) for each in STATES.values())
    assert state("never heard of") is UNKNOWN


def test_a_problem_says_where():
    place = shown(Problem("The year is missing.", sheet="Data", row=3, column="year")).place
    assert place == "sheet “Data”, row 3, column “year”"
