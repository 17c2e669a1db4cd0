"""A number as the interface gives it: never without its unit, its source and the way to its explanation."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse
from ninja import Field, Schema

SIGNIFICANT = 10
TONNES = "t CO2e"


class Quantity(Schema):
    """A number with all that is needed to use it."""

    value: float | None = Field(description="None where nobody knows it")
    unit: str = Field(description="The unit, “1” for a share")
    uncertainty: float | None = Field(
        None, description="Half of the 95 % interval divided by the value; none where nobody knows it"
    )
    is_estimated: bool = Field(
        False, description="Whether it rests on an estimate that local data should replace"
    )
    quality: str = Field("", description="The grade of the data, A to D, where one was given")
    source: str = Field(description="Who says so; for what is computed: what it was computed from")
    explanation: str = Field(description="The address that says how the number came about")


def quantity(
    value: float | None,
    unit: str,
    *,
    source: str,
    explanation: str,
    uncertainty: float | None = None,
    is_estimated: bool = False,
    quality: str = "",
) -> Quantity:
    """A number; ten figures of it are kept, because what lies behind them is noise of the computation."""
    return Quantity(
        value=rounded(value),
        unit=unit,
        uncertainty=rounded(uncertainty),
        is_estimated=is_estimated,
        quality=quality,
        source=source,
        explanation=explanation,
    )


def rounded(value: float | None) -> float | None:
    """A number with as many figures as mean anything."""
    return None if value is None else float(f"{value:.{SIGNIFICANT}g}")


def address(name: str, *parts: object, query: Mapping[str, object] | None = None) -> str:
    """The address of an operation."""
    path = reverse(f"api:{name}", args=parts)
    return f"{path}?{urlencode(query)}" if query else path
