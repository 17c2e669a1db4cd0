"""Rule 3: a printed total is not the sum of its lines; the likely cause is looked for and named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cascais.inventory.checks import rule
from cascais.inventory.checks._selection import RELATIVE_TOLERANCE, agrees, label_place, selected, sum_t
from cascais.inventory.factors import GASES
from cascais.inventory.findings import Finding, Line, PrintedTotal, Severity, Subject
from cascais.tables import vocabulary
from cascais.text import Message, _, message

KEY = "printed_totals"
MANY = 3
SMALLEST_GAS_T = 0.1
"""Column totals of a gas are printed to one digit after the point."""


@rule(
    KEY,
    title=_("A printed total is not the sum of its lines"),
    severity=Severity.BLOCKS_PUBLISHING,
    reason=message(
        "Bratislava’s waste stands in the cell of scope 1 but is added to scope 3; two column totals of Kraków "
        "print 1 123 and 31.3 where the rows add up to 1 112.1 and 29.7."
    ),
)
def printed_totals(subject: Subject) -> Iterator[Finding]:
    """Compare each printed total with its lines: within 0.2 % or 1 t it is rounding."""
    for total in subject.printed:
        if total.gas == "CO2e":
            yield from _co2e(subject, total)
        elif total.gas in GASES:
            yield from _gas(subject, total)


def _co2e(subject: Subject, total: PrintedTotal) -> Iterator[Finding]:
    lines = selected(subject, total)
    computed = sum(line.co2e_t for line in lines)
    if not agrees(total.value_t, computed):
        yield _finding(total, lines, cause(subject, total, lines, computed))


def _gas(subject: Subject, total: PrintedTotal) -> Iterator[Finding]:
    """Compare a printed column total of one gas [t of the gas] with its lines."""
    lines = selected(subject, total)
    gases_t = subject.inventory.gas_t[[line.position for line in lines], GASES.index(total.gas)]
    computed = float(gases_t.sum())
    if abs(total.value_t - computed) > max(SMALLEST_GAS_T, RELATIVE_TOLERANCE * abs(total.value_t)):
        why = message("The lines add up to {computed:,.1f} t of {gas}.", computed=computed, gas=total.gas)
        yield _finding(total, lines, why)


def _finding(total: PrintedTotal, lines: Sequence[Line], why: Message) -> Finding:
    return Finding(
        KEY,
        Severity.BLOCKS_PUBLISHING,
        label_place(total),
        f"{total.value_t:,.2f} t",
        why,
        message("Correct the printed total or the lines, and say in a comment which of the two was wrong."),
        tuple(line.position for line in lines),
    )


def cause(subject: Subject, total: PrintedTotal, lines: Sequence[Line], computed: float) -> Message:
    """The likeliest reason why a total [t] differs from its lines, as a sentence."""
    gap = total.value_t - computed
    candidates = (
        _copied(total, lines),
        _left_out(total, lines),
        _taken_in(subject, lines, gap),
        _one_carrier(total, lines),
        _other_calculation(subject, computed, gap),
    )
    for candidate in candidates:
        if candidate is not None:
            return candidate
    heat = [line for line in lines if line.carrier == "district_heat"]
    if gap < 0 and heat and any(line.carrier == "natural_gas" for line in lines):
        return message(
            "The lines add up to {computed:,.0f} t, {gap:,.0f} t more than printed. District heat and natural gas both "
            "stand here: the gas burnt for the heat may have been taken out of the printed figure only.",
            computed=computed, gap=-gap,
        )  # fmt: skip
    return _unexplained(computed, gap)


def _unexplained(computed: float, gap: float) -> Message:
    percent = 100 * abs(gap / computed) if computed else 0.0
    if gap > 0:
        return message(
            "The lines add up to {computed:,.0f} t, {gap:,.0f} t ({percent:.1f} %) less than printed, and no single line "
            "or factor accounts for it: something in the printed figure is not among the lines.",
            computed=computed, gap=gap, percent=percent,
        )  # fmt: skip
    return message(
        "The lines add up to {computed:,.0f} t, {gap:,.0f} t ({percent:.1f} %) more than printed, and no single line or "
        "factor accounts for it: something among the lines is not in the printed figure.",
        computed=computed, gap=-gap, percent=percent,
    )  # fmt: skip


def _copied(total: PrintedTotal, lines: Sequence[Line]) -> Message | None:
    """The printed figure is the energy itself."""
    energy = sum(line.quantity or 0.0 for line in lines if line.is_energy)
    if energy and abs(total.value_t - energy) <= 1e-5 * energy:
        return message(
            "The lines add up to {computed:,.0f} t; the printed figure is their energy in MWh.",
            computed=sum(line.co2e_t for line in lines),
        )
    return None


def _other_calculation(subject: Subject, computed: float, gap: float) -> Message | None:
    """Many totals disagree, some upwards and some downwards: no slip, but another calculation."""
    gaps = [
        each.value_t - sum_t(subject, each)
        for each in subject.printed_co2e
        if not agrees(each.value_t, sum_t(subject, each))
    ]
    if len(gaps) < MANY or min(gaps) > 0 or max(gaps) < 0:
        return None
    return message(
        "The lines add up to {computed:,.0f} t, the printed figure differs by {gap:+,.0f} t. So do {n} of the {all} printed "
        "totals, some upwards and some downwards: they probably come from another calculation than these lines.",
        computed=computed, gap=gap, n=len(gaps), all=len(subject.printed),
    )  # fmt: skip


def _left_out(total: PrintedTotal, lines: Sequence[Line]) -> Message | None:
    """One of the lines is missing in the printed figure."""
    computed = sum(line.co2e_t for line in lines)
    for line in sorted(lines, key=lambda line: str(line.place)):
        if line.co2e_t and agrees(total.value_t, computed - line.co2e_t):
            return message(
                "The lines add up to {computed:,.0f} t; the printed figure leaves out {line} ({part:,.0f} t).",
                computed=computed, line=line.place, part=line.co2e_t,
            )  # fmt: skip
    return None


def _taken_in(subject: Subject, lines: Sequence[Line], gap: float) -> Message | None:
    """A line from elsewhere is added in the printed figure."""
    inside = {line.position for line in lines}
    for line in sorted(subject.lines, key=lambda line: str(line.place)):
        if line.position not in inside and line.co2e_t > 0 and abs(gap - line.co2e_t) <= 0.002 * line.co2e_t:
            return message(
                "The printed figure is {gap:,.1f} t above its lines: it also holds {line}.",
                gap=gap, line=line.place,
            )  # fmt: skip
    return None


def _one_carrier(total: PrintedTotal, lines: Sequence[Line]) -> Message | None:
    """A single carrier: the printed figure implies another factor."""
    energy = sum(line.quantity or 0.0 for line in lines)
    if len({line.carrier for line in lines}) != 1 or not energy:
        return None
    return message(
        "The printed figure implies {implied:.4f} t per {unit} of {carrier}; the factor in use is {used:.4f}.",
        implied=total.value_t / energy,
        unit=lines[0].unit,
        carrier=vocabulary.carrier(lines[0].carrier).title,
        used=sum(line.co2e_t for line in lines) / energy,
    )
