"""The fee of a member: its class by inhabitants at a date, and what is said where it is unknown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.web.register.fees import Payer, Persons, Unknown, fee_at, persons_at
from cascais.web.register.models import FeeClass

ON = date(2026, 6, 30)
SMALL = FeeClass(key="small", title="Small", least_population=0, amount=Decimal("100.00"))
MIDDLE = FeeClass(key="middle", title="Middle", least_population=10_000, per_inhabitant=Decimal("0.0100"))
LARGE = FeeClass(key="large", title="Large", least_population=100_000, amount=Decimal("1000.00"))
PARTNERS = FeeClass(key="partners", title="Partners", amount=Decimal("0.00"), kinds=["indigenous"])
REDUCED = FeeClass(key="reduced", title="Reduced", amount=Decimal("50.00"), countries=["SI", "HR"])
CLASSES = (LARGE, SMALL, MIDDLE)


def fee(persons: int | None, classes=CLASSES, kind="municipality", country="EE", agreed=None):
    populations = {} if persons is None else {2025: persons}
    return fee_at(classes, Payer(kind, country, populations), ON, agreed)


@pytest.mark.parametrize(
    ("persons", "key", "amount"),
    [
        (0, "small", "100.00"),
        (1, "small", "100.00"),
        (9_999, "small", "100.00"),
        (10_000, "middle", "100.00"),
        (10_050, "middle", "100.50"),
        (99_999, "middle", "999.99"),
        (100_000, "large", "1000.00"),
        (3_000_000, "large", "1000.00"),
    ],
)
def test_the_class_begins_at_its_least_population(persons, key, amount):
    found = fee(persons)
    assert (found.fee_class.key, found.amount, found.unknown) == (key, Decimal(amount), None)


@given(st.integers(0, 10_000_000), st.integers(0, 10_000_000))
def test_more_inhabitants_never_pay_less(one, other):
    fewer, more = sorted((one, other))
    assert fee(fewer).amount <= fee(more).amount


def test_a_fixed_part_and_one_for_each_inhabitant_are_added_and_rounded_half_up():
    both = FeeClass(key="both", title="Both", amount=Decimal("10.00"), per_inhabitant=Decimal("0.0050"))
    assert fee(1, (both,)).amount == Decimal("10.01")


def test_the_population_is_that_of_the_latest_year_not_after_the_date():
    populations = {2019: 9_000, 2024: 10_000, 2027: 200_000}
    assert persons_at(populations, ON) == Persons(2024, 10_000)
    assert persons_at(populations, date(2023, 1, 1)) == Persons(2019, 9_000)
    assert persons_at(populations, date(2018, 12, 31)) is None


@pytest.mark.parametrize(
    ("found", "unknown"),
    [
        (fee(None), Unknown.NO_POPULATION),
        (fee(5, ()), Unknown.NO_CLASS),
        (fee(5, (MIDDLE,)), Unknown.NO_CLASS),
        (fee(5, (FeeClass(key="empty", title="Empty"),)), Unknown.NO_AMOUNT),
        (fee(None, (MIDDLE,), agreed=MIDDLE), Unknown.NO_POPULATION),
        (fee(None, (PARTNERS,)), Unknown.NO_CLASS),
    ],
)
def test_what_is_unknown_is_said_and_no_amount_given(found, unknown):
    assert (found.unknown, found.amount) == (unknown, None)


def test_classes_for_a_kind_or_country_go_before_those_for_all():
    classes = (*CLASSES, PARTNERS, REDUCED)
    assert fee(None, classes, kind="indigenous").fee_class is PARTNERS
    assert fee(50_000, classes, country="SI").amount == Decimal("50.00")
    assert fee(50_000, classes, country="DE").fee_class is MIDDLE


def test_what_the_secretariat_agreed_holds():
    found = fee(5, agreed=LARGE)
    assert (found.amount, found.is_agreed) == (Decimal("1000.00"), True)
    assert not fee(5).is_agreed
