"""What is wrong with a row whose cells are all readable: amount beside a notation key, wrong unit, wrong sign."""

from __future__ import annotations

from cascais import units
from cascais.errors import Problem
from cascais.inventory.activities import Activity
from cascais.inventory.intake import sums
from cascais.inventory.intake.problems import problem
from cascais.tables import vocabulary
from cascais.text import message

SINKS = "land_use"


def inconsistencies(activity: Activity) -> list[Problem]:
    """What is wrong with a row whose cells are all readable."""
    checks = (_amount_problem(activity), _unit_problem(activity), _sign_problem(activity))
    return [found for found in checks if found]


def _amount_problem(activity: Activity) -> Problem | None:
    if activity.notation_key and activity.amount is not None:
        return problem(
            message("The row has both an amount and a notation key."),
            value=f"{activity.amount:g}, {activity.notation_key}",
            next_step=message("Keep the amount, or remove it where the notation key is right."),
        )
    if activity.amount is None and not activity.notation_key and activity.reported_t is None:
        return problem(
            message("The amount is blank: it is not known whether it is zero or missing."),
            allowed="0, NO, NE, IE, C",
            next_step=message(
                "Write 0 where nothing is used, NO where it does not occur, NE where nobody knows."
            ),
        )
    return None


def _unit_problem(activity: Activity) -> Problem | None:
    if activity.amount is None:
        return None
    carrier = vocabulary.carriers()[activity.carrier]
    if not activity.unit:
        return problem(
            message("The unit is missing."), allowed=carrier.unit, next_step=message("Fill in the unit.")
        )
    dimension, own = units.dimension(activity.unit), units.dimension(carrier.unit)
    allowed = {own, "mass", "volume"} if carrier.kind == "energy" else {own}
    if carrier.kind == "energy" and (carrier.group == "unsplit" or activity.carrier in _NEVER_WEIGHED):
        allowed = {own}
    if dimension in allowed or carrier.kind == "other":
        return None
    names = ", ".join(name for each in sorted(allowed) for name in units.DIMENSIONS[each])
    return problem(
        message("{carrier} is not counted in this unit.", carrier=carrier.title),
        value=activity.unit,
        allowed=names,
        next_step=message("Correct the unit or the carrier."),
    )


_NEVER_WEIGHED = ("electricity", "district_heat", "solar_thermal", "geothermal", "ambient_heat")


def _sign_problem(activity: Activity) -> Problem | None:
    if activity.amount is not None and activity.amount < 0:
        return sums.negative_amount(activity.amount)
    if activity.reported_t is not None and activity.reported_t < 0 and not _is_sink(activity.sector):
        return problem(
            message("The emissions are negative; only land use can take up carbon."),
            value=f"{activity.reported_t:g}",
            next_step=message("Correct the sign, or put the line in the sector land use."),
        )
    return None


def _is_sink(sector: str) -> bool:
    return sector == SINKS or sector in vocabulary.descendants("land_sector")
