"""What the fields of a line are called, and what they say, in words for a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cascais.inventory.activities import Activity
from cascais.web.display.templatetags.display import amount
from cascais.web.display.texts import translated
from cascais.web.inventories.grid import DIGITS, texts_of
from cascais.web.inventories.templatetags.inventory_numbers import spread, unit

FIELDS = {
    "sector": _("Sector"),
    "carrier": _("Carrier"),
    "amount": _("Amount"),
    "unit": _("Unit"),
    "subsector": _("Part of the sector"),
    "supplier": _("Supplier"),
    "notation_key": _("Key"),
    "quality": _("Grade"),
    "uncertainty": _("Uncertainty"),
    "source": _("Source"),
    "comment": _("Comment"),
    "reported_t": _("Emissions as printed"),
    "is_green": _("Certified green"),
    "is_estimated": _("Estimated"),
}
CELLS = {
    "figure": _("Amount"),
    "reported_t": _("Emissions as printed"),
    "quality": _("Grade"),
    "source": _("Source"),
    "comment": _("Comment"),
    "is_green": _("Certified green"),
    "line": _("The whole line"),
}
HEAD = {
    "kind": _("Kind"),
    "title": _("Title"),
    "gwp_set": _("Warming potentials (GWP set)"),
    "variant": _("Variant of factors"),
    "electricity": _("Series of electricity factors"),
    "framework": _("Framework"),
    "source": _("Source"),
    "source_url": _("Address of the source"),
    "note": _("Note"),
}
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class ToldField:
    """A field that changed, in words."""

    title: str
    before: str
    after: str


def told_fields(names: Iterable[str], before: Activity, after: Activity) -> tuple[ToldField, ...]:
    """The named fields of two lines; those that no page shows are left out."""
    return tuple(
        ToldField(str(FIELDS[name]), said(name, before), said(name, after))
        for name in names
        if name in FIELDS
    )


def said(name: str, line: Activity) -> str:
    """What a field of a line says."""
    if name in ("is_green", "is_estimated"):
        return gettext("yes") if getattr(line, name) else gettext("no")
    if name == "uncertainty":
        return spread(line.uncertainty) or NOTHING
    if name == "unit":
        return unit(line.unit) or NOTHING
    if name in ("subsector", "supplier", "comment"):
        return translated(getattr(line, name)) or NOTHING
    if name in ("amount", "reported_t"):
        return _exact(getattr(line, name))
    return texts_of(line)[name] or NOTHING


def said_in_cell(cell: str, line: Activity) -> str:
    """What a line says in one cell of the merge page; a figure goes with its unit, or is a key."""
    if cell == "figure":
        return line.notation_key or (
            f"{said('amount', line)} {unit(line.unit)}" if line.amount is not None else NOTHING
        )
    if cell == "line":
        parts = [said_in_cell("figure", line)]
        if line.reported_t is not None:
            parts.append(f"{said('reported_t', line)} t CO₂e")
        parts.append(said("quality", line))
        return " · ".join(part for part in parts if part != NOTHING) or NOTHING
    return said(cell, line)


def _exact(value: float | None) -> str:
    """A number with all its figures and grouped thousands: two versions may differ in the last one."""
    if value is None:
        return NOTHING
    written = f"{value:.{DIGITS}g}"
    return amount(float(written), len(written.partition(".")[2]) if "e" not in written else 0)
