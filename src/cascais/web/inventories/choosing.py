"""The page on which a person puts the own changes and somebody else's together: what it asks, and what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cascais.inventory.activities import Activity
from cascais.inventory.merging import LINE, Answers, Merge, MergedLine, Side, changed_fields
from cascais.web.inventories.grid import Grid, GridRow, changed, grid_of, judged, texts_of
from cascais.web.inventories.line_words import CELLS, ToldField, said_in_cell, told_fields

TYPED = {
    "figure": ("amount", "unit", "notation_key"),
    "reported_t": ("reported_t",),
    "quality": ("quality",),
    "source": ("source",),
}
"""Cells for which a third value can be typed, and its fields."""
OTHER = "other"
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Option:
    """One way to decide; `says` is empty where the line goes."""

    value: str
    says: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell, or a whole line, that both changed, and what was chosen for it."""

    line: MergedLine
    cell: str
    options: tuple[Option, ...]
    chosen: str
    other: GridRow | None
    answer: tuple[Activity, ...] | None
    is_missing: bool = False

    @property
    def name(self) -> str:
        """The name of the conflict in the form."""
        return f"{self.line.key}-{self.cell}"

    @property
    def title(self) -> str:
        return str(CELLS[self.cell])

    @property
    def at_first(self) -> str:
        """What the cell said when both began."""
        return said_in_cell(self.cell, self.line.base) if self.line.base else ""

    @property
    def errors(self) -> tuple[str, ...]:
        """What is wrong with the answer."""
        if self.is_missing:
            return (_("Choose which of them holds."),)
        return tuple(self.other.errors.values()) if self.other and self.chosen == OTHER else ()


@dataclass(frozen=True, slots=True)
class Agreed:
    """A line that was changed and needs no decision; without fields it was added or removed."""

    line: MergedLine
    side: Side
    fields: tuple[ToldField, ...]

    @property
    def is_added(self) -> bool:
        return self.line.base is None

    @property
    def is_removed(self) -> bool:
        return self.line.merged is None

    @property
    def says(self) -> str:
        return said_in_cell(LINE, self.line.merged or self.line.known)


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything that the page asks and what was answered."""

    conflicts: tuple[Conflict, ...]
    agreed: tuple[Agreed, ...]

    @property
    def is_complete(self) -> bool:
        return all(each.answer is not None for each in self.conflicts)

    @property
    def answers(self) -> Answers:
        """The answers as the merge takes them."""
        return {(each.line.key, each.cell): each.answer for each in self.conflicts if each.answer is not None}


def choices(found: Merge, post: Mapping[str, str], *, is_asked: bool) -> Choices:
    """What has to be decided, with what a form says about it. `is_asked` is whether the form asked just this."""
    return Choices(
        tuple(_conflict(line, cell, post, is_asked) for line in found.conflicts for cell in line.conflicts),
        tuple(_agreed(line) for line in found.agreed),
    )


def kept_fields(grid: Grid, before: tuple[Activity, ...]) -> list[tuple[str, str]]:
    """What the form of the grid said otherwise than the lines that it was made from, to be sent again."""
    stored = {row.name: row.texts for row in grid_of(0, before).rows if row.position is not None}
    return [
        (f"{row.name}-{name}", text)
        for row in grid.rows
        if not row.is_blank
        for name, text in (*row.texts.items(), *((("removed", "on"),) if row.is_removed else ()))
        if stored.get(row.name, {}).get(name) != text
    ]


def _conflict(line: MergedLine, cell: str, post: Mapping[str, str], is_asked: bool) -> Conflict:
    name = f"{line.key}-{cell}"
    options = _options(line, cell)
    chosen = post.get(f"choose-{name}", "")
    other = _other(line, cell, post, name)
    if other is None and chosen == OTHER or chosen not in (OTHER, *(each.value for each in options)):
        chosen = ""
    answer = _answer(line, cell, chosen, other)
    return Conflict(line, cell, options, chosen, other, answer, is_missing=is_asked and not chosen)


def _options(line: MergedLine, cell: str) -> tuple[Option, ...]:
    sides = (("mine", line.mine), ("theirs", line.theirs))
    options = [Option(value, said_in_cell(cell, side) if side else "") for value, side in sides]
    if cell == LINE and line.base is None:
        options.append(Option("both", _("both lines")))
    return tuple(options)


def _other(line: MergedLine, cell: str, post: Mapping[str, str], name: str) -> GridRow | None:
    """The third value as it was typed, with what is wrong with it; at first it says what stands stored."""
    if cell not in TYPED or line.theirs is None:
        return None
    stored = texts_of(line.theirs)
    typed = {
        field: post.get(f"other-{name}-{field}", stored[field]).replace("\0", "").strip()[:LONGEST]
        for field in TYPED[cell]
    }
    row = judged(GridRow(name, position=0, texts={**stored, **typed}))
    errors = {field: words for field, words in row.errors.items() if field in TYPED[cell]}
    return GridRow(name, 0, row.texts, errors=errors)


def _answer(line: MergedLine, cell: str, chosen: str, other: GridRow | None) -> tuple[Activity, ...] | None:
    found = {"mine": (line.mine,), "theirs": (line.theirs,), "both": (line.theirs, line.mine)}
    if chosen in found:
        return tuple(each for each in found[chosen] if each is not None)
    if chosen == OTHER and other and not other.errors and line.theirs is not None:
        return (changed(line.theirs, other),)
    return None


def _agreed(line: MergedLine) -> Agreed:
    told: tuple[ToldField, ...] = ()
    if line.base is not None and line.merged is not None:
        told = told_fields(changed_fields(line.base, line.merged), line.base, line.merged)
    return Agreed(line, line.changed_by or Side.BOTH, told)
