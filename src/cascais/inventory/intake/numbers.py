"""Numbers as people write them: decimal comma or point, grouped thousands, and the ones that read two ways.

A text such as “13.362” is thirteen thousand in one country and thirteen and a bit in another. It is read only
where the same table proves which sign is the decimal one; else it is refused with both readings.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from cascais import units
from cascais.errors import AmbiguousNumberError, InputError, UnitError
from cascais.inventory.intake.problems import problem, refusal
from cascais.inventory.intake.sheets import Cell, CellKind
from cascais.text import message

DECIMAL_SIGNS = (",", ".")
LARGEST_VALUE = 1e15
LONGEST_NUMBER = 100  # characters; looking for a number in 100 000 takes minutes
_OTHER = {",": ".", ".": ","}
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u2007\u2008\u2006\u2005\u2004\u2003\u2002\u200a\t"), " ")
_SIGNS = {
    **dict.fromkeys(map(ord, "\u2212\u2012\u2013\ufe63\uff0d"), "-"),
    **dict.fromkeys(map(ord, "’ʼ‘`´′"), "'"),
}
_LOOKALIKES = str.maketrans("OoОоQlIı|SBΟ", "000001111580")


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A text that reads as a number: its value with a decimal comma and with a decimal point (None: does not fit).

    `decimals` counts the digits behind the decimal sign where that sign is certain.
    """

    text: str
    comma: float | None
    point: float | None
    is_percent: bool = False
    is_grouped: bool = False  # thousands are grouped by a comma or point for certain
    decimals: int = 0

    @property
    def is_ambiguous(self) -> bool:
        """Whether the two readings differ."""
        return self.comma is not None and self.point is not None and self.comma != self.point

    @property
    def proves(self) -> str:
        """The decimal sign for which the number is evidence, empty where it is none."""
        if self.comma is None:
            return "."
        return "," if self.point is None else ""

    def value(self, decimal: str) -> float | None:
        """The value when the decimal sign is known; None where the text does not fit it."""
        return self.comma if decimal == "," else self.point


@dataclass(frozen=True, slots=True)
class Convention:
    """Which decimal sign a table uses, and the cells that say so; `clash` holds two that cannot both be right."""

    decimal: str = ""
    witness: Cell | None = None
    clash: tuple[Cell, Cell] | None = None


def _pattern(decimal: str) -> re.Pattern[str]:
    point, group = re.escape(decimal), f"[{re.escape(_OTHER[decimal])} ']"
    grouped = rf"[1-9][0-9]{{0,2}}(?P<group>{group})[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*"
    return re.compile(
        rf"(?P<sign>[+-]?) ?(?:(?P<whole>{grouped}|[0-9]+)(?:{point}(?P<part>[0-9]*))?|{point}(?P<only>[0-9]+))"
        r"(?P<exponent>[eE][+-]?[0-9]{1,3})? ?(?P<percent>%?)"
    )


_PATTERNS = {decimal: _pattern(decimal) for decimal in DECIMAL_SIGNS}


def written_number(text: str) -> WrittenNumber | None:
    """Take a text apart as a number; None where it is none.

    >>> written_number("1.234,5").comma
    1234.5
    >>> written_number("13.362").is_ambiguous
    True
    """
    if len(text) > LONGEST_NUMBER:
        return None
    cleaned = text.translate(_SPACES).translate(_SIGNS).strip()
    found = {decimal: pattern.fullmatch(cleaned) for decimal, pattern in _PATTERNS.items()}
    # Scientific notation never groups thousands: “1.234e5” has a decimal point.
    values = {
        decimal: _value(match)
        for decimal, match in found.items()
        if match and not (match["exponent"] and match["group"])
    }
    finite = {decimal: value for decimal, value in values.items() if math.isfinite(value)}
    if not finite:
        return None
    match = next(match for decimal, match in found.items() if match and decimal in finite)
    is_certain = len(finite) == 1
    return WrittenNumber(
        text=cleaned,
        comma=finite.get(","),
        point=finite.get("."),
        is_percent=bool(match["percent"]),
        is_grouped=is_certain and (match["group"] or "") in DECIMAL_SIGNS,
        decimals=len(match["part"] or match["only"] or "") if is_certain else 0,
    )


def _value(match: re.Match[str]) -> float:
    whole = re.sub(r"[^0-9]", "", match["whole"] or "0")
    part = match["part"] or match["only"] or "0"
    exponent = int((match["exponent"] or "e0")[1:]) - (2 if match["percent"] else 0)
    return float(f"{match['sign']}{whole}.{part}e{exponent}")


def parse(text: str, decimal: str = "") -> float:
    """Read a number; a percentage becomes a share.

    `decimal` is the decimal sign, “,” or “.”, where it is known. Raises AmbiguousNumberError where it is not and the
    text reads two ways, InputError where the text is no number or does not fit the sign.

    >>> parse("1 234,5"), parse("50,877.43"), parse("13.362", decimal=","), parse("5 %")
    (1234.5, 50877.43, 13362.0, 0.05)
    """
    number = written_number(text)
    if number is None:
        raise _not_a_number(text)
    if not decimal and number.is_ambiguous:
        raise AmbiguousNumberError(_ambiguous(number).problems)
    value = number.value(decimal or number.proves or ".")
    if value is None:
        raise refusal(
            message("The number does not fit the decimal sign “{sign}” of this table.", sign=decimal),
            value=text,
            next_step=message(
                "Write all numbers of the table in the same way, or choose the other decimal sign."
            ),
        )
    return plausible(value, text)


