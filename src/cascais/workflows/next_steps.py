"""What a member should do next, from what is known about it, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cascais.inventory.findings import Finding
from cascais.pathways.judgement import Status
from cascais.pathways.series import Series
from cascais.pathways.status import TargetStatus
from cascais.text import Message, message
from cascais.workflows.inventories import stops_publishing

YEARS_BETWEEN_INVENTORIES = 4
"""The Covenant of Mayors asks for an inventory at least every four years."""
MUCH_ESTIMATED = 0.25
"""Share of estimated emissions from which replacing them comes first; a convention of Cascais."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do: `action` names the room of the site where it is done."""

    action: str  # import, inventory, findings, targets
    text: Message


def next_steps(
    series: Series,
    findings: Sequence[Finding],
    statuses: Sequence[TargetStatus],
    estimated_share: float,
    now: int,
) -> tuple[NextStep, ...]:
    """The next steps of a member in the year `now`.

    >>> [step.action for step in next_steps(Series(()), (), (), 0.0, 2026)]
    ['import', 'targets']
    """
    return tuple(
        (
            *_about_inventory(series, findings, estimated_share, now),
            *_about_targets(statuses),
        )
    )


def _about_inventory(
    series: Series, findings: Sequence[Finding], estimated_share: float, now: int
) -> Iterator[NextStep]:
    latest = series.latest
    if latest is None:
        yield NextStep("import", message("Import a first inventory, or start from an estimate."))
        return
    blocking = sum(stops_publishing(finding) for finding in findings)
    if blocking:
        yield NextStep("findings", message("Put right what blocks publishing ({number}).", number=blocking))
    if estimated_share > MUCH_ESTIMATED:
        yield NextStep(
            "inventory",
            message(
                "Replace estimates by local data: {share:.0%} of the total is estimated.",
                share=estimated_share,
            ),
        )
    if now - latest.year >= YEARS_BETWEEN_INVENTORIES:
        yield NextStep(
            "import",
            message(
                "Add a newer inventory: the latest is of {year}, and the Covenant of Mayors asks for one every four years.",
                year=latest.year,
            ),
        )
    warnings = len(findings) - blocking
    if warnings:
        yield NextStep("findings", message("Look at the findings of the checks ({number}).", number=warnings))


def _about_targets(statuses: Sequence[TargetStatus]) -> Iterator[NextStep]:
    if not statuses:
        yield NextStep("targets", message("Enter the targets that the council decided."))
    off_track = [
        each for each in statuses if each.status in (Status.OFF_TRACK, Status.FAR_OFF_TRACK, Status.MISSED)
    ]
    if off_track:
        needed = off_track[0].needed
        if needed is not None and needed.per_year_t:
            yield NextStep(
                "targets",
                message(
                    "Plan deeper cuts: “{target}” now needs {cut:,.0f} t CO2e less every year.",
                    target=off_track[0].target.title,
                    cut=needed.per_year_t,
                ),
            )
