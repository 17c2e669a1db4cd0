"""What a group's page shows: the sums of all years, the targets judged on them, the charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cascais.charts import CHARTS, Chart, EmptyChart
from cascais.charts.emissions_and_targets import EmissionsAndTargets, SectorEmissions
from cascais.charts.emissions_and_targets import InventoryYear as ChartYear
from cascais.charts.member_shares import MemberShare, MemberShares
from cascais.errors import InputError, Problem
from cascais.inventory import totals
from cascais.inventory.findings import Finding
from cascais.inventory.parts import Part
from cascais.web.commitments.models import Target, TargetFields
from cascais.web.commitments.reads import record
from cascais.web.commitments.standing import MemberStanding, Standing, member_standing
from cascais.web.display.language import page_style
from cascais.web.groups.models import Group
from cascais.web.groups.reads import Loaded
from cascais.web.inventories.years import ComputedYear
from cascais.web.members.reads import MemberRow
from cascais.workflows.commitments import Commitments, member_commitments, target_path
from cascais.workflows.joint import (
    Joint,
    comparable,
    joint_findings,
    joint_inventory,
    joint_series,
    years_of,
)
from cascais.workflows.sinks import LAND


@dataclass(frozen=True, slots=True)
class Year:
    """The sum of a year, or why there is none."""

    year: int
    joint: Joint | None = None
    problems: tuple[Problem, ...] = ()
    change: float | None = None
    is_comparable: bool = False

    @property
    def sinks_t(self) -> float | None:
        """What the land takes up or gives off [t CO2e], None where no member counts it."""
        return self.joint.by_sector.get(LAND) if self.joint else None


@dataclass(frozen=True, slots=True)
class Cell:
    """A member's inventory in a year, if there is one that counts.

    `origins` are the members that it was added up from; `is_elsewhere` says that its successors stand for the member.
    """

    year: int
    total_t: float | None
    is_estimated: bool
    edition_year: int | None
    is_draft: bool
    counts: bool
    origins: tuple[str, ...] = ()
    is_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class PartRow:
    """A member of the group with its inventories through the years, and where it stands by itself."""

    row: MemberRow
    cells: tuple[Cell, ...]
    targets: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the page of a group."""

    group: Group
    years: tuple[Year, ...]
    standing: MemberStanding
    findings: tuple[Finding, ...]
    members: tuple[PartRow, ...]
    charts: dict[str, Chart | EmptyChart]

    @property
    def latest(self) -> Year | None:
        """The year to speak of: the latest that can be compared, else the latest of those with most members."""
        alike = [each for each in self.years if each.is_comparable]
        sums = [each for each in self.years if each.joint is not None and each.joint.shares]
        return alike[-1] if alike else max(sums, key=_members_and_year, default=None)

    @property
    def first(self) -> Year | None:
        """The first year that can be compared with the latest, None where it is the latest itself."""
        found = next((each for each in self.years if each.is_comparable), None)
        return None if found is None or found is self.latest else found

    @property
    def refused(self) -> tuple[Year, ...]:
        """The years whose inventories cannot be added up."""
        return tuple(each for each in self.years if each.problems)


def _members_and_year(each: Year) -> tuple[int, int]:
    return (len(each.joint.shares) if each.joint else 0, each.year)


def joint_years(found: Loaded, within: int) -> tuple[Year, ...]:
    """The sum of every year, or what forbids it, with the change since the first comparable year."""
    tried = [joint_year(found, year, within) for year in years_of(found.parts)]
    alike = comparable([each.joint for each in tried if each.joint is not None])
    same = {joint.year for joint in alike}
    base = alike[0].total.total_t if alike else 0.0
    return tuple(
        Year(
            each.year,
            each.joint,
            each.problems,
            each.joint.total.total_t / base - 1
            if each.joint and each.year in same and each.year != alike[0].year and base
            else None,
            each.year in same,
        )
        for each in tried
    )


def joint_year(found: Loaded, year: int, within: int) -> Year:
    """The sum of a year, or what forbids it."""
    try:
        return Year(year, joint_inventory(found.parts, year, within=within))
    except InputError as error:
        return Year(year, problems=error.problems)


def board(found: Loaded, within: int, rows: Sequence[MemberRow]) -> Board:
    """Add up every year, judge the targets, check the latest sum, draw the charts."""
    years = joint_years(found, within)
    standing = group_standing(found, years, list(found.group.targets.all()))
    without_charts = Board(found.group, years, standing, (), _members(found, years, within, rows), {})
    latest = without_charts.latest
    joint = latest.joint if latest else None
    return Board(
        found.group,
        years,
        standing,
        joint_findings(joint, found.group.kind) if joint else (),
        without_charts.members,
        _charts(found.group, years, joint, standing) if joint else {},
    )


