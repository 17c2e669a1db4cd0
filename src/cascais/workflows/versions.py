"""Two versions of the inventory of one year side by side: which lines differ, and what each does to the total."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from cascais.inventory import totals
from cascais.inventory.activities import Activity
from cascais.inventory.emissions import Inventory
from cascais.inventory.merging import Pair, changed_fields, pairs
from cascais.workflows.sinks import LAND

NOT_TOLD = frozenset({"year", "file", "row"})
"""Fields that say where a line was read from, not what it says."""
LEAST_T = 1e-9


class Kind(Enum):
    """What happened to a line."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RECOMPUTED = "recomputed"  # the line is the same, its factor is not


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with what it said before and says after."""

    name: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line that differs, and the difference of its emissions [t CO2e]; the land's lines are not in the total."""

    kind: Kind
    before: Activity | None
    after: Activity | None
    fields: tuple[FieldChange, ...]
    before_t: float
    after_t: float

    @property
    def activity(self) -> Activity:
        """The line as it is, or as it was."""
        return self.after or self.before  # type: ignore[return-value]  # one of them is there

    @property
    def effect_t(self) -> float:
        """Later less earlier emissions of the line [t CO2e]."""
        return self.after_t - self.before_t

    @property
    def is_in_total(self) -> bool:
        """Whether the total counts the line: that without the land and its sinks."""
        return self.activity.sector != LAND


@dataclass(frozen=True, slots=True)
class VersionChanges:
    """All lines that differ; totals without the land and its sinks [t CO2e]."""

    lines: tuple[LineChange, ...]
    same: int
    before_t: float
    after_t: float

    @property
    def effect_t(self) -> float:
        """Later less earlier total [t CO2e]: the sum of the effects of the lines."""
        return self.after_t - self.before_t


def version_changes(before: Inventory, after: Inventory) -> VersionChanges:
    """Set two versions side by side, both computed with today's tables.

    >>> from cascais.inventory.emissions import compute
    >>> from cascais.inventory.factors import Options
    >>> gas = Activity(2022, "residential", "natural_gas", 100.0, "MWh")
    >>> more = Activity(2022, "residential", "natural_gas", 110.0, "MWh")
    >>> found = version_changes(compute([gas], Options(country="EE")), compute([more], Options(country="EE")))
    >>> found.lines[0].fields
    (FieldChange(name='amount', before=100.0, after=110.0),)
    """
    lines = [
        _change(pair, before, after) for pair in pairs(before.activities.records, after.activities.records)
    ]
    differing = tuple(line for line in lines if line is not None)
    return VersionChanges(
        differing, len(lines) - len(differing), totals.gross_t(before), totals.gross_t(after)
    )


def _change(pair: Pair, before: Inventory, after: Inventory) -> LineChange | None:
    first = None if pair.before is None else before.activities.records[pair.before]
    second = None if pair.after is None else after.activities.records[pair.after]
    before_t = 0.0 if pair.before is None else float(before.co2e_t[pair.before])
    after_t = 0.0 if pair.after is None else float(after.co2e_t[pair.after])
    if first is None or second is None:
        kind = Kind.ADDED if first is None else Kind.REMOVED
        return LineChange(kind, first, second, (), before_t, after_t)
    names = [name for name in changed_fields(first, second) if name not in NOT_TOLD]
    if not names and abs(after_t - before_t) <= LEAST_T:
        return None
    told = tuple(FieldChange(name, getattr(first, name), getattr(second, name)) for name in names)
    return LineChange(Kind.CHANGED if names else Kind.RECOMPUTED, first, second, told, before_t, after_t)
