"""The factors that an inventory really uses, each with its lines and the emissions that rest on it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from cascais.inventory.emissions import Inventory
from cascais.inventory.factors import ResolvedFactor

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class FactorInUse:
    """A resolved factor: its value [t CO2e per unit], its lines, their amount [unit] and emissions [t CO2e].

    `emissions_t` adds the lines without their signs, so that a sink does not hide a source.
    """

    resolved: ResolvedFactor
    value: float
    lines: tuple[int, ...]
    quantity: float
    emissions_t: float


def in_use(inventory: Inventory) -> Iterator[FactorInUse]:
    """The factors by which emissions of at least one line were computed; none for emissions taken over as printed."""
    is_computed = (inventory.quantity != 0.0) & ~inventory.is_reported
    for position, resolved in enumerate(inventory.factors.resolved):
        lines = np.flatnonzero(is_computed & (inventory.factor_of_line == position))
        if len(lines) and not resolved.is_missing:
            yield FactorInUse(
                resolved,
                float(inventory.factors.co2e[position]),
                tuple(lines.tolist()),
                float(inventory.quantity[lines].sum()),
                float(np.abs(inventory.co2e_t[lines]).sum()),
            )


def grouped(
    inventory: Inventory, key: Callable[[FactorInUse], Key | None]
) -> dict[Key, tuple[FactorInUse, ...]]:
    """The factors in use by a key, those without one left out: one mistake is told once, not in each sector."""
    found: dict[Key, tuple[FactorInUse, ...]] = {}
    for each in in_use(inventory):
        group = key(each)
        if group is not None:
            found[group] = (*found.get(group, ()), each)
    return found


def lines_of(factors: Iterable[FactorInUse]) -> tuple[int, ...]:
    """All lines of some factors, in order."""
    return tuple(sorted(line for each in factors for line in each.lines))


def all_emissions_t(inventory: Inventory) -> float:
    """Sum of the lines' emissions without their signs [t CO2e]."""
    return float(np.abs(inventory.co2e_t).sum())
