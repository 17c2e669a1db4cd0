"""Rule 4: a figure is wrong by a power of ten, because kWh, MWh and GWh or kg and t were taken for each other."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, log10

from cascais.inventory.checks import rule
from cascais.inventory.checks._classes import TITLES, Sums, group_of, is_thousand_times, ranges, sums
from cascais.inventory.checks._selection import label_place, sum_t
from cascais.inventory.findings import Finding, Line, PrintedTotal, Severity, Subject
from cascais.provenance import How
from cascais.text import Message, _, listed, message

KEY = "unit_slip"
HIGHEST_FACTOR = 3.0
"""t CO2e per MWh; the highest national electricity factor shipped is 1.986 (Estonia 2013)."""
SMALLEST_T = 50.0
"""Rounded figures below this many tonnes imply meaningless factors."""
NEAR = 0.1
"""How near a ratio must be to a power of ten, in powers of ten (± 26 %): factors differ that much by themselves."""
NEAR_TOTAL = 0.002

_WHAT = message(
    "Compare the unit in the source (kWh, MWh, GWh; kg, t) with the unit entered, and correct one of them."
)


@rule(
    KEY,
    title=_("A figure is wrong by a power of ten"),
    severity=Severity.BLOCKS_PUBLISHING,
    reason=message("Wrocław’s plan prints an electricity factor of “1,100,000 kg/MWh”, which is per GWh."),
)
def unit_slip(subject: Subject) -> Iterator[Finding]:
    """Find factors, totals and amounts per inhabitant that are sensible only after moving the decimal point."""
    for line in subject.lines:
        if line.is_energy:
            yield from _factor(subject, line)
    for total in subject.printed_co2e:
        yield from _total(subject, total)
    for year in subject.years:
        yield from _per_inhabitant(subject, year)


def power_of_ten(ratio: float, near: float = NEAR) -> int:
    """The power of ten that a ratio is near to, 0 where it is near to none.

    >>> power_of_ten(1050.0), power_of_ten(0.00098), power_of_ten(3.0)
    (3, -3, 0)
    """
    if not 0 < ratio < inf:
        return 0
    power = round(log10(ratio))
    return power if abs(log10(ratio) - power) <= near else 0


def _factor(subject: Subject, line: Line) -> Iterator[Finding]:
    resolved = subject.inventory.factors.resolved[subject.inventory.factor_of_line[line.position]]
    is_given = resolved.choice.how is How.PRESCRIBED
    given = line.factor if is_given and line.factor is not None else line.printed_factor
    if given is None or not line.quantity or abs(given * line.quantity) < SMALLEST_T:
        return
    published = None if is_given else line.factor
    power = power_of_ten(given / published) if published else 0
    if given > HIGHEST_FACTOR or abs(power) >= 2:
        why = message(
            "{factor:,.6g} t per MWh cannot be: no national electricity mix emits more than 2. A factor per GWh taken "
            "for one per MWh, or kg taken for t, is wrong by 1000.",
            factor=given,
        ) if given > HIGHEST_FACTOR else message(
            "The printed emissions imply {factor:,.6g} t per MWh, the published factor is {published:,.4f}: that is a "
            "power of ten apart.",
            factor=given, published=published,
        )  # fmt: skip
        yield _finding(line.place, f"{given:,.6g} t/MWh", why, (line.position,))


def _total(subject: Subject, total: PrintedTotal) -> Iterator[Finding]:
    computed = sum_t(subject, total)
    power = power_of_ten(total.value_t / computed, NEAR_TOTAL) if computed > 0 else 0
    if power:
        why = message(
            "The lines add up to {computed:,.1f} t; the printed figure is the same but for the decimal point.",
            computed=computed,
        )
        yield _finding(label_place(total), f"{total.value_t:,.2f} {total.unit}", why, ())


def _per_inhabitant(subject: Subject, year: int) -> Iterator[Finding]:
    population = subject.population(year)
    if not population:
        return
    found = sums(subject.history[year])
    slipped = [key for key in sorted(found) if _is_slipped(subject, key, found[key], population)]
    if slipped:
        key = slipped[0]
        value = found[key].energy_mwh / population
        usual = ranges()[group_of(subject.country), key, "energy_mwh"]
        why = message(
            "{sector}: {value:,.4g} MWh per inhabitant; in {n} inventories of like countries nine in ten lie between "
            "{low:,.2g} and {high:,.2g}. Moved by three digits it would be usual.",
            sector=TITLES[key], value=value, n=usual.n, low=usual.q05, high=usual.q95,
        )  # fmt: skip
        place = message("{sectors}, {year}", sectors=listed(TITLES[each] for each in slipped), year=year)
        positions = tuple(position for each in slipped for position in found[each].positions)
        yield _finding(place, f"{found[key].energy_mwh:,.0f} MWh", why, positions)


def _is_slipped(subject: Subject, key: str, found: Sums, population: float) -> bool:
    usual = ranges().get((group_of(subject.country), key, "energy_mwh"))
    return usual is not None and is_thousand_times(key, found.energy_mwh / population, usual)


def _finding(place: Message | str, value: str, why: Message, lines: tuple[int, ...]) -> Finding:
    return Finding(KEY, Severity.BLOCKS_PUBLISHING, place, value, why, _WHAT, lines)
