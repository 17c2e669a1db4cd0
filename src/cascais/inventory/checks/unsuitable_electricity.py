"""The electricity series in use was not made for inventories."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.checks import rule
from cascais.inventory.checks._factors import FactorInUse, grouped, lines_of
from cascais.inventory.findings import Finding, Severity, Subject
from cascais.tables import electricity
from cascais.text import _, message

KEY = "unsuitable_electricity"


@rule(
    KEY,
    title=_("The electricity series was not made for inventories"),
    severity=Severity.WARNS,
    reason=message(
        "The margins of the development banks value a MWh saved, not a MWh used: Estonia’s operating margin of 2021 is 1.057, "
        "its mix of that year 0.616 t per MWh."
    ),
)
def unsuitable_electricity(subject: Subject) -> Iterator[Finding]:
    """Find electricity computed with a margin, or with what single cities print [t/MWh]."""
    for (key, year), found in grouped(subject.inventory, _unsuitable).items():
        yield Finding(
            KEY,
            Severity.WARNS,
            message("Electricity, {year}", year=year),
            f"{found[0].value:.3f} t/MWh",
            message(
                "“{series}” does not give the mix that a year’s consumption draws on.",
                series=electricity.variant(key).title,
            ),
            message("Choose a series of the national mix; keep this one for the effect of measures or for comparison."),
            lines_of(found),
        )  # fmt: skip


def _unsuitable(each: FactorInUse) -> tuple[str, int] | None:
    """The series that was not made for inventories, and the year; None for all other factors."""
    series = [one.key for one in electricity.variants() if not one.is_for_inventories]
    used = [key for key in series if key in each.resolved.variants]
    return (used[0], each.resolved.key.year) if used else None
