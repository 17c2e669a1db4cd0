"""Rule 8: the carbon dioxide of some biofuels is counted and that of others is not."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.checks import rule
from cascais.inventory.findings import Finding, Line, Severity, Subject
from cascais.tables import vocabulary
from cascais.text import _, listed, message

KEY = "biogenic_rule"
COUNTED = 0.15
"""t CO2e per MWh; life-cycle factors of biofuels stay below it, factors with the biogenic CO2 lie at 0.2 to 0.4."""
NOT_COUNTED = 0.08
SMALLEST_MWH = 10.0

_WHAT = message(
    "Enter every biofuel with the CH4 and N2O it emits only; its CO2 is reported apart. If a supplier’s life-cycle "
    "factor is meant, use life-cycle factors for all carriers."
)


@rule(
    KEY,
    title=_("Biogenic carbon dioxide is counted for some fuels and not for others"),
    severity=Severity.WARNS,
    reason=message(
        "Liberec’s plan gives biofuel 0.255 t per MWh and wood 0; Košice and Suceava print wood with 0.403, the CO2 that "
        "the tree took up."
    ),
)
def biogenic_rule(subject: Subject) -> Iterator[Finding]:
    """Find biogenic carriers whose factor holds their CO2, alone or beside others whose factor does not."""
    biogenic = [line for line in subject.lines if vocabulary.carriers()[line.carrier].is_biogenic]
    by_factor = sorted(biogenic, key=_factor)
    counted = {line.carrier: line for line in by_factor if _factor(line) > COUNTED}
    others = sorted(
        {vocabulary.carrier(line.carrier).title for line in biogenic if _factor(line) < NOT_COUNTED}
    )
    for carrier, line in sorted(counted.items()):
        title = vocabulary.carrier(carrier).title
        if others:
            why = message(
                "{carrier} counts {factor:.3f} t per MWh, its biogenic CO2 included, while {others} count without.",
                carrier=title, factor=_factor(line), others=listed(others),
            )  # fmt: skip
        else:
            why = message(
                "{carrier} counts {factor:.3f} t per MWh: that is the CO2 the plants took up before, which no "
                "framework adds to the total.",
                carrier=title, factor=_factor(line),
            )  # fmt: skip
        positions = tuple(each.position for each in biogenic if each.carrier == carrier)
        yield Finding(KEY, Severity.WARNS, title, f"{_factor(line):.3f} t/MWh", why, _WHAT, positions)


def _factor(line: Line) -> float:
    """The factor that the line's emissions imply: the printed ones before the computed ones."""
    if (line.quantity or 0.0) < SMALLEST_MWH:
        return -1.0 if line.factor is None else line.factor
    if line.printed_factor is not None:
        return line.printed_factor
    return -1.0 if line.factor is None else line.factor
