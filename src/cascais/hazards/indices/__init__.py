"""The climate indices, one module per index (or per pair of variants of one)."""

from __future__ import annotations

from collections.abc import Mapping

from cascais.hazards.index import ClimateIndex
from cascais.registry import Registry
from cascais.text import _

CLIMATE_INDICES: Registry[ClimateIndex] = Registry("cascais.hazards.indices")

HAZARDS: Mapping[str, str] = {
    "extreme_heat": _("Extreme heat"),
    "extreme_cold": _("Extreme cold"),
    "heavy_precipitation": _("Heavy precipitation"),
    "floods": _("Floods"),
    "droughts": _("Droughts and water scarcity"),
    "storms": _("Storms"),
    "wildfires": _("Wildfires"),
    "biological": _("Biological hazards"),
}
"""Climate hazards of the Covenant of Mayors that an index can speak of."""


def register(index: ClimateIndex) -> ClimateIndex:
    """Register a climate index under its key and return it unchanged.

    >>> CLIMATE_INDICES["frost_days"].abbreviation
    'FD'
    """
    return CLIMATE_INDICES.add(index.key, index)
