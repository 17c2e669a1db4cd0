"""Rule 5: decimal commas and decimal points in one table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cascais.inventory.checks import rule
from cascais.inventory.findings import Finding, Severity, Subject, WrittenNumber
from cascais.text import _, message

KEY = "mixed_separators"
_COMMA_IS_DECIMAL = re.compile(
    r"[-+]?(\d{1,3}(\.\d{3})+,\d+|\d+,\d{1,2}|\d+,\d{4,}|\d{1,3}(\.\d{3}){2,}|0,\d+)"
)
_POINT_IS_DECIMAL = re.compile(
    r"[-+]?(\d{1,3}(,\d{3})+\.\d+|\d+\.\d{1,2}|\d+\.\d{4,}|\d{1,3}(,\d{3}){2,}|0\.\d+)"
)


@rule(
    KEY,
    title=_("Decimal commas and decimal points in one table"),
    severity=Severity.BLOCKS_PUBLISHING,
    reason=message(
        "Velenje’s plan writes “13.362,67” beside “50,877.43”; Kranj’s “205.528” may be 205 or 205 528."
    ),
)
def mixed_separators(subject: Subject) -> Iterator[Finding]:
    """Find tables whose numbers were written in two ways, as told by the numbers that read only one way."""
    commas = [
        number for number in subject.written if _COMMA_IS_DECIMAL.fullmatch(_without_spaces(number.text))
    ]
    points = [
        number for number in subject.written if _POINT_IS_DECIMAL.fullmatch(_without_spaces(number.text))
    ]
    if commas and points:
        fewer = _first(min((commas, points), key=len))
        more = _first(max((points, commas), key=len))
        yield Finding(
            KEY,
            Severity.BLOCKS_PUBLISHING,
            fewer.place,
            fewer.text,
            message(
                "“{comma}” has a decimal comma and “{point}” a decimal point, in the same table: a number such as 1.234 "
                "or 1,234 cannot be read with certainty, and may be wrong by 1000.",
                comma=_first(commas).text, point=_first(points).text,
            ),
            message("Write all numbers of the table in the way of “{text}”, then read it again.", text=more.text),
        )  # fmt: skip


def _without_spaces(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f']", "", text)


def _first(numbers: list[WrittenNumber]) -> WrittenNumber:
    return min(numbers, key=lambda number: (number.place, number.text))
