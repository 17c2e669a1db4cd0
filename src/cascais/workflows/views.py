"""An inventory seen another way, as plain data: in a framework, in mean weather, by simulation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cascais.inventory.activities import Activity
from cascais.inventory.emissions import Inventory
from cascais.inventory.frameworks import FRAMEWORKS, FrameworkView, ViewRow, view
from cascais.inventory.monte_carlo import SEED, monte_carlo
from cascais.inventory.weather import HeatingWeather, normalised_view
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


def weather_record(
    inventory: Inventory, weather: HeatingWeather, heating_share: Mapping[str, float]
) -> dict[str, Any]:
    """What space heating would have emitted in mean weather; a view beside the inventory, never a part of it."""
    found = normalised_view(inventory, weather, heating_share)
    return {
        "actual": {"value": found.actual_t, "unit": "t CO2e"},
        "in_mean_weather": {"value": found.normalised_t, "unit": "t CO2e"},
        "heating": {"value": found.heating_t, "unit": "t CO2e"},
        "ratio_by_year": {str(year): ratio for year, ratio in found.ratio_by_year.items()},
        "is_view_only": True,
    }


def simulation_record(inventory: Inventory, draws: int, seed: int = SEED) -> dict[str, Any]:
    """The total by Monte Carlo (IPCC Approach 2): mean and 95 % interval of seeded draws."""
    found = monte_carlo(inventory, draws, seed)
    low, high = found.interval_t
    return {"draws": draws, "seed": seed, "mean": found.mean_t, "low": low, "high": high, "unit": "t CO2e"}
