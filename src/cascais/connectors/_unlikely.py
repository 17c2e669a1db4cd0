"""Says in words what the check of daily values found."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cascais.errors import Problem
from cascais.hazards.plausibility import LIMITS, Fault, Flag
from cascais.hazards.variables import VARIABLES
from cascais.inventory.intake.problems import problem
from cascais.text import Message, message

KELVIN = 150.0
FAHRENHEIT = 60.0


def told(flag: Flag, file: str, date: str) -> Problem:
    """The problem of a flag: file, date, variable, value, what is allowed, what to do."""
    limits, unit = LIMITS[flag.variable], VARIABLES[flag.variable].unit
    said, next_step = SENTENCES[flag.fault](flag)
    beside = f" (tasmin {flag.other:g})" if flag.fault is Fault.MAXIMUM_BELOW_MINIMUM else ""
    return problem(
        said,
        file=file,
        column=flag.variable,
        value=f"{date}: {flag.value:g}{beside}",
        allowed=f"{limits.lowest:g} … {limits.highest:g} {unit}",
        next_step=next_step,
    )


def _wrong_unit(flag: Flag) -> tuple[Message, Message]:
    if flag.variable.startswith("tas"):
        probable = "K" if flag.value > KELVIN else "°F or 0.1 °C"
    else:
        probable = "1" if flag.variable == "hurs" else "?"
    return (
        message(
            "{count} values are impossible: the unit is another one (probably {unit}). The variable is left out.",
            count=flag.count,
            unit=probable,
        ),
        message("Put the unit right in the file and read it again."),
    )


def _code(flag: Flag) -> tuple[Message, Message]:
    return (
        message("{count} values are a code for missing that the file does not declare; they count as missing.", count=flag.count),
        message("Nothing has to be done, unless the value is meant."),
    )  # fmt: skip


def _outside(flag: Flag) -> tuple[Message, Message]:
    return (
        message("{count} values lie outside what is possible; they count as missing.", count=flag.count),
        message("Look the days up at the source."),
    )


def _below_minimum(flag: Flag) -> tuple[Message, Message]:
    return (
        message(
            "On {count} days the maximum temperature is below the minimum; both count as missing.",
            count=flag.count,
        ),
        message("Look the days up at the source; the columns may be exchanged."),
    )


def _below_zero(flag: Flag) -> tuple[Message, Message]:
    return (
        message("{count} values lie a rounding below zero; they count as zero.", count=flag.count),
        message("Nothing has to be done."),
    )


def _suspect(flag: Flag) -> tuple[Message, Message]:
    return (
        message(
            "Not one day has more: the unit may be another one (metres or per second). The values are kept."
        ),
        message("Compare a wet day with another source."),
    )


SENTENCES: Mapping[Fault, Callable[[Flag], tuple[Message, Message]]] = {
    Fault.WRONG_UNIT: _wrong_unit,
    Fault.CODE_OF_MISSING: _code,
    Fault.OUTSIDE_LIMITS: _outside,
    Fault.MAXIMUM_BELOW_MINIMUM: _below_minimum,
    Fault.BELOW_ZERO: _below_zero,
    Fault.SUSPECT_UNIT: _suspect,
}
