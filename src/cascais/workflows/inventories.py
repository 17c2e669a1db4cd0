"""From activities to an inventory with findings, and its form as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cascais.inventory import totals
from cascais.inventory.activities import Activity
from cascais.inventory.checks import check
from cascais.inventory.checks._selection import agrees, sum_t
from cascais.inventory.emissions import Inventory, compute
from cascais.inventory.factors import Options
from cascais.inventory.findings import Finding, PrintedTotal, Subject
from cascais.inventory.uncertainty import approach_1
from cascais.text import Translate
from cascais.workflows.lines import ComputedLine, computed_lines

TONNES = "t CO2e"
PRINTED_TOTALS = "printed_totals"


@dataclass(frozen=True, slots=True)
class CheckedInventory:
    """An inventory with what the checks say about it."""

    inventory: Inventory
    findings: tuple[Finding, ...]

    @property
    def blocks(self) -> bool:
        """Whether a finding forbids publishing."""
        return any(stops_publishing(finding) for finding in self.findings)


def stops_publishing(finding: Finding) -> bool:
    """Whether an inventory with this finding may not be shown to everybody.

    What a publication prints stays as it is: a sum that does not add up is told, and stops nothing.
    """
    return finding.severity.is_blocking and finding.rule != PRINTED_TOTALS


def checked_inventory(
    activities: Iterable[Activity],
    options: Options,
    *,
    name: str = "",
    printed: Iterable[PrintedTotal] = (),
    earlier: Iterable[Inventory] = (),
) -> CheckedInventory:
    """Compute the emissions of activities and check them against the printed totals and the earlier years."""
    inventory = compute(activities, options)
    return CheckedInventory(inventory, findings_of(inventory, name=name, printed=printed, earlier=earlier))


def findings_of(
    inventory: Inventory,
    *,
    name: str = "",
    printed: Iterable[PrintedTotal] = (),
    earlier: Iterable[Inventory] = (),
) -> tuple[Finding, ...]:
    """What the checks say about an inventory that is already computed, the gravest first."""
    return tuple(
        check(Subject(inventory=inventory, name=name, printed=tuple(printed), earlier=tuple(earlier)))
    )


def as_record(
    checked: CheckedInventory, *, with_uncertainty: bool = False, translate: Translate = str
) -> dict[str, Any]:
    """The whole result as plain data: totals, lines and findings, each value with its unit.

    The form is documented in docs/command-line.md and stays as it is within a major version.
    """
    inventory = checked.inventory
    uncertainty = approach_1(inventory).relative if with_uncertainty else None
    return {
        "country": inventory.options.country,
        "gwp_set": inventory.gwp_set,
        "variant": inventory.options.variant,
        "total": _value(totals.total_t(inventory), TONNES, uncertainty),
        "biogenic_co2": _value(totals.biogenic_co2_t(inventory), "t CO2"),
        "by_gas": _values(totals.by_gas(inventory)),
        "by_sector": _sector_values(inventory) if with_uncertainty else _values(totals.by_sector(inventory)),
        "by_carrier": _values(totals.by_carrier(inventory)),
        "by_year": _values({str(year): value for year, value in totals.by_year(inventory).items()}),
        "lines": [
            _line_record(inventory, line, with_uncertainty, translate) for line in computed_lines(inventory)
        ],
        "findings": [finding_record(finding, translate) for finding in checked.findings],
    }


def _line_record(
    inventory: Inventory, line: ComputedLine, with_uncertainty: bool, translate: Translate
) -> dict[str, Any]:
    """One line as plain data: the activity, its emissions, the factor and how it was chosen."""
    activity = line.activity
    uncertainty = approach_1(inventory, np.array([line.position])).relative if with_uncertainty else None
    return {
        "year": activity.year,
        "sector": activity.sector,
        "subsector": activity.subsector,
        "carrier": activity.carrier,
        "supplier": activity.supplier,
        "amount": activity.amount,
        "unit": activity.unit,
        "notation_key": activity.notation_key,
        "quality": activity.quality,
        "co2e": _value(line.emissions_t, TONNES, uncertainty),
        "is_reported": line.is_reported,
        "factor": {
            "value": line.factor,
            "unit": line.factor_unit,
            "choice": line.how.value,
            "note": translate(line.note),
            "variants": list(line.variants),
            "sources": list(line.sources),
        },
    }


def finding_record(finding: Finding, translate: Translate = str) -> dict[str, Any]:
    """One finding as plain data."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "place": translate(finding.place),
        "value": finding.value,
        "why": translate(finding.why),
        "what_to_do": translate(finding.what_to_do),
        "lines": list(finding.lines),
    }


def _sector_values(inventory: Inventory) -> dict[str, Any]:
    return {
        key: _value(
            value, TONNES, approach_1(inventory, totals.lines_of(inventory, key, with_parts=False)).relative
        )
        for key, value in totals.by_sector(inventory).items()
    }


def _values(amounts: Mapping[str, float]) -> dict[str, Any]:
    return {key: _value(value, TONNES) for key, value in amounts.items()}


def _value(value: float | None, unit: str, uncertainty: float | None = None) -> dict[str, Any]:
    record: dict[str, Any] = {"value": value, "unit": unit}
    if uncertainty is not None:
        record["uncertainty"] = uncertainty
    return record


@dataclass(frozen=True, slots=True)
class PrintedComparison:
    """A total that the source prints beside what its lines add up to [t CO2e]; rounding counts as agreement."""

    printed: PrintedTotal
    computed_t: float

    @property
    def difference_t(self) -> float:
        """Computed less printed [t CO2e]."""
        return self.computed_t - self.printed.value_t

    @property
    def agrees(self) -> bool:
        """Whether the two differ by no more than rounding."""
        return agrees(self.printed.value_t, self.computed_t)


def compare_printed(inventory: Inventory, printed: Iterable[PrintedTotal]) -> tuple[PrintedComparison, ...]:
    """Set every printed total [t CO2e] beside the sum of the lines that it says it adds up."""
    subject = Subject(inventory=inventory)
    return tuple(PrintedComparison(total, sum_t(subject, total)) for total in printed if total.gas == "CO2e")
