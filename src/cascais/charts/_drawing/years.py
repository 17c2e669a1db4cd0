"""Inventories, targets and projections over time, as charts take them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SectorEmissions:
    """Emissions of a sector or sector group [t CO2e]; `is_estimated` where no local figure stands behind them."""

    sector: str
    emissions_t: float
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class InventoryYear:
    """An inventory: total [t CO2e] with the relative half-width of its 95 % interval, and its sectors if known."""

    year: int
    total_t: float
    sectors: tuple[SectorEmissions, ...] = ()
    uncertainty: float | None = None
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class TargetPath:
    """A target as the path that it asks for: (year, t CO2e) from the base year to the target year."""

    name: str
    points: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class ProjectedYear:
    """A projection [t CO2e]: the middle, and the limits of its 50 % and 90 % ranges."""

    year: int
    middle_t: float
    range_50_t: tuple[float, float]
    range_90_t: tuple[float, float]


@dataclass(frozen=True, slots=True)
class EmissionsAndTargets:
    """What the chart shows."""

    member: str
    years: tuple[InventoryYear, ...]
    targets: tuple[TargetPath, ...] = ()
    projection: tuple[ProjectedYear, ...] = ()
    source_line: str = ""