def group_standing(found: Loaded, years: Sequence[Year], targets: Sequence[TargetFields]) -> MemberStanding:
    """Judge the group's targets on the sums that can be compared."""
    by_sinks = {has_sinks: _judged(found, years, targets, has_sinks) for has_sinks in (False, True)}
    positions = dict.fromkeys((False, True), 0)
    items = []
    for row in targets:
        judged, position = by_sinks[row.has_sinks], positions[row.has_sinks]
        positions[row.has_sinks] += 1
        path = target_path(judged.series, judged.statuses[position].target)
        items.append(Standing(row, judged.statuses[position], judged.budgets[position], path))
    return MemberStanding(tuple(items), by_sinks[False].series, by_sinks[False].backcast)


def _judged(
    found: Loaded, years: Sequence[Year], targets: Sequence[TargetFields], has_sinks: bool
) -> Commitments:
    joints = [each.joint for each in years if each.joint is not None]
    alike = comparable(joints)
    countries = {part.country for part in found.parts}
    return member_commitments(
        joint_series(joints, has_sinks=has_sinks),
        [record(row) for row in targets if row.has_sinks == has_sinks],
        name=found.group.title,
        country=countries.pop() if len(countries) == 1 else "",
        earliest=alike[0].by_sector if alike else {},
        populations={joint.year: joint.population for joint in alike if joint.population},
    )


def _members(
    found: Loaded, years: Sequence[Year], within: int, rows: Sequence[MemberRow]
) -> tuple[PartRow, ...]:
    by_slug = {row.member.slug: row for row in rows}
    own = _own_targets(found)
    return tuple(
        PartRow(
            by_slug[part.key],
            tuple(_cell(found, part, year, within) for year in years),
            own.get(part.key, ()),
        )
        for part in found.parts
    )


def _cell(found: Loaded, part: Part, year: Year, within: int) -> Cell:
    edition = part.edition(year.year, within)
    row = found.inventories.get((part.key, edition.year)) if edition else None
    elsewhere = year.joint.counted_elsewhere if year.joint else ()
    return Cell(
        year=year.year,
        total_t=totals.gross_t(edition.inventory) if edition else None,
        is_estimated=edition is not None and edition.year != year.year,
        edition_year=edition.year if edition else None,
        is_draft=row is not None and not row.is_published,
        counts=part.counts_in(year.year),
        origins=edition.names if edition else (),
        is_elsewhere=part.key in {each.key for each in elsewhere},
    )


def _own_targets(found: Loaded) -> dict[str, tuple[Standing, ...]]:
    """Where each member stands against each target that its own council adopted, on what it has published."""
    by_member: dict[int, list[Target]] = {}
    for target in Target.objects.filter(member__in=found.members, is_adopted=True):
        by_member.setdefault(target.member_id, []).append(target)
    return {
        part.key: member_standing(
            row.member,
            _published(found, part),
            by_member.get(row.member_id, []),
            inherited=found.inherited.get(row.member_id, ()),
        ).items
        for row, part in zip(found.rows, found.parts, strict=True)
    }


def _published(found: Loaded, part: Part) -> list[ComputedYear]:
    own = (each for each in part.editions if not each.origins)
    inventories = [(found.inventories[part.key, each.year], each.inventory) for each in own]
    return [ComputedYear(row, inventory) for row, inventory in inventories if row.is_published]


def _charts(
    group: Group, years: Sequence[Year], joint: Joint, standing: MemberStanding
) -> dict[str, Chart | EmptyChart]:
    style = page_style()
    history = tuple(
        _chart_year(each.joint) for each in years if each.joint is not None and each.is_comparable
    )
    records = {
        "emissions_and_targets": EmissionsAndTargets(group.title, history, standing.paths),
        "member_shares": member_shares_record(group, joint),
    }
    return {key: CHARTS[key](record, style) for key, record in records.items()}


def member_shares_record(group: Group, joint: Joint) -> MemberShares:
    """The members' shares of a year as the chart draws them."""
    return MemberShares(
        group.title,
        joint.year,
        tuple(
            MemberShare(
                share.counted.part.name, share.total.total_t, share.is_estimated, share.total.relative
            )
            for share in joint.shares
        ),
    )


def _chart_year(joint: Joint) -> ChartYear:
    """The sum by sector; what another year stands in for is drawn as an estimate."""
    parts = tuple(
        SectorEmissions(sector, value, share.is_estimated)
        for share in joint.shares
        for sector, value in share.by_sector.items()
        if value
    )
    return ChartYear(joint.year, joint.total.total_t, parts, joint.total.relative)