def plausible(value: float, text: str) -> float:
    """The value, unless no amount on Earth reaches it: sums of such numbers leave what a computer can count."""
    if abs(value) > LARGEST_VALUE:
        raise refusal(
            message("The number is larger than any amount on Earth."),
            value=text,
            allowed=f"{-LARGEST_VALUE:g} … {LARGEST_VALUE:g}",
            next_step=message("Check its exponent and its unit."),
        )
    return value


def _ambiguous(number: WrittenNumber) -> InputError:
    return refusal(
        message(
            "The number reads two ways: {point} with a decimal point, {comma} with a decimal comma.",
            point=plain(number.point or 0.0),
            comma=plain(number.comma or 0.0),
        ),
        value=number.text,
        next_step=message(
            "Choose the decimal sign “,” or “.” for this file (option “decimal”), "
            "or write the number without grouped thousands and with other than three decimals."
        ),
    )


def plain(value: float) -> str:
    """A number in a message: grouped by thin spaces, decimal point, nothing to mistake.

    >>> plain(13362.0), plain(13.362)
    ('13\u202f362', '13.362')
    """
    text = f"{value:,.6f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else f"{value:g}"
    return text.replace(",", "\u202f")


def _not_a_number(text: str) -> InputError:
    if text.lstrip().startswith("="):
        return refusal(
            message("A formula stands here as text."),
            value=text,
            next_step=message("Replace the formula by its result."),
        )
    likely = mistaken_letters(text)
    if likely:
        return refusal(
            message("A letter stands where a digit should be; probably {likely} is meant.", likely=likely),
            value=text,
            next_step=message("Type the number again with digits only."),
        )
    short = text.strip()[:LONGEST_NUMBER]
    with_unit = re.fullmatch(r"(.*?[0-9][^A-Za-zµ]*?)\s*([^\W\d].*)", short)
    if with_unit and written_number(with_unit[1]) and _is_unit(with_unit[2]):
        return refusal(
            message("The unit stands in the same cell as the number."),
            value=text,
            next_step=message(
                "Write {number} here and {unit} in the column “unit”.",
                number=with_unit[1].strip(),
                unit=units.unit(with_unit[2]),
            ),
        )
    return refusal(
        message("This is not a number."),
        value=text,
        allowed="1234.5 · 1234,5 · 1 234,5 · 1.234.567 · 1,234,567.8",
        next_step=message("Write a number, or a notation key (NO, NE, IE, C) in the column “notation key”."),
    )


def mistaken_letters(text: str) -> str:
    """The number that is meant where letters such as O and l stand for digits; empty where that is not so.

    >>> mistaken_letters("20O9")
    '2009'
    """
    stripped = text.strip()
    digits = sum(character.isdigit() for character in stripped)
    likely = stripped.translate(_LOOKALIKES)
    is_mistaken = likely != stripped and digits * 2 >= len(stripped) and written_number(likely) is not None
    return likely if is_mistaken else ""


def _is_unit(text: str) -> bool:
    try:
        return bool(units.unit(text))
    except UnitError:
        return False


def convention(cells: Iterable[Cell]) -> Convention:
    """Decide which decimal sign a table uses, from all its numbers that are stored as text.

    The rule: a number that reads one way only is a witness for its decimal sign (“12,5” and “1.234.567” for the
    comma, “0.25” and “50,877.43” for the point). Witnesses for both signs are a clash. So is a number like
    “205.528” beside “50,877.43”: the table groups thousands by commas and never shows three decimals, so that
    either number may be the odd one. Without witnesses nothing is decided.
    """
    numbers = [
        (cell, number)
        for cell in cells
        if cell.kind is CellKind.TEXT and (number := written_number(cell.text)) is not None
    ]
    witnesses = {sign: [each for each in numbers if each[1].proves == sign] for sign in DECIMAL_SIGNS}
    if witnesses[","] and witnesses["."]:
        return Convention(clash=(witnesses[","][0][0], witnesses["."][0][0]))
    for sign in DECIMAL_SIGNS:
        if witnesses[sign]:
            odd = _odd_one(sign, [number for _, number in witnesses[sign]], numbers)
            witness = next(
                (cell for cell, number in witnesses[sign] if number.is_grouped), witnesses[sign][0][0]
            )
            return Convention(clash=(odd, witness)) if odd else Convention(sign, witness)
    return Convention()


def _odd_one(
    sign: str, witnesses: list[WrittenNumber], numbers: list[tuple[Cell, WrittenNumber]]
) -> Cell | None:
    groups_thousands = any(number.is_grouped for number in witnesses)
    shows_three_decimals = any(number.decimals == 3 for number in witnesses)
    if not groups_thousands or shows_three_decimals:
        return None
    return next((cell for cell, number in numbers if number.is_ambiguous and sign in number.text), None)


def clash_problem(convention_found: Convention) -> InputError:
    """The refusal of a table that mixes two ways of writing numbers."""
    one, other = convention_found.clash or (None, None)
    if one is None or other is None:
        raise ValueError("the convention holds no clash")
    return InputError(
        problem(
            message(
                "The table mixes two ways of writing numbers: “{one}” in row {row} and “{other}” in row {other_row}.",
                one=one.text,
                row=one.row,
                other=other.text,
                other_row=other.row,
            ),
            row=one.row,
            value=one.text,
            allowed="1234.5 · 1,234.5 / 1234,5 · 1.234,5",
            next_step=message("Write all numbers of the table in one way and upload it again."),
        )
    )
