"""A factor of something similar carries a good part of the total."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.checks import rule
from cascais.inventory.checks._factors import FactorInUse, all_emissions_t, grouped, lines_of
from cascais.inventory.findings import Finding, Severity, Subject
from cascais.provenance import How
from cascais.tables import vocabulary
from cascais.text import _, message

KEY = "stand_in_factor"
SHARE = 0.05
"""Below a twentieth of the emissions even a factor wrong by half moves the total less than its rounding shows."""


@rule(
    KEY,
    title=_("A stand-in factor carries much of the total"),
    severity=Severity.WARNS,
    reason=message(
        "The heat factors that ten city plans print run from 0.051 to 0.51 t per MWh: one default cannot stand for them."
    ),
)
def stand_in_factor(subject: Subject) -> Iterator[Finding]:
    """Find carriers whose factor was taken over from something similar, with 5 % of the emissions [t CO2e] or more."""
    total_t = all_emissions_t(subject.inventory)
    for (carrier, _note), found in grouped(subject.inventory, _stand_in).items():
        emissions_t = sum(each.emissions_t for each in found)
        if emissions_t >= SHARE * total_t > 0.0:
            yield Finding(
                KEY,
                Severity.WARNS,
                vocabulary.carrier(carrier).title,
                f"{emissions_t:,.0f} t",
                message(
                    "{share:.0f} % of the emissions rest on a factor of something similar – {note}.",
                    share=100.0 * emissions_t / total_t, note=found[0].resolved.choice.note,
                ),
                message("Give the factor that holds here, with its source, in a file of prescribed factors."),
                lines_of(found),
            )  # fmt: skip


def _stand_in(each: FactorInUse) -> tuple[str, str] | None:
    """The carrier and the reason of a stand-in; None for factors that are the carrier's own."""
    if each.resolved.choice.how is not How.PROXY:
        return None
    return each.resolved.key.carrier, str(each.resolved.choice.note)
