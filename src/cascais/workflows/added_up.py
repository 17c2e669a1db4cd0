"""Several inventories of a year put together into one: its lines are the lines of all of them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cascais.errors import InputError, Problem
from cascais.inventory.activities import Activity, activity_table
from cascais.inventory.emissions import Inventory
from cascais.inventory.factors import FactorTable, Options, identity
from cascais.text import _


@dataclass(frozen=True, slots=True)
class Portion:
    """An inventory, and the share of it that is taken: 1 in a merger, less where a part went elsewhere."""

    inventory: Inventory
    share: float = 1.0


def added_up(portions: Sequence[Portion]) -> Inventory:
    """One inventory with the lines of all, each line's amounts and emissions [t CO2e] times the share of its own.

    Equation: E = Σ s·E_line; each line keeps the factor that it was computed with, and equal factors stay one factor,
    whose error all lines share. So total and uncertainty are what they would be had one office drawn up all lines.
    Raises InputError where the sets of warming potentials or the variants of factors differ.

    >>> from cascais.inventory.emissions import compute
    >>> gas = compute([Activity(2010, "residential", "natural_gas", 1000.0, "MWh")], Options(country="EE"))
    >>> round(added_up([Portion(gas), Portion(gas, 0.5)]).co2e_t.sum())
    304
    """
    inventories = [portion.inventory for portion in portions]
    kinds = {(each.gwp_set, each.options.variant) for each in inventories}
    if len(kinds) != 1:
        raise InputError(Problem(_("Only inventories that count in the same way can be put together.")))
    starts = np.cumsum([0, *(len(each.factors) for each in inventories[:-1])])
    return Inventory(
        activities=activity_table(line for portion in portions for line in _lines(portion)),
        options=_options(inventories),
        factors=_factors(inventories),
        factor_of_line=np.concatenate(
            [each.factor_of_line + start for each, start in zip(inventories, starts, strict=True)]
        ).astype(np.int32),
        quantity=np.concatenate([each.inventory.quantity * each.share for each in portions]),
        gas_t=np.concatenate([each.inventory.gas_t * each.share for each in portions]),
        co2e_t=np.concatenate([each.inventory.co2e_t * each.share for each in portions]),
        biogenic_co2_t=np.concatenate([each.inventory.biogenic_co2_t * each.share for each in portions]),
        is_reported=np.concatenate([each.is_reported for each in inventories]),
    )


def _lines(portion: Portion) -> list[Activity]:
    table = portion.inventory.activities
    lines = [table.activity(line) for line in range(len(table))]
    return lines if portion.share == 1 else [_part_of(line, portion.share) for line in lines]


def _part_of(line: Activity, share: float) -> Activity:
    return replace(
        line,
        amount=None if line.amount is None else line.amount * share,
        reported_t=None if line.reported_t is None else line.reported_t * share,
        is_estimated=True,
    )


def _options(inventories: Sequence[Inventory]) -> Options:
    """What the factors of all depended on; inhabitants are those of nobody in particular."""
    prescribed = dict.fromkeys(each for inventory in inventories for each in inventory.options.prescribed)
    return replace(inventories[0].options, prescribed=tuple(prescribed), population={})


def _factors(inventories: Sequence[Inventory]) -> FactorTable:
    tables = [each.factors for each in inventories]
    resolved = tuple(chosen for table in tables for chosen in table.resolved)
    numbers: dict[Hashable, int] = {}
    return FactorTable(
        resolved=resolved,
        values=np.concatenate([table.values for table in tables]),
        biogenic_co2=np.concatenate([table.biogenic_co2 for table in tables]),
        co2e=np.concatenate([table.co2e for table in tables]),
        uncertainty=np.concatenate([table.uncertainty for table in tables]),
        shared=np.array(
            [numbers.setdefault(identity(chosen), len(numbers)) for chosen in resolved], dtype=np.int32
        ),
        gwp_set=tables[0].gwp_set,
    )
