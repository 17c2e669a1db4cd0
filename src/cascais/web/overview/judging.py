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
from cascais.pathways.targets import standard_target
from cascais.web.commitments.reads import series
from cascais.web.inventories.computing import LETTERS, SCIENCE, SUFFIXES, computing_version
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.years import people_near
from cascais.web.members.models import Member
from cascais.web.members.reads import JUDGED, Judging, own_first, published_at_a_glance
from cascais.web.overview.checking import Checked, Subject, checked
from cascais.web.overview.models import Glance, HandedIn
from cascais.web.register.models import Membership, MembershipState
from cascais.web.register.policy import PUBLIC_STATES
from cascais.workflows.network import JudgedMember, shared_statuses

SHARED_TARGET = "climate_alliance_2050"
"""The target that every member is judged against, whether its council has decided it or not."""
STANDING = (MembershipState.MEMBER, MembershipState.RESOLVED)
"""States of a membership in which the duties of a network hold."""
JUDGING_FOLDERS = ("pathways", "workflows", "web/overview")
JUDGING_FILES = ("web/members/reads.py", "web/commitments/reads.py", "web/inventories/years.py")


@dataclass(frozen=True, slots=True)
class Known:
    """A member with all that its glance is made of."""

    judging: Judging
    memberships: tuple[Membership, ...]
    handed_in: tuple[HandedIn, ...]

    @property
    def member(self) -> Member:
        return self.judging.member

    @property
    def inventories(self) -> Sequence[InventoryYear]:
        return self.judging.inventories

    @property
    def populations(self) -> Mapping[int, int]:
        return self.judging.populations


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
    yield from (SCIENCE / name for name in JUDGING_FILES)


def known_members(keys: Iterable[int]) -> list[Known]:
    """Read what the glances of some members are made of, in seven queries whatever their number."""
    rows = Member.objects.filter(pk__in=list(keys)).prefetch_related(
        Prefetch("memberships", queryset=Membership.objects.select_related("network", "resolution")),
        "handed_in",
    )
    return [
        Known(each, tuple(each.member.memberships.all()), tuple(each.member.handed_in.all()))
        for each in published_at_a_glance(rows)
    ]


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
        series(known.inventories, known.populations),
        known.member.country,
        known.judging.earliest,
        known.populations,
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
    own = own_first(known.judging)
    if own is None:
        return
    glance.own_status, glance.own_title = own.status.value, own.target.title
    glance.own_base_year, glance.own_is_estimated = own.target.base_year, own.is_estimated


def _tell_memberships(glance: Glance, known: Known) -> None:
    """The memberships, and of all networks' duties the earliest date of each report."""
    public = (row for row in known.memberships if row.state in PUBLIC_STATES)
    glance.memberships = {str(row.network_id): row.state for row in public}
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
