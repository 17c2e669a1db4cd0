"""The same activities in a reporting framework, as plain data."""

from __future__ import annotations

from typing import Any

from cascais.inventory.activities import Activity
from cascais.inventory.emissions import Inventory
from cascais.inventory.frameworks import FRAMEWORKS, FrameworkView, ViewRow, view
from cascais.text import Translate


def framework_record(inventory: Inventory, key: str, translate: Translate = str) -> dict[str, Any]:
    """An inventory seen through a framework, with the framework's own choice of factors."""
    activities: list[Activity] = [
        inventory.activities.activity(line) for line in range(len(inventory.activities))
    ]
    return view_record(view(key, activities, inventory.options), translate)


def view_record(found: FrameworkView, translate: Translate = str) -> dict[str, Any]:
    """A framework's view as plain data."""
    framework = FRAMEWORKS[found.framework]
    return {
        "key": framework.key,
        "title": translate(framework.title),
        "variant": found.inventory.options.variant,
        "total": {"value": found.total_t, "unit": "t CO2e"},
        "totals": {name: {"value": value, "unit": "t CO2e"} for name, value in found.totals.items()},
        "figures": dict(found.figures),
        "rows": [_row_record(row) for row in found.rows],
        "requirements": [
            {
                "key": each.key,
                "title": translate(each.title),
                "is_met": each.is_met,
                "reason": translate(each.reason),
            }
            for each in found.requirements
        ],
        "notes": [translate(note) for note in found.notes],
    }


def _row_record(row: ViewRow) -> dict[str, Any]:
    return {
        "reference": row.reference,
        "title": row.title,
        "column": row.column,
        "scope": row.scope,
        "amount": row.amount,
        "unit": row.unit,
        "notation_key": row.notation_key,
        "emissions": {"value": row.emissions_t, "unit": "t CO2e"},
        "is_in_total": row.is_in_total,
    }
