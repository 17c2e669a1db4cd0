"""Makes the glances of members from their published inventories, targets, memberships and reports handed in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.db.models import Prefetch

import cascais
from cascais.pathways.dues import Record, Report, dues, duties, has_rules
from cascais.pathways.status import TargetStatus, statuses
from cascais.pathways.targets import standard_target
from cascais.web.commitments.models import Target
from cascais.web.commitments.reads import record, series, worst
from cascais.web.inventories.computing import LETTERS, SCIENCE, SUFFIXES, computing_version
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.years import people_near
from cascais.web.members.models import Member
from cascais.web.overview.checking import Checked, Subject, checked
from cascais.web.overview.models import Glance, HandedIn
from cascais.web.register.models import Membership, MembershipState
from cascais.workflows.commitments import with_base_year
from cascais.workflows.network import JudgedMember, shared_statuses
from cascais.workflows.sinks import LAND

SHARED_TARGET = "climate_alliance_2050"
"""The target that every member is judged against, whether its council has decided it or not."""
JUDGED = ("reached", "on_track", "uncertain", "off_track", "far_off_track", "missed")
STANDING = (MembershipState.MEMBER, MembershipState.RESOLVED)
"""States of a membership in which the duties of a network hold."""
KEPT_FIELDS = (
    "member_id", "year", "total_t", "total_without_sinks_t", "uncertainty", "by_sector", "estimated_share",
)  # fmt: skip
JUDGING_FOLDERS = ("pathways", "workflows", "web/overview")


@dataclass(frozen=True, slots=True)
class Known:
    """A member with all that its glance is made of; the inventories are in the order of their years."""

    member: Member
    inventories: tuple[InventoryYear, ...]
    targets: tuple[Target, ...]
    populations: dict[int, int]
    memberships: tuple[Membership, ...]
    handed_in: tuple[HandedIn, ...]

    @property
    def earliest(self) -> dict[str, float]:
        """Emissions by sector of the first inventory, the land left out [t CO2e]."""
        first = self.inventories[0].by_sector if self.inventories else {}
        return {sector: value for sector, value in first.items() if sector != LAND}


@cache
def judging_version() -> str:
    """The version of Cascais with a checksum over everything that a glance depends on."""
    checksum = hashlib.sha256(computing_version().encode())
    for path in sorted(_judging_files()):
        checksum.update(path.relative_to(SCIENCE).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{cascais.__version__}+{checksum.hexdigest()[:LETTERS]}"


def _judging_files() -> Iterator[Path]:
    for folder in JUDGING_FOLDERS:
        yield from (path for path in (SCIENCE / folder).rglob("*") if path.suffix in SUFFIXES)


def known_members(keys: Iterable[int]) -> list[Known]:
    """Read what the glances of some members are made of, in seven queries whatever their number."""
    published = InventoryYear.objects.filter(superseded_at=None, is_published=True).order_by("year")
    rows = Member.objects.filter(pk__in=list(keys)).prefetch_related(
        "populations",
        Prefetch("inventories", queryset=published.only(*KEPT_FIELDS), to_attr="published"),
        Prefetch("targets", queryset=Target.objects.filter(is_adopted=True), to_attr="adopted"),
        Prefetch("memberships", queryset=Membership.objects.select_related("network", "resolution")),
        "handed_in",
    )
    return [_known(member) for member in rows]


def _known(member: Member) -> Known:
    return Known(
        member=member,
        inventories=tuple(member.published),  # type: ignore[attr-defined]
        targets=tuple(member.adopted),  # type: ignore[attr-defined]
        populations={row.year: row.persons for row in member.populations.all()},
        memberships=tuple(member.memberships.all()),
        handed_in=tuple(member.handed_in.all()),
    )


def glances(keys: Sequence[int], settled: int) -> list[Glance]:
    """The glances of some members, not yet stored; a member that is there no longer has none."""
    known = known_members(keys)
    standing = {row.member_id: row for row in Glance.objects.filter(pk__in=list(keys))}
    checks = checked([_subject(each) for each in known], standing)
    with_inventories = [each for each in known if each.inventories]
    shared = shared_statuses([_judged(each) for each in with_inventories], standard_target(SHARED_TARGET))
    places = {each.member.pk: place for place, each in enumerate(with_inventories)}
    made = []
    for each in known:
        glance = Glance(member=each.member, computed_by_version=judging_version(), settled=settled)
        _tell_inventories(glance, each)
        _tell_own(glance, each)
        _tell_memberships(glance, each)
        _tell_checks(glance, checks.get(each.member.pk))
        if (place := places.get(each.member.pk)) is not None:
            glance.shared_status = shared.statuses[place].value
            if glance.shared_status in JUDGED:
                glance.shared_probability = float(shared.probability[place])
                glance.is_estimated = bool(shared.is_estimated[place])
        made.append(glance)
    return made


def _subject(known: Known) -> Subject:
    return Subject(
        known.member.pk,
        tuple(row.pk for row in known.inventories),
        tuple(sorted(known.populations.items())),
        judging_version(),
    )


def _judged(known: Known) -> JudgedMember:
    return JudgedMember(
        series(known.inventories, known.populations), known.member.country, known.earliest, known.populations
    )


def _tell_inventories(glance: Glance, known: Known) -> None:
    glance.inventories = len(known.inventories)
    glance.series = [
        [row.year, row.total_without_sinks_t, row.uncertainty]
        for row in known.inventories
        if row.total_without_sinks_t is not None
    ]
    if not known.inventories:
        return
    base, latest = known.inventories[0], known.inventories[-1]
    people = people_near(known.populations, latest.year)
    glance.base_year, glance.base_total_t = base.year, base.total_without_sinks_t
    glance.latest_year, glance.latest_total_t = latest.year, latest.total_without_sinks_t
    glance.uncertainty, glance.estimated_share = latest.uncertainty, latest.estimated_share
    if people:
        glance.persons, glance.persons_year = people.persons, people.year


def _tell_own(glance: Glance, known: Known) -> None:
    """The own target to look at first: of those judged on inventories alone, else of all."""
    found = _own_statuses(known) if known.inventories and known.targets else []
    measured = [each for each in found if not each.is_estimated and each.status.value in JUDGED]
    own = worst(measured or found)
    if own is None:
        return
    glance.own_status, glance.own_title = own.status.value, own.target.title
    glance.own_base_year, glance.own_is_estimated = own.target.base_year, own.is_estimated


def _own_statuses(known: Known) -> list[TargetStatus]:
    """Targets that count sinks are judged on totals with sinks; those get no back-cast."""
    plain = [record(row) for row in known.targets if not row.has_sinks]
    sunk = [record(row) for row in known.targets if row.has_sinks]
    emissions, _estimate = with_base_year(
        series(known.inventories, known.populations),
        plain,
        country=known.member.country,
        earliest=known.earliest,
        populations=_as_floats(known.populations),
    )
    with_sinks = series(known.inventories, known.populations, has_sinks=True) if sunk else emissions
    return [*statuses(emissions, plain), *statuses(with_sinks, sunk)]


def _as_floats(populations: Mapping[int, int]) -> dict[int, float]:
    return {year: float(persons) for year, persons in populations.items()}


def _tell_memberships(glance: Glance, known: Known) -> None:
    """The memberships, and of all networks' duties the earliest date of each report."""
    glance.memberships = {str(row.network_id): row.state for row in known.memberships}
    standing = [row for row in known.memberships if row.state in STANDING]
    found: dict[Report, list[date]] = {report: [] for report in Report}
    asked = 0
    for row in standing:
        for due in dues(record_of(known, row), duties(row.network.key)):
            asked += due.on is None and not due.is_done
            if due.on:
                found[due.report].append(due.on)
    glance.plan_due = min(found[Report.PLAN], default=None)
    glance.monitoring_due = min(found[Report.MONITORING], default=None)
    glance.inventory_due = min(found[Report.INVENTORY], default=None)
    glance.is_due_known = not asked and all(has_rules(row.network.key) for row in standing)


def record_of(known: Known, membership: Membership) -> Record:
    """What is known of a member's place in a network, as the rules of reporting ask for it."""
    resolution = membership.resolution
    adhesion = resolution.decided_on if resolution else membership.board_decided_on or membership.applied_on
    of_network = [row for row in known.handed_in if row.network_id == membership.network_id]
    return Record(
        adhesion=adhesion,
        plan=_last(of_network, Report.PLAN),
        monitoring=_last(of_network, Report.MONITORING),
        inventory_year=known.inventories[-1].year if known.inventories else None,
    )


def _last(handed_in: Iterable[HandedIn], report: Report) -> date | None:
    return max((row.handed_in_on for row in handed_in if row.report == report.value), default=None)


def _tell_checks(glance: Glance, found: Checked | None) -> None:
    if found is None:
        return
    glance.checked_key, glance.grade = found.key, found.grade
    glance.must_be_put_right = found.must_be_put_right
    glance.probably_wrong, glance.worth_knowing = found.probably_wrong, found.worth_knowing
