"""What a member's overview shows, put together once for the template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from cascais.charts import CHARTS, Chart, EmptyChart
from cascais.inventory.findings import Finding
from cascais.web.commitments.models import Target
from cascais.web.commitments.standing import MemberStanding, Standing, member_standing
from cascais.web.display.language import page_style
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.reads import found
from cascais.web.inventories.years import ComputedYear, before, computed_years, published, working
from cascais.web.members.models import Member
from cascais.web.permissions import User
from cascais.workflows import drawings
from cascais.workflows.drawings import Labels
from cascais.workflows.estimates import estimated_share
from cascais.workflows.next_steps import MUCH_ESTIMATED, NextStep, next_steps
from cascais.workflows.successions import InheritedYear

ROOMS = {
    "import": "imports:start",
    "inventory": "inventories:edit",
    "findings": "inventories:year",
    "targets": "commitments:targets",
}
FIRST_FINDINGS = 3
ROOMS_OF_A_YEAR = ("inventory", "findings")
ROOMS_OF_EDITORS = ("import", "inventory")


@dataclass(frozen=True, slots=True)
class Step:
    """A next step with the address where it is done, empty for readers who may not do it."""

    step: NextStep
    url: str


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A member at a glance. `years` holds drafts too where the user may see them; `first` is the first year of all,
    be it a sum over the members that it came from."""

    years: tuple[ComputedYear, ...]
    latest: ComputedYear | None
    first: InventoryYear | InheritedYear | None
    standing: MemberStanding
    findings: tuple[Finding, ...]
    estimated_share: float
    steps: tuple[Step, ...]
    charts: dict[str, Chart | EmptyChart]

    @property
    def headline(self) -> Standing | None:
        return self.standing.headline

    @property
    def change(self) -> float | None:
        """Change from the first year, be it an inherited one, to the latest inventory as a share of the first."""
        if self.first is None or self.latest is None or self.first.year == self.latest.year:
            return None
        before, after = self.first.total_without_sinks_t, self.latest.row.total_without_sinks_t
        return after / before - 1 if before and after is not None else None

    @property
    def is_much_estimated(self) -> bool:
        """Whether so much of the latest inventory is estimated that the message has to say so."""
        return self.estimated_share > MUCH_ESTIMATED

    @property
    def has_grades(self) -> bool:
        """Whether any line of the latest inventory carries a quality grade."""
        return self.latest is not None and any(
            record.quality for record in self.latest.inventory.activities.records
        )

    @property
    def first_findings(self) -> tuple[Finding, ...]:
        """The findings to look at first."""
        return self.findings[:FIRST_FINDINGS]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Number of findings by severity, the gravest first."""
        return list(Counter(finding.severity.value for finding in self.findings).items())


def dashboard(
    member: Member, user: User, targets: Sequence[Target], *, can_edit: bool, has_predecessors: bool
) -> Dashboard:
    """Compute the inventories, judge the targets, check the latest inventory, draw the charts."""
    standing_years = computed_years(member, user)
    shown = published(standing_years)
    standing = member_standing(member, shown, targets, inherited=None if has_predecessors else ())
    latest = shown[-1] if shown else None
    findings = found(latest.row, latest.inventory, before(shown, latest.year)) if latest else ()
    share = estimated_share(latest.inventory) if latest else 0.0
    statuses = [each.status for each in standing.items if each.row.is_adopted]
    steps = next_steps(standing.series, findings, statuses, share, timezone.localdate().year)
    return Dashboard(
        years=tuple(working(standing_years)),
        latest=latest,
        first=_first(shown, standing),
        standing=standing,
        findings=findings,
        estimated_share=share,
        steps=tuple(Step(step, _url(step, member, latest, can_edit)) for step in steps),
        charts=_charts(member, shown, standing),
    )


def _first(years: Sequence[ComputedYear], standing: MemberStanding) -> InventoryYear | InheritedYear | None:
    known: list[InventoryYear | InheritedYear] = [*standing.inherited, *(each.row for each in years)]
    return min(known, key=lambda each: each.year, default=None)


def _charts(
    member: Member, years: Sequence[ComputedYear], standing: MemberStanding
) -> dict[str, Chart | EmptyChart]:
    style = page_style()
    labels = Labels(member.local_name, years[-1].year if years else 0, source_line(member))
    records: dict[str, Any] = {}
    if years or standing.inherited:
        history = {each.year: each.inventory for each in years}
        records["emissions_and_targets"] = drawings.emissions_and_targets(
            labels, history, standing.paths, standing.backcast, standing.inherited
        )
    if years:
        records["sector_shares"] = drawings.sector_shares(labels, years[-1].inventory)
        records["quality_bar"] = drawings.quality_bar(labels, years[-1].inventory)
    return {key: CHARTS[key](record, style) for key, record in records.items()}


def source_line(member: Member) -> str:
    """The plan that a member's figures come from."""
    return f"{member.plan_publisher}: {member.plan_title}" if member.plan_title else ""


def _url(step: NextStep, member: Member, latest: ComputedYear | None, can_edit: bool) -> str:
    if step.action in ROOMS_OF_EDITORS and not can_edit:
        return ""
    if step.action in ROOMS_OF_A_YEAR:
        return reverse(ROOMS[step.action], args=[member.slug, latest.year]) if latest else ""
    return reverse(ROOMS[step.action], args=[member.slug])
