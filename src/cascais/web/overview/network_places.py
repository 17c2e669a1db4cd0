"""A member's place in a network as the rules of reporting ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cascais.pathways.dues import Record, Report
from cascais.web.overview.models import HandedIn
from cascais.web.register.models import Membership, MembershipState, Network

STANDING = (MembershipState.MEMBER, MembershipState.RESOLVED)
"""States of a membership in which the duties of a network hold."""


@dataclass(frozen=True, slots=True)
class NetworkPlace:
    """A network, the state of the membership, and what is known of it."""

    network: Network
    state: str
    record: Record

    @property
    def has_duties(self) -> bool:
        """Whether the duties of the network hold for the member."""
        return self.state in STANDING


def network_places(latest_years: Mapping[int, int | None]) -> dict[int, list[NetworkPlace]]:
    """The places of some members by their keys, given the year of each one's latest inventory; in two queries."""
    handed_in: dict[tuple[int, int], list[HandedIn]] = {}
    for report in HandedIn.objects.filter(member__in=latest_years):
        handed_in.setdefault((report.member_id, report.network_id), []).append(report)
    places: dict[int, list[NetworkPlace]] = {}
    rows = Membership.objects.filter(member__in=latest_years).select_related("network", "resolution")
    for row in rows.order_by("network", "pk"):
        reports = handed_in.get((row.member_id, row.network_id), ())
        record = _record(row, reports, latest_years[row.member_id])
        places.setdefault(row.member_id, []).append(NetworkPlace(row.network, row.state, record))
    return places


def _record(membership: Membership, handed_in: Iterable[HandedIn], inventory_year: int | None) -> Record:
    resolution = membership.resolution
    known = list(handed_in)
    return Record(
        adhesion=resolution.decided_on
        if resolution
        else membership.board_decided_on or membership.applied_on,
        plan=_last(known, Report.PLAN),
        monitoring=_last(known, Report.MONITORING),
        inventory_year=inventory_year,
        is_followed=bool(known) or not membership.source,
    )


def _last(handed_in: Iterable[HandedIn], report: Report) -> date | None:
    return max((row.handed_in_on for row in handed_in if row.report == report.value), default=None)
