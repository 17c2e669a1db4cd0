"""The emissions that a line prints are not those computed from its amount."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.checks import rule
from cascais.inventory.findings import Finding, Line, Severity, Subject
from cascais.text import _, message

KEY = "reported_differs"
TOLERANCE = {"fossil": 0.10, "grid": 0.30}
"""Variants of published factors differ by this much; beyond it, another figure was used."""
OTHER = 0.50
SMALLEST_T = 20.0


@rule(
    KEY,
    title=_("Printed emissions differ from amount times factor"),
    severity=Severity.INFORMS,
    reason=message(
        "A line whose emissions cannot be reached from its amount hides another factor, unit or amount."
    ),
)
def reported_differs(subject: Subject) -> Iterator[Finding]:
    """Compare each line's printed emissions [t CO2e] with those computed."""
    for line in subject.lines:
        if line.printed_t is None or line.factor is None or not line.quantity:
            continue
        computed = line.quantity * line.factor
        gap = line.printed_t - computed
        if abs(gap) > max(SMALLEST_T, _tolerance(line) * max(abs(computed), abs(line.printed_t))):
            yield Finding(
                KEY,
                Severity.INFORMS,
                line.place,
                f"{line.printed_t:,.1f} ≠ {computed:,.1f} t",
                message(
                    "{amount:,.1f} {unit} × {factor:.4f} are {computed:,.1f} t; the source prints {printed:,.1f} t.",
                    amount=line.quantity, unit=line.unit, factor=line.factor, computed=computed, printed=line.printed_t,
                ),
                message("If the source used a local factor, prescribe it with its source; otherwise correct the amount."),
                (line.position,),
            )  # fmt: skip


def _tolerance(line: Line) -> float:
    group = "grid" if line.carrier in ("electricity", "district_heat") else "fossil"
    return TOLERANCE[group] if line.is_energy else OTHER
