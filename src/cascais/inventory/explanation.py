"""Explains any result: total → sector → line → amount, conversion, factor, publication, how it was chosen.

Nothing is stored for it: the tree is derived on demand from the keys that the columns carry.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from cascais import units
from cascais.inventory import totals
from cascais.inventory.activities import IntArray, sector_codes
from cascais.inventory.emissions import Inventory, UnitConversion, unit_conversion
from cascais.inventory.factors import GASES, ResolvedFactor, gas_weight
from cascais.inventory.uncertainty import approach_1
from cascais.provenance import Source
from cascais.tables import electricity, vocabulary
from cascais.tables.emission_factors import VARIANTS, EmissionFactor
from cascais.text import Message, Translate, _, listed, message


@dataclass(frozen=True, slots=True)
class Explanation:
    """A number, what it is, and the numbers it was made from.

    `uncertainty` is relative (half of the 95 % interval), None where nobody knows it.
    """

    title: Message
    value: float | None
    unit: str
    uncertainty: float | None = None
    formula: Message | None = None
    notes: tuple[Message, ...] = ()
    source: Source | None = None
    children: tuple[Explanation, ...] = ()


def explain(inventory: Inventory, sector: str = "", line: int | None = None) -> Explanation:
    """Explain the total, the emissions of a sector, or one line."""
    if line is not None:
        return _line(inventory, line)
    if sector:
        return _sector(inventory, sector, with_parts=True)
    return _total(inventory)


def _total(inventory: Inventory) -> Explanation:
    result = approach_1(inventory)
    return Explanation(
        title=message("Total emissions"),
        value=totals.total_t(inventory),
        unit="t CO2e",
        uncertainty=result.relative,
        formula=message("sum over the sectors"),
        notes=(
            message(
                "Greenhouse gases are added with the potentials of the {gwp}.", gwp=_gwp_title(inventory)
            ),
            message(
                "Biogenic CO2 of {amount:,.0f} t stands apart and is not in the total.",
                amount=totals.biogenic_co2_t(inventory),
            ),
        ),
        children=tuple(_sector(inventory, key, with_parts=False) for key in _sectors_told(inventory)),
    )


def _sectors_told(inventory: Inventory) -> list[str]:
    """Sectors with a line of any kind, those with notation keys alone included, in the order of the matrix."""
    keys = list(sector_codes())
    return [keys[code] for code in np.unique(inventory.activities.sector).tolist()]


def _has_number(inventory: Inventory, lines: IntArray) -> bool:
    amount, reported_t = inventory.activities.amount[lines], inventory.activities.reported_t[lines]
    return bool(np.any(~np.isnan(amount) | ~np.isnan(reported_t)))


def _sector(inventory: Inventory, key: str, *, with_parts: bool) -> Explanation:
    lines = totals.lines_of(inventory, key, with_parts=with_parts)
    return Explanation(
        title=message("{sector}", sector=vocabulary.sector(key).title),
        value=float(inventory.co2e_t[lines].sum()) if _has_number(inventory, lines) else None,
        unit="t CO2e",
        uncertainty=approach_1(inventory, lines).relative,
        formula=message("sum over the lines"),
        children=tuple(_line(inventory, int(line)) for line in lines),
    )


def _line(inventory: Inventory, line: int) -> Explanation:
    activity = inventory.activities.activity(line)
    title = message(
        "{carrier} in {sector}, {year}",
        carrier=vocabulary.carrier(activity.carrier).title,
        sector=vocabulary.sector(activity.sector).title,
        year=activity.year,
    )
    value = float(inventory.co2e_t[line])
    uncertainty = approach_1(inventory, np.array([line])).relative
    if inventory.is_reported[line]:
        note = message(
            "As printed by the source of the line; no factor was applied: {source}", source=activity.source
        )
        return Explanation(title, value, "t CO2e", uncertainty, notes=(note,))
    chosen = inventory.factors.resolved[inventory.factor_of_line[line]]
    if activity.amount is None:
        note = message("No amount: notation key {key}.", key=activity.notation_key or "–")
        return Explanation(title, None, "t CO2e", None, notes=(note,))
    return Explanation(
        title=title,
        value=value,
        unit="t CO2e",
        uncertainty=uncertainty,
        formula=message("amount × conversion × factor"),
        notes=_line_notes(chosen),
        children=(
            _amount(inventory, line),
            *_conversion(activity.unit, activity.carrier),
            _factor(inventory, int(inventory.factor_of_line[line])),
        ),
    )


def _line_notes(chosen: ResolvedFactor) -> tuple[Message, ...]:
    if chosen.is_missing:
        return (
            message("No factor and no reported emissions: the line counts as 0 t and must be completed."),
        )
    return ()


def _amount(inventory: Inventory, line: int) -> Explanation:
    activity = inventory.activities.activity(line)
    notes = [message("Quality grade {grade}", grade=activity.quality or "–")]
    if activity.is_estimated:
        notes.append(message("Estimated from a proxy, to be replaced by local data"))
    if activity.source:
        notes.append(message("Source: {source}", source=activity.source))
    if activity.place:
        notes.append(message("Entered in {place}", place=activity.place))
    if activity.comment:
        notes.append(message("Comment: {comment}", comment=activity.comment))
    uncertainty = float(inventory.activities.uncertainty[line])
    return Explanation(
        message("Amount"),
        activity.amount,
        activity.unit,
        None if np.isnan(uncertainty) else uncertainty,
        notes=tuple(notes),
    )


def _conversion(unit: str, carrier: str) -> tuple[Explanation, ...]:
    conversion: UnitConversion = unit_conversion(unit, carrier)
    if conversion.factor == 1.0:
        return ()
    title = message("Conversion from {from_unit} to {to_unit}", from_unit=unit, to_unit=conversion.to_unit)
    return (
        Explanation(
            title,
            conversion.factor,
            f"{conversion.to_unit}/{unit}",
            notes=(conversion.choice.note,),
            source=conversion.source,
        ),
    )


def _factor(inventory: Inventory, position: int) -> Explanation:
    chosen = inventory.factors.resolved[position]
    unit = vocabulary.carrier(chosen.key.carrier).unit
    uncertainty = float(inventory.factors.uncertainty[position])
    return Explanation(
        title=message("Emission factor"),
        value=float(inventory.factors.co2e[position]),
        unit=f"t CO2e/{unit}",
        uncertainty=None if np.isnan(uncertainty) else uncertainty,
        formula=message("sum over the gases of factor × global warming potential"),
        notes=(
            message("How chosen: {how}", how=chosen.choice.how.in_words),
            chosen.choice.note,
            message("Variant: {variant}", variant=listed(_variants(chosen) or ["–"])),
        ),
        children=tuple(_gas(factor, unit, inventory.gwp_set) for factor in chosen.factors),
    )


def _variants(chosen: ResolvedFactor) -> list[str]:
    """What the variants in use are called; local and prescribed factors have no name beyond how they were chosen."""
    titles = VARIANTS | {each.key: each.title for each in electricity.variants()}
    return [titles.get(key, chosen.choice.how.in_words) for key in sorted(chosen.variants)]


def _gas(factor: EmissionFactor, unit: str, gwp_set: str) -> Explanation:
    weight = gas_weight(factor.gas, gwp_set)
    notes = []
    if factor.gas not in ("CO2", "CO2e", "CO2_biogenic"):
        notes.append(message("Global warming potential {gwp:g} ({gwp_set})", gwp=weight, gwp_set=gwp_set))
    if factor.source is not None and not factor.source.is_verified:
        notes.append(message("Unverified: known from memory, not yet checked against the publication"))
    return Explanation(
        title=message(
            "{gas}", gas=_("CO2 (biogenic, apart)") if factor.gas == "CO2_biogenic" else factor.gas
        ),
        value=factor.value,
        unit=f"t/{unit}",
        uncertainty=factor.uncertainty,
        notes=tuple(notes),
        source=factor.source,
    )


def _gwp_title(inventory: Inventory) -> str:
    return units.GWP_SETS[inventory.gwp_set].title


def as_text(explanation: Explanation, translate: Translate = str, depth: int = 0) -> str:
    """The tree as indented text, one number a line with its notes and source below it."""
    indent = "  " * depth
    lines = [f"{indent}{translate(explanation.title)}: {_value(explanation)}"]
    if explanation.formula:
        lines.append(f"{indent}  = {translate(explanation.formula)}")
    lines.extend(f"{indent}  · {translate(note)}" for note in explanation.notes)
    if explanation.source:
        lines.append(f"{indent}  ← {explanation.source.citation}")
    lines.extend(as_text(child, translate, depth + 1) for child in explanation.children)
    return "\n".join(lines)


def as_json(explanation: Explanation, translate: Translate = str) -> dict[str, Any]:
    """The tree as plain dictionaries and lists, ready for JSON."""
    source = explanation.source
    return {
        "title": translate(explanation.title),
        "value": explanation.value,
        "unit": explanation.unit,
        "uncertainty": explanation.uncertainty,
        "formula": translate(explanation.formula) if explanation.formula else None,
        "notes": [translate(note) for note in explanation.notes],
        "source": {
            "citation": source.citation,
            "licence": source.licence,
            "how_known": source.how_known.value,
        }
        if source
        else None,
        "children": [as_json(child, translate) for child in explanation.children],
    }


def _value(explanation: Explanation) -> str:
    if explanation.value is None:
        return "–"
    spread = f" ± {explanation.uncertainty:.0%}" if explanation.uncertainty is not None else ""
    return (
        f"{explanation.value:,.6g} {explanation.unit}{spread}"
        if abs(explanation.value) < 1000
        else (f"{explanation.value:,.0f} {explanation.unit}{spread}")
    )


__all__ = ["GASES", "Explanation", "as_json", "as_text", "explain"]
