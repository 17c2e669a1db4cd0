"""Rule 10: the potentials used are not those declared."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cascais.inventory.checks import rule
from cascais.inventory.checks._factors import all_emissions_t
from cascais.inventory.checks._selection import agrees, label_place, selected
from cascais.inventory.factors import GASES, Options, gwp_weights
from cascais.inventory.findings import Finding, PrintedTotal, Severity, Subject
from cascais.text import Message, _, message

KEY = "gwp_set_differs"
SETS = ("SAR", "AR4", "AR5", "AR6")
USUAL = Options().gwp_set
SHARE = 0.10
"""Part of the emissions given as a sum of gases from which on a change of the set is worth a word."""


@rule(
    KEY,
    title=_("The global warming potentials are not those declared"),
    severity=Severity.WARNS,
    reason=message(
        "Miskolc’s plan adds the methane of its landfill with 21, the value of the Second Assessment Report."
    ),
)
def gwp_set_differs(subject: Subject) -> Iterator[Finding]:
    """Compare the declared GWP set with the one in use, with those of the factors, and with printed CO2e."""
    used = subject.inventory.gwp_set
    if subject.declared_gwp and subject.declared_gwp != used:
        why = message(
            "The inventory declares {declared} but is computed with {used}.",
            declared=subject.declared_gwp,
            used=used,
        )
        yield _finding(message("Whole inventory"), subject.declared_gwp, why)
    resolved = subject.inventory.factors.resolved
    foreign = {factor.gwp_set for each in resolved for factor in each.factors if factor.gwp_set} - {used}
    for theirs in sorted(foreign):
        why = message(
            "Factors given as CO2e of {theirs} stand beside gases added with {used}.",
            theirs=theirs,
            used=used,
        )
        yield _finding(message("Emission factors"), theirs, why)
    for total in subject.printed_co2e:
        yield from _printed(subject, total)
    if used != USUAL:
        yield from _fixed_sums(subject)


def _fixed_sums(subject: Subject) -> Iterator[Finding]:
    """Say which part of the inventory [t CO2e] does not follow the set that was asked for."""
    inventory = subject.inventory
    fixed_t = np.abs(inventory.gas_t[:, GASES.index("CO2e")])
    total_t = all_emissions_t(inventory)
    share = float(fixed_t.sum()) / total_t if total_t else 0.0
    if share >= SHARE:
        why = message(
            "{share:.0f} % of the emissions are known as CO2e alone, added with the potentials that their source chose: "
            "they stay the same in {used}.",
            share=100.0 * share,
            used=inventory.gwp_set,
        )
        yield Finding(
            KEY,
            Severity.INFORMS,
            message("Whole inventory"),
            inventory.gwp_set,
            why,
            message("Compare with inventories in other potentials only what is known gas by gas."),
            tuple(np.flatnonzero(fixed_t).tolist()),
        )


def _printed(subject: Subject, total: PrintedTotal) -> Iterator[Finding]:
    """Find a printed CO2e that its lines reach with another GWP set only."""
    positions = [line.position for line in selected(subject, total)]
    gases_t = subject.inventory.gas_t[positions].sum(axis=0)
    used = subject.inventory.gwp_set
    if agrees(total.value_t, float(gases_t @ gwp_weights(used))):
        return
    for other in SETS:
        if other != used and agrees(total.value_t, float(gases_t @ gwp_weights(other))):
            why = message(
                "The printed figure is right with the potentials of {other}; the inventory uses {used}.",
                other=other, used=used,
            )  # fmt: skip
            yield _finding(label_place(total), f"{total.value_t:,.2f} t", why)
            return


def _finding(place: Message | str, value: str, why: Message) -> Finding:
    what = message(
        "Choose one set of potentials for the whole inventory and recompute; name it beside every CO2e."
    )
    return Finding(KEY, Severity.WARNS, place, value, why, what)
