"""Makes the glances of members from their published inventories, targets, memberships and reports handed in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import cascais
from cascais.errors import CascaisError
from cascais.pathways.dues import Report, dues, duties, has_rules
from cascais.pathways.judgement import Status
from cascais.pathways.targets import standard_target
from cascais.web.inventories.computing import LETTERS, SCIENCE, SUFFIXES, computing_version
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.years import people_near
from cascais.web.members.models import Member
from cascais.web.members.reads import JUDGED, Judging, own_first, published_at_a_glance
from cascais.web.overview.checking import Checked, Subject, checked
from cascais.web.overview.models import Glance
from cascais.web.overview.network_places import NetworkPlace, network_places
from cascais.web.register.policy import PUBLIC_STATES
from cascais.workflows.estimates import estimated_share
from cascais.workflows.network import JudgedMember, shared_statuses
from cascais.workflows.successions import InheritedYear

SHARED_TARGET = "climate_alliance_2050"
"""The target that every member is judged against, whether its council has decided it or not."""
JUDGING_FOLDERS = ("pathways",)
JUDGING_FILES = (
    "workflows/network.py", "workflows/commitments.py", "workflows/inventories.py", "workflows/sinks.py",
    "workflows/successions.py", "workflows/added_up.py", "web/members/successions.py", "web/members/reads.py", "web/commitments/reads.py", "web/inventories/reads.py", "web/inventories/years.py",
    "web/overview/judging.py", "web/overview/checking.py", "web/overview/network_places.py",
)  # fmt: skip
"""What a glance depends on beside the code and tables that compute inventories; how pages look is no part of it."""


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


def glances(keys: Sequence[int], settled: int) -> list[Glance]:
    """The glances of some members, not yet stored; a member that is there no longer has none."""
    known = published_at_a_glance(Member.objects.filter(pk__in=list(keys)))
    networks = network_places({each.member.pk: _latest_year(each) for each in known})
    standing = {row.member_id: row for row in Glance.objects.filter(pk__in=list(keys))}
    checks = checked([_subject(each) for each in known], standing)
    with_inventories = [each for each in known if each.years]
    shared = shared_statuses([_judged(each) for each in with_inventories], standard_target(SHARED_TARGET))
    places = {each.member.pk: place for place, each in enumerate(with_inventories)}
    made = []
    for each in known:
        glance = Glance(member=each.member, computed_by_version=judging_version(), settled=settled)
        _tell_inventories(glance, each)
        _tell_own(glance, each)
        _tell_places(glance, networks.get(each.member.pk, ()))
        _tell_checks(glance, checks.get(each.member.pk))
        if (place := places.get(each.member.pk)) is not None:
            glance.shared_status = shared.statuses[place].value
            if glance.shared_status in JUDGED:
                glance.shared_probability = float(shared.probability[place])
                glance.is_estimated = bool(shared.is_estimated[place])
        made.append(glance)
    return made


def _latest_year(known: Judging) -> int | None:
    return known.inventories[-1].year if known.inventories else None


def _subject(known: Judging) -> Subject:
    return Subject(
        known.member.pk,
        tuple(row.pk for row in known.inventories),
        tuple(sorted(known.populations.items())),
        judging_version(),
    )


def _judged(known: Judging) -> JudgedMember:
    return JudgedMember(
        known.series(),
        known.member.country,
        known.earliest,
        known.populations,
    )


def _tell_inventories(glance: Glance, known: Judging) -> None:
    glance.inventories = len(known.inventories)
    years = known.years
    sums = [_sum_of(each) for each in years]
    glance.series = [list(each) for each in sums if each.total_t is not None]
    if not years:
        return
    base, latest = sums[0], sums[-1]
    people = people_near(known.populations, latest.year)
    glance.base_year, glance.base_total_t = base.year, base.total_t
    glance.latest_year, glance.latest_total_t = latest.year, latest.total_t
    glance.uncertainty, glance.estimated_share = latest.uncertainty, _estimated_share(years[-1])
    if people:
        glance.persons, glance.persons_year = people.persons, people.year


class _Sum(NamedTuple):
    """What the emissions of a year came to, without sinks."""

    year: int
    total_t: float | None
    uncertainty: float | None


def _sum_of(year: InventoryYear | InheritedYear) -> _Sum:
    if isinstance(year, InventoryYear):
        return _Sum(year.year, year.total_without_sinks_t, year.uncertainty)
    return _Sum(year.year, year.total.total_t, year.total.relative)


def _estimated_share(year: InventoryYear | InheritedYear) -> float | None:
    return year.estimated_share if isinstance(year, InventoryYear) else estimated_share(year.inventory)


def _tell_own(glance: Glance, known: Judging) -> None:
    try:
        own = own_first(known)
    except CascaisError:
        # One target that no rule can read must not keep everybody's glances from being made.
        glance.own_status = Status.CANNOT_TELL.value
        return
    if own is None:
        return
    glance.own_status, glance.own_title = own.status.value, own.target.title
    glance.own_base_year, glance.own_is_estimated = own.target.base_year, own.is_estimated


def _tell_places(glance: Glance, places: Iterable[NetworkPlace]) -> None:
    """The memberships, and of all networks' duties the earliest date of each report."""
    known = list(places)
    glance.memberships = {
        str(place.network.pk): place.state for place in known if place.state in PUBLIC_STATES
    }
    standing = [place for place in known if place.has_duties]
    found: dict[Report, list[tuple[date, bool]]] = {report: [] for report in Report}
    is_told = all(has_rules(place.network.key) for place in standing)
    for place in standing:
        for due in dues(place.record, duties(place.network.key)):
            is_told = is_told and (due.on is not None or due.is_done)
            if due.on:
                found[due.report].append((due.on, due.is_held))
    first = {report: min(each) for report, each in found.items() if each}
    days = {report: on for report, (on, _is_held) in first.items()}
    glance.plan_due = days.get(Report.PLAN)
    glance.monitoring_due = days.get(Report.MONITORING)
    glance.inventory_due = days.get(Report.INVENTORY)
    glance.held_reports = [report.value for report, (_on, is_held) in first.items() if is_held]
    glance.is_due_known = is_told


def _tell_checks(glance: Glance, found: Checked | None) -> None:
    if found is None:
        return
    glance.checked_key, glance.grade = found.key, found.grade
    glance.must_be_put_right = found.must_be_put_right
    glance.probably_wrong, glance.worth_knowing = found.probably_wrong, found.worth_knowing
