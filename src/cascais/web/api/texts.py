"""Kinds of text and number that callers send: nothing that a database or a reader cannot hold."""

from __future__ import annotations

from typing import Annotated

from ninja import Path
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from cascais.errors import AmbiguousNumberError, InputError
from cascais.inventory.intake.numbers import LARGEST_VALUE, parse
from cascais.web.display.problems import shown

FIRST_YEAR, LAST_YEAR = 1900, 2100
LARGEST_KEY = 2**63 - 1
PRINTABLE = r"^[^\x00]*$"
SLUG = r"^[-a-zA-Z0-9_]+$"


def _a_number(value: object) -> object:
    """A JSON number; a text is refused with what it could mean, for nobody knows which."""
    if isinstance(value, str):
        raise PydanticCustomError("number_as_text", "{said}", {"said": _said(value), "expected": "12.5"})
    if isinstance(value, bool):
        raise PydanticCustomError(
            "number_as_text", "{said}", {"said": "Yes or no is no number.", "expected": "12.5"}
        )
    return value


def _said(text: str) -> str:
    try:
        parse(text)
    except AmbiguousNumberError as error:
        return f"A text is no number. {shown(error.problems[0]).message}"
    except InputError:
        return "A text is no number."
    return "A text is no number. Write the number without quotation marks."


def _no_padding(text: str) -> str:
    return text.strip()


_AMOUNT_LIMITS = Field(ge=-LARGEST_VALUE, le=LARGEST_VALUE, allow_inf_nan=False)
_SHARE_LIMITS = Field(ge=0, le=10, allow_inf_nan=False)
_CUT_LIMITS = Field(gt=0, le=1, allow_inf_nan=False)
_LEVEL_LIMITS = Field(ge=0, le=1e12, allow_inf_nan=False)

Amount = Annotated[
    float,
    BeforeValidator(_a_number, json_schema_input_type=Annotated[float, _AMOUNT_LIMITS]),
    _AMOUNT_LIMITS,
]
"""A number of a size that something on Earth has."""
Share = Annotated[
    float,
    BeforeValidator(_a_number, json_schema_input_type=Annotated[float, _SHARE_LIMITS]),
    _SHARE_LIMITS,
]
"""A relative uncertainty: half of the 95 % interval divided by the value."""
Cut = Annotated[
    float, BeforeValidator(_a_number, json_schema_input_type=Annotated[float, _CUT_LIMITS]), _CUT_LIMITS
]
"""A reduction as a share: 0.55 for −55 %."""
Level = Annotated[
    float, BeforeValidator(_a_number, json_schema_input_type=Annotated[float, _LEVEL_LIMITS]), _LEVEL_LIMITS
]
"""Emissions that are aimed at."""
Word = Annotated[str, StringConstraints(max_length=80, pattern=PRINTABLE), AfterValidator(_no_padding)]
Title = Annotated[str, StringConstraints(max_length=200, pattern=PRINTABLE), AfterValidator(_no_padding)]
Sentences = Annotated[str, StringConstraints(max_length=2000, pattern=PRINTABLE), AfterValidator(_no_padding)]
WebAddress = Annotated[str, StringConstraints(max_length=200, pattern=r"^(https?://[^\s\x00]+)?$")]
Slug = Annotated[str, Field(max_length=50, pattern=SLUG)]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR, strict=True)]
Key = Annotated[int, Field(ge=1, le=LARGEST_KEY)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1, two letters")]

SlugInPath = Annotated[Slug, Path(description="The short name of a member, as in the addresses of its pages")]
YearInPath = Annotated[int, Path(ge=FIRST_YEAR, le=LAST_YEAR)]
KeyInPath = Annotated[int, Path(ge=1, le=LARGEST_KEY)]
