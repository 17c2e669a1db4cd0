"""The whole Covenant of Mayors at once: every inventory computed, checked and set against the targets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from cascais.connectors import covenant_2019
from cascais.connectors.covenant_2019 import CovenantData, CovenantInventory
from cascais.errors import Problem
from cascais.inventory.checks import check
from cascais.inventory.emissions import Inventory, compute
from cascais.inventory.factors import Options
from cascais.inventory.findings import Finding, Subject
from cascais.pathways.series import Observation, Series
from cascais.pathways.status import TargetStatus, statuses
from cascais.pathways.targets import Target
from cascais.workflows.network import MemberLines, NetworkTotals, network_totals

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class AssessedInventory:
    """One inventory of the data set: who, when, how much, what the checks say, and where its signatory stands.

    `statuses` come with the latest inventory of a signatory that has two or more, and are empty elsewhere.
    """

    inventory: CovenantInventory
    total_t: float
    uncertainty: float | None
    per_capita_t: float | None
    findings: tuple[Finding, ...]
    statuses: tuple[TargetStatus, ...] = ()


@dataclass(frozen=True, slots=True)
class CovenantAssessment:
    """All inventories, and the rows of the file that could not be used; lines + problems = rows in the file."""

    inventories: tuple[AssessedInventory, ...]
    problems: tuple[Problem, ...] = field(default=())
    lines: int = 0
    rows_in_file: int = 0

    @property
    def firings(self) -> dict[str, int]:
        """In how many inventories each rule found something."""
        counted: dict[str, int] = {}
        for each in self.inventories:
            for rule in {finding.rule for finding in each.findings}:
                counted[rule] = counted.get(rule, 0) + 1
        return dict(sorted(counted.items(), key=lambda item: -item[1]))

    @property
    def status_counts(self) -> dict[str, dict[str, int]]:
        """How many signatories stand where, target by target."""
        counted: dict[str, dict[str, int]] = {}
        for status in (status for each in self.inventories for status in each.statuses):
            of_target = counted.setdefault(status.target.key, {})
            of_target[status.status.value] = of_target.get(status.status.value, 0) + 1
        return counted


def assess_file(
    path: Path, targets: Iterable[Target], progress: Progress | None = None
) -> CovenantAssessment:
    """Read the data set from a path and assess it; the reading is the first tenth of the progress."""
    data = covenant_2019.load(path, (lambda share: progress(share / 10)) if progress else None)
    return assess(data, targets, (lambda share: progress(0.1 + 0.9 * share)) if progress else None)


def assess(
    data: CovenantData, targets: Iterable[Target], progress: Progress | None = None
) -> CovenantAssessment:
    """Compute, check and judge every inventory; `progress` is told the share that is done."""
    totals = network_totals(member_lines(data), Options())
    judged = _judged(data, totals, tuple(targets))
    found = []
    for position, subject in enumerate(subjects(data)):
        found.append(
            _assessed(
                data.inventories[position], totals.observation(position), subject, judged.get(position, ())
            )
        )
        if progress and position % 100 == 0:
            progress(position / len(data.inventories))
    return CovenantAssessment(tuple(found), data.problems, len(data.lines), data.rows_in_file)


def member_lines(data: CovenantData) -> MemberLines:
    """The data set as lines of many members; each inventory is a row, each signatory a member."""
    members = {
        gcom_id: code for code, gcom_id in enumerate(dict.fromkeys(each.gcom_id for each in data.inventories))
    }
    return MemberLines(
        activities=data.lines,
        row=data.inventory_of_line,
        member=np.array([members[each.gcom_id] for each in data.inventories], dtype=np.int32),
        year=np.array([each.year for each in data.inventories], dtype=np.int32),
        country=("",)
        * len(members),  # only reported emissions are used, so that no national factor is asked for
        population=np.array([each.population or np.nan for each in data.inventories]),
    )


def subjects(data: CovenantData) -> Iterator[Subject]:
    """Every inventory as the checks look at it, with the signatory's inventories of earlier years."""
    computed = [_inventory(data, position) for position in range(len(data.inventories))]
    siblings = _siblings(data)
    for inventory, record in zip(computed, data.inventories, strict=True):
        earlier = (other for other in siblings[record.gcom_id] if data.inventories[other].year < record.year)
        name = record.name or record.gcom_id
        yield Subject(inventory, name, earlier=tuple(computed[other] for other in earlier))


def _siblings(data: CovenantData) -> Mapping[str, list[int]]:
    """Positions of each signatory's inventories, by year."""
    found: dict[str, list[int]] = {}
    for position in sorted(range(len(data.inventories)), key=lambda place: data.inventories[place].year):
        found.setdefault(data.inventories[position].gcom_id, []).append(position)
    return found


def _assessed(
    record: CovenantInventory, total: Observation, subject: Subject, statuses: tuple[TargetStatus, ...]
) -> AssessedInventory:
    return AssessedInventory(
        inventory=record,
        total_t=total.emissions_t,
        uncertainty=total.uncertainty,
        per_capita_t=total.per_capita_t,
        findings=tuple(check(subject)),
        statuses=statuses,
    )


def _inventory(data: CovenantData, position: int) -> Inventory:
    record = data.inventories[position]
    population = {record.year: record.population} if record.population else {}
    return compute(data.activities(position), Options(country=record.country, population=population))


def _judged(
    data: CovenantData, totals: NetworkTotals, targets: tuple[Target, ...]
) -> dict[int, tuple[TargetStatus, ...]]:
    """Statuses of every signatory with inventories of two or more years, at the place of its latest one."""
    found: dict[int, tuple[TargetStatus, ...]] = {}
    for positions in _siblings(data).values():
        by_year = {data.inventories[each].year: each for each in positions}
        if len(by_year) > 1:
            latest = by_year[max(by_year)]
            series = Series(tuple(totals.observation(each) for each in by_year.values()))
            found[latest] = statuses(series, targets, data.inventories[latest].name)
    return found
