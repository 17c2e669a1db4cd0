"""Direct and life-cycle factors in one inventory or one series."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.checks import rule
from cascais.inventory.emissions import Inventory
from cascais.inventory.findings import Finding, Severity, Subject
from cascais.tables import electricity
from cascais.tables.emission_factors import LIFE_CYCLE_VARIANTS
from cascais.text import Message, _, listed, message

KEY = "mixed_variants"
FAR = 0.25
"""Another electricity series is named where it is more than a quarter away from the one in use."""


@rule(
    KEY,
    title=_("Factor variants are mixed"),
    severity=Severity.WARNS,
    reason=message(
        "A life-cycle factor is higher than the direct one of the same fuel: a mixed series shows changes that never were."
    ),
)
def mixed_variants(subject: Subject) -> Iterator[Finding]:
    """Find life-cycle beside direct factors within the inventory, and another variant in another year."""
    kinds = _kinds(subject.inventory)
    if len(set(kinds.values())) > 1:
        yield _finding(
            message("Whole inventory"),
            ", ".join(sorted(kinds)),
            message(
                "Direct and life-cycle factors stand side by side: {variants}.",
                variants=", ".join(sorted(kinds)),
            ),
        )
    elif _has_default_electricity(subject.inventory):
        yield _default_electricity(subject.inventory)
    for other in subject.earlier:
        one, two = subject.inventory.options, other.options
        if len(other.activities) and (one.variant, one.electricity) != (two.variant, two.electricity):
            years = sorted({int(year) for year in other.activities.year})
            yield _finding(
                message("{years}", years=", ".join(map(str, years))),
                f"{two.variant} {two.electricity}".strip(),
                message(
                    "The year {years} was computed with other factors than {own}: the two cannot be compared.",
                    years=", ".join(map(str, years)), own=", ".join(map(str, subject.years)),
                ),
            )  # fmt: skip


def _kinds(inventory: Inventory) -> dict[str, bool]:
    """The variants in use, each with whether it holds the life cycle.

    Prescribed factors do not say, and an electricity series that nobody chose has a finding of its own.
    """
    life_cycle = {variant.key for variant in electricity.variants() if variant.is_life_cycle}
    life_cycle |= set(LIFE_CYCLE_VARIANTS)
    used = {
        variant
        for each in inventory.factors.resolved
        if each.key.carrier != "electricity" or inventory.options.electricity
        for variant in each.variants
    }
    return {variant: variant in life_cycle for variant in used if variant != "prescribed"}


def _has_default_electricity(inventory: Inventory) -> bool:
    """Whether electricity took the life-cycle series by default while the fuels took direct factors."""
    options = inventory.options
    return (
        options.variant not in LIFE_CYCLE_VARIANTS
        and not options.electricity
        and any(
            each.key.carrier == "electricity" and electricity.DEFAULT_VARIANT in each.variants
            for each in inventory.factors.resolved
        )
    )


def _default_electricity(inventory: Inventory) -> Finding:
    series = electricity.variant(electricity.DEFAULT_VARIANT)
    others = _other_series(inventory)
    why = message(
        "No series of electricity factors was chosen, so that “{series}” is used. It counts the whole life cycle, "
        "the fuels only what they emit when burnt.",
        series=series.title,
    )
    if others:
        why = message(
            "No series of electricity factors was chosen, so that “{series}” is used. It counts the whole life cycle, "
            "the fuels only what they emit when burnt. Other series have (t/MWh): {others}.",
            series=series.title,
            others=listed(others, "; "),
        )
    return Finding(
        KEY,
        Severity.INFORMS,
        message("Electricity"),
        series.title,
        why,
        message(
            "Choose another series, or give your supplier's or your country's own factor in a file of prescribed factors."
        ),
        lines=tuple(
            line
            for line, position in enumerate(inventory.factor_of_line)
            if inventory.factors.resolved[position].key.carrier == "electricity"
        ),
    )


def _other_series(inventory: Inventory) -> list[Message]:
    """What the other series have for the same country and years where they are more than a quarter away."""
    country = inventory.options.country
    told = []
    by_default = {
        each.key.year
        for each in inventory.factors.resolved
        if each.key.carrier == "electricity" and electricity.DEFAULT_VARIANT in each.variants
    }
    for year in sorted(by_default):
        own = electricity.find(country, year).factors[0].value
        for series in electricity.variants():
            if not series.is_for_inventories or year not in electricity.years(country, series.key):
                continue
            value = electricity.find(country, year, series.key).factors[0].value
            if abs(value - own) > FAR * own:
                told.append(
                    message(
                        "{series}, {year}: {value:.3f} ({own:.3f})",
                        series=series.title, year=str(year), value=value, own=own,
                    )
                )  # fmt: skip
    return told


def _finding(place: Message, value: str, why: Message) -> Finding:
    what = message("Choose one variant and compute every line and every year with it.")
    return Finding(KEY, Severity.WARNS, place, value, why, what)
