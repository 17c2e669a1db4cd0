"""Reads single cells as years, amounts, shares, texts and yes or no; each refusal says what to write instead."""

from __future__ import annotations

import math
import re

from cascais.errors import InputError
from cascais.inventory.intake import labels, numbers
from cascais.inventory.intake.problems import refusal
from cascais.inventory.intake.sheets import Cell, CellKind
from cascais.text import message

FIRST_YEAR = 1900
LONGEST_NAME = 80
LARGEST_UNCERTAINTY = 10.0  # ± 1 000 %
_YES = frozenset({"yes", "true", "1", "x", "ja", "jah", "tak", "ano", "igen", "da", "taip", "да", "так"})
_NO = frozenset({"no", "false", "0", "nein", "ei", "nie", "ne", "nem", "nu", "не", "ні"})
_APOSTROPHES = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def check_kind(cell: Cell) -> None:
    """Refuse cells that hold an error, a formula without a result, or a date."""
    if cell.kind is CellKind.ERROR:
        raise refusal(
            message("The cell holds an error of the spreadsheet program."),
            value=cell.text,
            next_step=message("Mend the formula, or type the number."),
        )
    if cell.kind is CellKind.FORMULA:
        raise refusal(
            message("The formula has no stored result."),
            next_step=message(
                "Open the file in the spreadsheet program and save it again, or type the number."
            ),
        )
    if cell.kind is CellKind.DATE:
        raise refusal(
            message("The cell holds a date: the spreadsheet program may have turned a number into one."),
            value=cell.text,
            next_step=message("Format the cell as a number and type it again; write a year as four digits."),
        )


def read_year(cell: Cell, latest: int) -> int:
    """A year from 1900 to `latest`; InputError says why a cell holds none."""
    check_kind(cell)
    text = cell.text
    if re.fullmatch(r"[0-9]{4}(\.0+)?", text) and FIRST_YEAR <= int(float(text)) <= latest:
        return int(float(text))
    raise _no_year(text, latest)


def _no_year(text: str, latest: int) -> InputError:
    allowed = f"{FIRST_YEAR}–{latest}"
    if not text:
        return refusal(
            message("The year is missing."), allowed=allowed, next_step=message("Fill in the year.")
        )
    likely = numbers.mistaken_letters(text)
    if likely:
        return refusal(
            message(
                "The year holds a letter in place of a digit; probably {likely} is meant.", likely=likely
            ),
            value=text,
            allowed=allowed,
            next_step=message("Type the year again with digits only."),
        )
    if re.fullmatch(r"[0-9]{4}", text) and int(text) > latest:
        return refusal(
            message("The year lies in the future; an inventory holds what has happened."),
            value=text,
            allowed=allowed,
            next_step=message("Correct the year; projections are entered as targets and measures."),
        )
    return refusal(
        message("This is not a year."),
        value=text,
        allowed=allowed,
        next_step=message("Write the year as four digits."),
    )


def read_number(cell: Cell, decimal: str) -> float:
    """A finite number; the decimal sign is empty where the table does not tell it."""
    check_kind(cell)
    if isinstance(cell.value, int | float):
        value = float(cell.value)
    else:
        value = numbers.parse(cell.text, decimal)
    if not math.isfinite(value):
        raise refusal(
            message("The number is not finite."), value=cell.text, next_step=message("Type the number again.")
        )
    return numbers.plausible(value, cell.text)


def read_amount(cell: Cell, decimal: str) -> float:
    """An amount, never a percentage."""
    if cell.kind is CellKind.TEXT and cell.text.endswith("%"):
        raise refusal(
            message("An amount cannot be a percentage."),
            value=cell.text,
            next_step=message("Write the amount in the unit of its row."),
        )
    return read_number(cell, decimal)


def read_uncertainty(cell: Cell, decimal: str) -> float:
    """A relative uncertainty: 0.05 and 5 % are the same."""
    value = read_number(cell, decimal)
    is_percent = cell.kind is CellKind.TEXT and cell.text.endswith("%")
    if not 0 <= value <= (LARGEST_UNCERTAINTY if is_percent else 1.0):
        raise refusal(
            message("The uncertainty is a share of the amount."),
            value=cell.text,
            allowed="0–1, 0 %–1000 %",
            next_step=message("For ± 5 % write 5 % or 0.05."),
        )
    return value


def read_text(cell: Cell) -> str:
    """A text for people to read; one that a spreadsheet program would run is refused.

    A leading apostrophe before a sign is how an export keeps such a text harmless; it is taken away again.
    """
    if cell.kind is CellKind.DATE:
        return cell.text
    check_kind(cell)
    text = _CONTROL.sub("", cell.text)
    if text.startswith(("=", "@")):
        raise refusal(
            message("The text starts like a formula."),
            value=text,
            next_step=message("Remove the sign at its start, or put an apostrophe before it."),
        )
    return text[1:] if _APOSTROPHES.match(text) else text


def read_name(cell: Cell, longest: int = LONGEST_NAME) -> str:
    """A short text, such as the name of a supplier."""
    text = read_text(cell)
    if len(text) > longest:
        raise refusal(
            message("The text is too long here: it has {count} characters.", count=len(text)),
            value=text,
            allowed=f"1–{longest}",
            next_step=message("Shorten it, or write the rest into the column “comment”."),
        )
    return text


def read_yes_or_no(cell: Cell) -> bool:
    """Yes or no in the members' languages; a blank means no."""
    word = labels.folded(cell.text)
    if word in _YES:
        return True
    if word in _NO or not word:
        return False
    raise refusal(
        message("This is neither yes nor no."),
        value=cell.text,
        allowed="yes, no",
        next_step=message("Write yes for certified green electricity, else leave the cell blank."),
    )
