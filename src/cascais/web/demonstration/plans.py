"""Reads the shipped figures of the demonstration's cities: one TOML per city, its plan named first."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from cascais.inventory.activities import Activity
from cascais.inventory.factors import PrescribedFactor
from cascais.inventory.findings import PrintedTotal
from cascais.tables import vocabulary

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CityPlan:
    """A city, and what its plan prints."""

    source: Record
    member: Record
    populations: tuple[Record, ...]
    targets: tuple[Record, ...]
    inventories: tuple[Record, ...]

    @property
    def slug(self) -> str:
        return str(self.member["slug"])

    def citation(self, locator: str) -> str:
        """The plan and the place in it."""
        return f"{self.source['publisher']}: {self.source['title']}, {locator}"


def city_plans() -> tuple[CityPlan, ...]:
    """All shipped plans, in the order of their file names."""
    return tuple(_city_plan(tomllib.loads(text)) for text in _texts())


def digest() -> str:
    """A checksum over all shipped plans: loading is skipped where it is the one loaded last."""
    return hashlib.sha256("\0".join(_texts()).encode()).hexdigest()


def activities(plan: CityPlan, inventory: Record) -> tuple[Activity, ...]:
    """The lines of an inventory as the plan prints them."""
    source = plan.citation(inventory["locator"])
    return tuple(_activity(line, inventory["year"], source) for line in inventory["lines"])


def prescribed_factors(plan: CityPlan, inventory: Record) -> tuple[PrescribedFactor, ...]:
    """The factors that the plan prints; they go before the published ones."""
    source = plan.citation(inventory["locator"])
    return tuple(
        PrescribedFactor(
            carrier=row["carrier"],
            gas=row["gas"],
            factor=float(row["factor"]),
            unit=f"t/{vocabulary.carrier(row['carrier']).unit}",
            source=source,
            sector=row.get("sector", ""),
            supplier=row.get("supplier", ""),
        )
        for row in inventory.get("factors", ())
    )


def printed_totals(inventory: Record) -> tuple[PrintedTotal, ...]:
    """The totals that the plan prints."""
    return tuple(
        PrintedTotal(
            label=row["label"],
            value_t=float(row["value_t"]),
            sector=row.get("sector", ""),
            scope=row.get("scope"),
            carriers=tuple(row.get("carriers", ())),
            subsector=row.get("subsector"),
            place=inventory["locator"],
        )
        for row in inventory.get("printed", ())
    )


def _texts() -> list[str]:
    folder = files("cascais.web.demonstration") / "cities"
    paths = sorted(
        (path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name
    )
    return [path.read_text(encoding="utf-8") for path in paths]


def _city_plan(content: Record) -> CityPlan:
    return CityPlan(
        source=content["source"],
        member=content["member"],
        populations=tuple(content["population"]),
        targets=tuple(content["target"]),
        inventories=tuple(content["inventory"]),
    )


def _activity(line: Record, year: int, source: str) -> Activity:
    amount, reported_t = line.get("amount"), line.get("reported_t")
    return Activity(
        year=year,
        sector=line["sector"],
        carrier=line["carrier"],
        amount=None if amount is None else float(amount),
        unit=line.get("unit", vocabulary.carrier(line["carrier"]).unit),
        subsector=line.get("subsector", ""),
        supplier=line.get("supplier", ""),
        notation_key=line.get("notation_key", ""),
        source=source,
        comment=line.get("comment", ""),
        reported_t=None if reported_t is None else float(reported_t),
    )
