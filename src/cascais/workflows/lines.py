"""Every line of an inventory with its result, as page, download and command line show it."""

from __future__ import annotations

from dataclasses import dataclass

from cascais.inventory.activities import Activity
from cascais.inventory.emissions import Inventory
from cascais.provenance import How
from cascais.tables import vocabulary
from cascais.text import Message


@dataclass(frozen=True, slots=True)
class ComputedLine:
    """One line: the activity, its emissions [t CO2e], its factor [t CO2e per unit of the carrier], how it was chosen.

    `emissions_t` is None where the line gives no figure, `factor` where none was applied: reported emissions have
    none. `note` says in a sentence how the factor was chosen.
    """

    position: int
    activity: Activity
    emissions_t: float | None
    factor: float | None
    how: How
    note: Message
    variants: tuple[str, ...]
    sources: tuple[str, ...]
    is_reported: bool

    @property
    def factor_unit(self) -> str:
        """The unit of the factor."""
        return f"t CO2e/{vocabulary.carrier(self.activity.carrier).unit}"

    @property
    def has_other_unit(self) -> bool:
        """Whether the factor counts another unit than the amount."""
        return self.factor_unit != f"t CO2e/{self.activity.unit}"


def computed_lines(inventory: Inventory) -> tuple[ComputedLine, ...]:
    """Every line with its result, in the order of the inventory.

    >>> from cascais.inventory.emissions import compute
    >>> from cascais.inventory.factors import Options
    >>> unknown = Activity(2022, "residential", "natural_gas", None, "MWh", notation_key="NE")
    >>> computed_lines(compute([unknown], Options(country="EE")))[0].emissions_t is None
    True
    """
    return tuple(_line(inventory, position) for position in range(len(inventory.activities)))


def _line(inventory: Inventory, position: int) -> ComputedLine:
    factor_position = int(inventory.factor_of_line[position])
    chosen = inventory.factors.resolved[factor_position]
    activity = inventory.activities.activity(position)
    is_reported = bool(inventory.is_reported[position])
    has_factor = not chosen.is_missing and not is_reported
    has_figure = activity.amount is not None or is_reported
    factors = chosen.factors if has_factor else ()
    return ComputedLine(
        position=position,
        activity=activity,
        emissions_t=float(inventory.co2e_t[position]) if has_figure else None,
        factor=float(inventory.factors.co2e[factor_position]) if has_factor else None,
        how=How.REPORTED if is_reported else chosen.choice.how,
        note=chosen.choice.note,
        variants=tuple(sorted({factor.variant for factor in factors})),
        sources=tuple(dict.fromkeys(factor.source.citation for factor in factors if factor.source)),
        is_reported=is_reported,
    )
