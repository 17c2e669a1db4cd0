"""One member at a glance as the network pages show it."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse

from cascais.pathways.dues import DueState, Report, due_state
from cascais.web.members.models import MemberKind
from cascais.web.members.reads import JUDGED

URGENCY = tuple(DueState)
TERRITORIAL = (MemberKind.MUNICIPALITY, MemberKind.DISTRICT, MemberKind.REGION)


class Row(NamedTuple):
    """A member with its glance, in the order in which they are read; emissions in t CO2e without sinks.

    `shared_status` is where it stands against the target that all are judged against, `own_status` against that of its
    own targets which needs attention first. A tuple, because twelve thousand of them are made at the start.
    """

    key: int
    name: str
    slug: str
    local_names: dict[str, str]
    country: str
    kind: str
    latitude: float | None
    longitude: float | None
    is_demonstration: bool
    ended_on: date | None
    inventories: int
    base_year: int | None
    base_total_t: float | None
    latest_year: int | None
    latest_total_t: float | None
    uncertainty: float | None
    persons: int | None
    persons_year: int | None
    estimated_share: float | None
    series: list[list[Any]]
    shared_status: str
    shared_probability: float | None
    is_estimated: bool
    own_status: str
    own_title: str
    own_base_year: int | None
    own_is_estimated: bool
    grade: str
    must_be_put_right: int
    probably_wrong: int
    worth_knowing: int
    memberships: dict[str, str]
    plan_due: date | None
    monitoring_due: date | None
    inventory_due: date | None
    held_reports: list[str]
    is_due_known: bool
    computed_by_version: str

    def local_name(self, language: str) -> str:
        """The name in a language, or the international one."""
        return self.local_names.get(language, self.name)

    @property
    def url(self) -> str:
        """The address of the member's page."""
        return reverse("members:overview", args=[self.slug])

    @property
    def per_head_t(self) -> float | None:
        """Emissions per inhabitant [t CO2e]."""
        return (
            self.latest_total_t / self.persons if self.persons and self.latest_total_t is not None else None
        )

    @property
    def change(self) -> float | None:
        """Change from the first to the latest inventory as a share of the first."""
        if self.base_year == self.latest_year or not self.base_total_t or self.latest_total_t is None:
            return None
        return self.latest_total_t / self.base_total_t - 1

    @property
    def has_territory(self) -> bool:
        """Whether it is a place whose emissions can be told, and no agency or organisation."""
        return self.kind in TERRITORIAL

    @property
    def is_judged(self) -> bool:
        """Whether anything can be said about the target that all share."""
        return self.shared_status in JUDGED

    @property
    def due_days(self) -> tuple[date | None, date | None, date | None]:
        """When each report falls due, in the order of Report."""
        return self.plan_due, self.monitoring_due, self.inventory_due

    def state_of(self, report: Report, today: date) -> DueState:
        """How near the date of a report is."""
        on = self.due_days[tuple(Report).index(report)]
        return due_state(on, today, is_held=report.value in self.held_reports)

    def next_due(self, today: date) -> tuple[DueState, date] | None:
        """The most urgent date and how near it is; of two equally urgent ones the earlier."""
        dated = [
            (self.state_of(report, today), day)
            for report, day in zip(Report, self.due_days, strict=True)
            if day
        ]
        return min(dated, key=lambda each: (URGENCY.index(each[0]), each[1]), default=None)

    @property
    def findings(self) -> int:
        """All findings of the checks."""
        return self.must_be_put_right + self.probably_wrong + self.worth_knowing


MEMBER_FIELDS = Row._fields[1:10]
READ = ("member_id", *(f"member__{name}" for name in MEMBER_FIELDS), *Row._fields[10:])
"""The fields of a glance that make a row, in its order."""
