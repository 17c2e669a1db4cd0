"""What every framework says about lines without a factor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cascais.inventory.activities import Activity
from cascais.inventory.emissions import Inventory
from cascais.inventory.findings import Finding, Severity
from cascais.tables import vocabulary
from cascais.text import message


def missing_factors(
    activities: Sequence[Activity], inventory: Inventory, is_included: NDArray[np.bool_]
) -> tuple[Finding, ...]:
    """One finding for each line inside the boundary that has an amount but no factor, and so would count as nothing."""
    return tuple(
        Finding(
            rule="framework_factor",
            severity=Severity.BLOCKS_PUBLISHING,
            place=message(
                "{carrier} in {sector}, {year}",
                carrier=vocabulary.carrier(activity.carrier).title,
                sector=vocabulary.sector(activity.sector).title,
                year=activity.year,
            ),
            value=f"{activity.amount:g} {activity.unit}",
            why=inventory.factors.resolved[inventory.factor_of_line[line]].choice.note,
            what_to_do=message("Give a factor with its source: without one the line counts as nothing."),
            lines=(line,),
        )
        for line, activity in enumerate(activities)
        if activity.amount and is_included[line] and _lacks_factor(inventory, line)
    )


def _lacks_factor(inventory: Inventory, line: int) -> bool:
    chosen = inventory.factors.resolved[inventory.factor_of_line[line]]
    return chosen.is_missing and not inventory.is_reported[line]
