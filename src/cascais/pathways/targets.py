"""Targets of every kind, and the standard targets of the networks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from cascais.errors import InputError, Problem
from cascais.pathways.series import Observation, Scope, Series
from cascais.provenance import Source
from cascais.tables.reading import Row, Table, tables
from cascais.text import _


class TargetKind(StrEnum):
    """What a target counts."""

    REDUCTION = "reduction"  # of emissions against the base year
    PER_CAPITA_REDUCTION = "per_capita_reduction"  # of emissions per inhabitant against the base year
    PER_CAPITA_LEVEL = "per_capita_level"  # so many tonnes per inhabitant
    STEPS = "steps"  # the same percentage every so many years
    BELOW_BUSINESS_AS_USUAL = "below_business_as_usual"  # of what would be emitted in the target year
    LEVEL = "level"  # so many tonnes in the target year


class PathShape(StrEnum):
    """How emissions are assumed to fall between the base year and the target year."""

    LINEAR = "linear"  # by the same tonnes every year
    COMPOUND = "compound"  # by the same percentage every year


PER_CAPITA = (TargetKind.PER_CAPITA_REDUCTION, TargetKind.PER_CAPITA_LEVEL)


@dataclass(frozen=True, slots=True)
class Target:
    """One promise: what is to be reached, by when, against what, and who decided it.

    `reduction` is a share of one (0.95 = −95 %); `level` is in t CO2e, for PER_CAPITA_LEVEL in t CO2e per
    inhabitant. `base_year` None means the member's first inventory, `target_year` None means that the decision
    names no year, `scope` None that the target holds for whatever the member's inventory covers.
    """

    key: str
    title: str
    kind: TargetKind
    target_year: int | None = None
    base_year: int | None = None
    reduction: float | None = None
    level: float | None = None
    step_years: int | None = None
    business_as_usual_t: float | None = None
    shape: PathShape = PathShape.LINEAR
    scope: Scope | None = None
    decided: str = ""  # ISO date of the decision
    source: Source | None = None
    group: str = ""  # who asks for it: climate_alliance, covenant, own …

    def __post_init__(self) -> None:
        problem = _missing_part(self)
        if problem:
            raise InputError(Problem(problem, value=self.key))

    @property
    def is_per_capita(self) -> bool:
        """Whether the target counts emissions per inhabitant."""
        return self.kind in PER_CAPITA

    def base_in(self, series: Series) -> Observation | None:
        """The observation that the target counts from, by default the first inventory; None where there is none."""
        return series.first if self.base_year is None else series.of(self.base_year)


def _missing_part(target: Target) -> str:
    share, level = target.reduction, target.level
    if target.kind in (TargetKind.LEVEL, TargetKind.PER_CAPITA_LEVEL):
        return "" if level is not None else _("A target of a level needs the level.")
    if share is None or not 0 < share <= 1:
        return _("A reduction must be a share above 0 and at most 1 (0.95 for −95 %).")
    if target.kind is TargetKind.STEPS:
        if not target.step_years or target.step_years < 1:
            return _("A target in steps needs the number of years of a step.")
        return "" if share < 1 else _("A step must be a share below 1 (0.10 for −10 %).")
    if target.target_year is None:
        return _("A reduction needs the year in which it is to be reached.")
    if target.base_year is not None and target.base_year >= target.target_year:
        return _("The target year must come after the base year.")
    return ""


@dataclass(frozen=True, slots=True)
class StandardTarget:
    """A target that a network asks of its members, with the sentence of its source."""

    target: Target
    about: str = ""
    is_current: bool = True


def standard_targets() -> dict[str, StandardTarget]:
    """The targets of the networks by key, in the order of their tables.

    >>> standard_targets()["climate_alliance_2050"].target.reduction
    0.95
    """
    return {
        str(row["key"]): _standard_target(row, source) for source in tables("targets") for row in source.rows
    }


def standard_target(key: str, **changes: Any) -> Target:  # noqa: ANN401 – any field of Target
    """One standard target, with fields of the member's own decision put in (base year, scope, date …).

    >>> standard_target("covenant_2030", base_year=2008).base_year
    2008
    """
    found = standard_targets()
    if key not in found:
        raise InputError(Problem(_("There is no such standard target."), value=key, allowed=", ".join(found)))
    return replace(found[key].target, **changes) if changes else found[key].target


def _standard_target(row: Row, source: Table) -> StandardTarget:
    target = Target(
        key=str(row["key"]),
        title=str(row["title"]),
        kind=TargetKind(row["kind"]),
        target_year=row.get("target_year"),
        base_year=row.get("base_year"),
        reduction=row.get("reduction"),
        level=row.get("level"),
        step_years=row.get("step_years"),
        scope=Scope(has_sinks=True) if row.get("has_sinks") else None,
        decided=str(row.get("decided", "")),
        source=source.source_of(row),
        group=source.name,
    )
    return StandardTarget(target, str(row.get("about", "")), bool(row.get("is_current", True)))
