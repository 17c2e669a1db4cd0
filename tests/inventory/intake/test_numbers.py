from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.errors import AmbiguousNumberError, InputError
from cascais.inventory.intake import numbers
from cascais.inventory.intake.sheets import Cell, CellKind


def cells(*texts: str) -> list[Cell]:
    return [Cell(text, CellKind.TEXT, row, 4) for row, text in enumerate(texts, start=2)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234", 1234.0),
        ("1234.5", 1234.5),
        ("1234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("13.362,67", 13362.67),
        ("50,877.43", 50877.43),
        ("1.234.567", 1234567.0),
        ("1,234,567", 1234567.0),
        ("1 234 567,8", 1234567.8),
        ("1\u00a0234,5", 1234.5),
        ("1\u202f234.5", 1234.5),
        ("1\u2009234", 1234.0),
        ("1'234.50", 1234.5),
        ("1’234,50", 1234.5),
        ("0.205", 0.205),
        ("0,205", 0.205),
        (".5", 0.5),
        ("−12,5", -12.5),
        ("- 12.5", -12.5),
        ("1e3", 1000.0),
        ("1.234e3", 1234.0),
        ("1,5E+03", 1500.0),
        ("1E-2", 0.01),
        ("12 %", 0.12),
        ("2,5%", 0.025),
        ("1.3", 1.3),
        ("13.36", 13.36),
        ("13.3620", 13.362),
        ("1234.567", 1234.567),
    ],
)
def test_a_number_that_reads_one_way_is_read(text: str, value: float) -> None:
    assert numbers.parse(text) == value


@pytest.mark.parametrize("text", ["13.362", "13,362", "1.000", "205.528", "999,999", "-1.234"])
def test_a_number_that_reads_two_ways_is_refused_with_both_readings(text: str) -> None:
    with pytest.raises(AmbiguousNumberError) as caught:
        numbers.parse(text)
    number = numbers.written_number(text)
    assert number is not None
    for reading in (number.comma, number.point):
        assert reading is not None
        assert numbers.plain(reading) in str(caught.value)
    assert "“,” or “.”" in caught.value.problems[0].next_step
    assert {numbers.parse(text, ","), numbers.parse(text, ".")} == {number.comma, number.point}


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1,23,45", "12 34", "1.234 567", "nan", "inf", "-", "10²", "٣", "1..2", "(5)", "1e9999"],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        numbers.parse(text)


def test_a_number_that_contradicts_the_chosen_sign_is_refused() -> None:
    with pytest.raises(InputError, match="does not fit the decimal sign “,”"):
        numbers.parse("12.50", ",")


@pytest.mark.parametrize(
    ("texts", "decimal", "witness_row"),
    [
        (("13.362", "12,5"), ",", 3),
        (("13.362", "12.5"), ".", 3),
        (("13.362", "0.25"), ".", 3),
        (("13.362", "1.234.567"), ",", 3),
        (("13,362", "1,234,567"), ".", 3),
        (("13,362", "50,877.43"), ".", 3),
        (("205.528", "50,877.430"), ".", 3),
        (("13.362", "250"), "", None),
        (("13.362", "99.123"), "", None),
        (("13.362", "99,123"), "", None),
        ((), "", None),
    ],
)
def test_the_sign_is_decided_by_numbers_that_read_one_way(
    texts: tuple[str, ...], decimal: str, witness_row: int | None
) -> None:
    found = numbers.convention(cells(*texts))
    assert (found.decimal, found.witness.row if found.witness else None, found.clash) == (
        decimal,
        witness_row,
        None,
    )


@pytest.mark.parametrize(
    "texts",
    [
        ("12,5", "12.5"),
        ("13.362,67", "50,877.43"),
        ("205.528", "50,877.43"),
        ("205,528", "50.877,43"),
        ("1.234.567", "0.5"),
    ],
)
def test_a_table_that_mixes_two_ways_is_refused_naming_both(texts: tuple[str, str]) -> None:
    found = numbers.convention(cells(*texts))
    assert found.clash is not None
    said = str(numbers.clash_problem(found))
    assert all(text in said for text in texts)
    assert "row 2" in said
    assert "row 3" in said


def test_numbers_stored_as_numbers_are_no_evidence_and_never_ambiguous() -> None:
    assert numbers.convention([Cell(0.5, CellKind.NUMBER, 2, 4)]).decimal == ""


@given(value=st.floats(min_value=-1e15, max_value=1e15), sign=st.sampled_from(numbers.DECIMAL_SIGNS))
def test_every_float_is_read_back_under_either_sign(value: float, sign: str) -> None:
    assert numbers.parse(repr(value).replace(".", sign), sign) == value


@given(text=st.text(max_size=20))
def test_any_text_is_a_number_or_an_input_error(text: str) -> None:
    try:
        assert isinstance(numbers.parse(text), float)
    except InputError as error:
        assert error.problems[0].message


@given(whole=st.integers(1, 999), group=st.integers(0, 999), sign=st.sampled_from(numbers.DECIMAL_SIGNS))
def test_one_separator_before_three_digits_is_always_ambiguous(whole: int, group: int, sign: str) -> None:
    number = numbers.written_number(f"{whole}{sign}{group:03}")
    assert number is not None
    assert number.is_ambiguous
