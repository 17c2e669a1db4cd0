"""Explains every number of an inventory's page: the total, a sector, a carrier, a cell, a line."""

from __future__ import annotations

import numpy as np

from cascais.inventory.activities import IntArray, carrier_codes, sector_codes
from cascais.inventory.emissions import Inventory
from cascais.inventory.explanation import Explanation, explain
from cascais.inventory.uncertainty import approach_1
from cascais.tables import vocabulary
from cascais.text import Message, message
from cascais.workflows.matrix import Measure, figures, lines_of_measure
from cascais.workflows.sinks import lines_without_land


def explain_without_sinks(inventory: Inventory) -> Explanation:
    """The total that targets are compared with: every sector but the land, whose sinks stand apart."""
    counted = lines_without_land(inventory)
    names = list(sector_codes())
    sectors = [names[code] for code in np.unique(inventory.activities.sector[counted])]
    total = approach_1(inventory, counted)
    return Explanation(
        title=message("Emissions without the land and its sinks"),
        value=total.total_t,
        unit="t CO2e",
        uncertainty=total.relative,
        formula=message("sum over the sectors"),
        notes=explain(inventory).notes,
        children=tuple(part for key in sectors if (part := explain_part(inventory, sector=key))),
    )


def explain_part(
    inventory: Inventory, *, sector: str = "", carrier: str = "", measure: Measure = Measure.EMISSIONS
) -> Explanation | None:
    """The lines of a sector, of a carrier, or of one cell of the matrix; None where there are none.

    A sector means its own lines, without those of the sectors below it, as in the matrix.
    """
    lines = _lines(inventory, sector, carrier, measure)
    if not len(lines):
        return None
    if sector and carrier and len(lines) == 1:
        return _of_line(inventory, int(lines[0]), measure)
    values = figures(inventory, measure)[lines]
    is_energy = measure is Measure.ENERGY
    return Explanation(
        title=_title(sector, carrier),
        value=None if np.isnan(values).all() else float(np.nansum(values)),
        unit=measure.unit,
        uncertainty=None if is_energy else approach_1(inventory, lines).relative,
        formula=message("sum over the lines"),
        children=tuple(_of_line(inventory, int(line), measure) for line in lines),
    )


def _lines(inventory: Inventory, sector: str, carrier: str, measure: Measure) -> IntArray:
    table, lines = inventory.activities, lines_of_measure(inventory, measure)
    if sector:
        lines = lines[table.sector[lines] == sector_codes().get(sector, -1)]
    if carrier:
        lines = lines[table.carrier[lines] == carrier_codes().get(carrier, -1)]
    return lines


def _title(sector: str, carrier: str) -> Message:
    if sector and carrier:
        return message(
            "{carrier} in {sector}",
            carrier=vocabulary.carrier(carrier).title,
            sector=vocabulary.sector(sector).title,
        )
    if sector:
        return message("{sector}", sector=vocabulary.sector(sector).title)
    if carrier:
        return message("{carrier} in all sectors", carrier=vocabulary.carrier(carrier).title)
    return message("All sectors and carriers")


def _of_line(inventory: Inventory, line: int, measure: Measure) -> Explanation:
    return _energy(inventory, line) if measure is Measure.ENERGY else explain(inventory, line=line)


def _energy(inventory: Inventory, line: int) -> Explanation:
    """The energy of one line: the amount as entered and how it was converted, without any factor."""
    whole = explain(inventory, line=line)
    has_amount = not np.isnan(inventory.activities.amount[line])
    return Explanation(
        title=whole.title,
        value=float(inventory.quantity[line]) if has_amount else None,
        unit=Measure.ENERGY.unit,
        formula=message("amount × conversion") if has_amount else None,
        notes=() if has_amount else whole.notes,
        children=whole.children[:-1],
    )
