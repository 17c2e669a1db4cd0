"""Why two totals of the same town differ: emission factors, activity data, boundary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cascais.inventory.activities import carrier_codes, sector_codes
from cascais.inventory.emissions import Inventory
from cascais.inventory.frameworks import FrameworkView

FACTORS, ACTIVITY, BOUNDARY = "factors", "activity", "boundary"
BUCKETS = (FACTORS, ACTIVITY, BOUNDARY)


@dataclass(frozen=True, slots=True)
class FlowKey:
    """One flow: what is used where, in which year, from whom; `subsector` tells losses and GPC rows apart."""

    year: int
    sector: str
    carrier: str
    subsector: str = ""
    supplier: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """Amount in the carrier's unit and emissions [t CO2e]."""

    amount: float
    emissions_t: float


@dataclass(frozen=True, slots=True)
class DifferencePart:
    """What one flow adds to the difference, in each bucket [t CO2e]."""

    key: FlowKey
    factors_t: float = 0.0
    activity_t: float = 0.0
    boundary_t: float = 0.0

    @property
    def total_t(self) -> float:
        """The three buckets together."""
        return self.factors_t + self.activity_t + self.boundary_t


@dataclass(frozen=True, slots=True)
class Difference:
    """Second total less first total [t CO2e], flow by flow, the largest effect first."""

    first_t: float
    second_t: float
    parts: tuple[DifferencePart, ...]

    @property
    def total_t(self) -> float:
        """Second less first."""
        return self.second_t - self.first_t

    @property
    def buckets(self) -> dict[str, float]:
        """The difference by cause [t CO2e]; the three sum to the whole."""
        return {
            FACTORS: sum(part.factors_t for part in self.parts),
            ACTIVITY: sum(part.activity_t for part in self.parts),
            BOUNDARY: sum(part.boundary_t for part in self.parts),
        }


def difference(first: FrameworkView | Inventory, second: FrameworkView | Inventory) -> Difference:
    """Explain why the second total differs from the first, in three buckets that sum exactly to the difference.

    A flow that only one of them counts is a matter of boundary. Of a flow that both count, with amounts A and
    emission per amount f, the activity takes (A2 − A1)·(f1 + f2)/2 and the factors the rest, which is
    (f2 − f1)·(A1 + A2)/2: the midpoint split leaves no mixed term and does not depend on the order.
    """
    ours, theirs = _flows(first), _flows(second)
    parts = [_part(key, ours.get(key), theirs.get(key)) for key in dict.fromkeys([*ours, *theirs])]
    parts.sort(key=lambda part: abs(part.total_t), reverse=True)
    return Difference(
        first_t=sum(flow.emissions_t for flow in ours.values()),
        second_t=sum(flow.emissions_t for flow in theirs.values()),
        parts=tuple(part for part in parts if part.factors_t or part.activity_t or part.boundary_t),
    )


def _part(key: FlowKey, first: Flow | None, second: Flow | None) -> DifferencePart:
    if first is None or second is None:
        gained = second.emissions_t if second else 0.0
        lost = first.emissions_t if first else 0.0
        return DifferencePart(key, boundary_t=gained - lost)
    change = second.emissions_t - first.emissions_t
    per_amount = [flow.emissions_t / flow.amount if flow.amount else 0.0 for flow in (first, second)]
    activity_t = (second.amount - first.amount) * sum(per_amount) / 2
    return DifferencePart(key, factors_t=change - activity_t, activity_t=activity_t)


def _flows(side: FrameworkView | Inventory) -> Mapping[FlowKey, Flow]:
    if isinstance(side, FrameworkView):
        return _flows_of(side.inventory, side.is_included)
    return _flows_of(side, np.ones(len(side.co2e_t), dtype=bool))


def _flows_of(inventory: Inventory, is_included: NDArray[np.bool_]) -> dict[FlowKey, Flow]:
    sectors, carriers, table = list(sector_codes()), list(carrier_codes()), inventory.activities
    flows: dict[FlowKey, Flow] = {}
    for line in np.flatnonzero(is_included).tolist():
        key = FlowKey(
            year=int(table.year[line]),
            sector=sectors[table.sector[line]],
            carrier=carriers[table.carrier[line]],
            subsector=table.records[line].subsector if table.records else "",
            supplier=table.suppliers[table.supplier[line]],
        )
        before = flows.get(key, Flow(0.0, 0.0))
        flows[key] = Flow(
            before.amount + float(inventory.quantity[line]),
            before.emissions_t + float(inventory.co2e_t[line]),
        )
    return flows
