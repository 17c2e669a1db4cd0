"""Two people's changes of the same lines put together, three ways: what both began with, and what each made of it.

A line is recognised by sector, carrier, subsector, supplier and unit, and where several are alike by what else they say
and by their order. What two people changed in different places is put together by itself; what they changed in the
same place is a conflict that a person decides. Nothing is dropped silently.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import Enum

from cascais.errors import ConflictError
from cascais.inventory.activities import Activity

CELLS: dict[str, tuple[str, ...]] = {
    "figure": ("amount", "unit", "notation_key"),
    "reported_t": ("reported_t",),
    "quality": ("quality",),
    "source": ("source",),
    "comment": ("comment",),
    "is_green": ("is_green",),
}
"""What of a line is decided together: an amount says nothing without its unit."""
ORIGIN = ("uncertainty", "is_estimated", "file", "row")
"""What says how a figure came about; it goes where the figure goes."""
LINE = "line"
"""The name of a conflict about a whole line."""

Place = tuple[str, str]
"""Key of a line and name of the conflict in it."""
Answers = Mapping[Place, tuple[Activity, ...]]
"""For a cell the line that it is taken from; for a whole line the lines that stand in its place, or none."""


class Side(Enum):
    """Whose change it is."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Pair:
    """A line before and after; None where it is not there."""

    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class MergedLine:
    """A line as both began with it and as each left it, and what they agree on.

    `merged` is None where the line goes; cells in `conflicts` still say in it what they said at first.
    """

    key: str
    base: Activity | None
    mine: Activity | None
    theirs: Activity | None
    merged: Activity | None
    conflicts: tuple[str, ...] = ()

    @property
    def changed_by(self) -> Side | None:
        """Who changed the line, None where nobody did."""
        has_mine, has_theirs = self.mine != self.base, self.theirs != self.base
        if has_mine and has_theirs:
            return Side.BOTH
        return Side.MINE if has_mine else Side.THEIRS if has_theirs else None

    @property
    def known(self) -> Activity:
        """The line as anybody knows it, to say what it is about."""
        return next(each for each in (self.base, self.theirs, self.mine) if each is not None)


@dataclass(frozen=True, slots=True)
class Merge:
    """All lines of both sides."""

    lines: tuple[MergedLine, ...]

    @property
    def conflicts(self) -> tuple[MergedLine, ...]:
        """The lines that a person has to decide about."""
        return tuple(line for line in self.lines if line.conflicts)

    @property
    def agreed(self) -> tuple[MergedLine, ...]:
        """The lines that somebody changed and nobody has to decide about."""
        return tuple(line for line in self.lines if line.changed_by and not line.conflicts)

    @property
    def activities(self) -> tuple[Activity, ...]:
        """The lines as put together. Raises ConflictError where something has to be decided first."""
        return resolved(self, {})


def merge(base: Sequence[Activity], mine: Sequence[Activity], theirs: Sequence[Activity]) -> Merge:
    """Put the changes of two sides together.

    Where only one side changed anything its lines are the result, in its order; else the lines stand in the order in
    which both began with them, and what was added stands behind.

    >>> gas = Activity(2022, "residential", "natural_gas", 100.0, "MWh")
    >>> coal = Activity(2022, "residential", "hard_coal", 10.0, "MWh")
    >>> both = merge([gas, coal], [replace(gas, amount=90.0), coal], [gas, replace(coal, quality="A")])
    >>> [(line.amount, line.quality) for line in both.activities]
    [(90.0, ''), (10.0, 'A')]
    >>> clash = merge([gas], [replace(gas, amount=90.0)], [replace(gas, amount=80.0)])
    >>> clash.conflicts[0].conflicts
    ('figure',)
    """
    if tuple(theirs) == tuple(base):
        return Merge(tuple(_one_sided(base, mine, Side.MINE)))
    if tuple(mine) == tuple(base):
        return Merge(tuple(_one_sided(base, theirs, Side.THEIRS)))
    in_mine, in_theirs = _partners(base, mine), _partners(base, theirs)
    kept = [
        _line(
            f"line-{position}", line, _at(mine, in_mine.get(position)), _at(theirs, in_theirs.get(position))
        )
        for position, line in enumerate(base)
    ]
    added = _added(
        [line for position, line in enumerate(mine) if position not in in_mine.values()],
        [line for position, line in enumerate(theirs) if position not in in_theirs.values()],
    )
    return Merge((*kept, *added))


def resolved(found: Merge, answers: Answers) -> tuple[Activity, ...]:
    """The lines of both sides with every conflict decided. Raises ConflictError where an answer is missing."""
    return tuple(activity for line in found.lines for activity in _decided(line, answers))


def pairs(before: Sequence[Activity], after: Sequence[Activity]) -> tuple[Pair, ...]:
    """Which line became which: in the order of the later lines, those that went behind.

    >>> first = Activity(2022, "residential", "natural_gas", 100.0, "MWh")
    >>> pairs([first], [replace(first, carrier="wood"), replace(first, amount=1.0)])
    (Pair(before=None, after=0), Pair(before=0, after=1))
    """
    partners = _partners(before, after)
    back = {later: earlier for earlier, later in partners.items()}
    gone = [Pair(position, None) for position in range(len(before)) if position not in partners]
    return (*(Pair(back.get(position), position) for position in range(len(after))), *gone)


def changed_fields(before: Activity, after: Activity) -> tuple[str, ...]:
    """The fields in which two lines differ."""
    return tuple(
        item.name for item in fields(Activity) if getattr(before, item.name) != getattr(after, item.name)
    )


def _place(line: Activity) -> tuple[Hashable, ...]:
    return line.sector, line.carrier, line.subsector, line.supplier


SIGNS: tuple[Callable[[Activity], Hashable], ...] = (
    lambda line: line,
    lambda line: (_place(line), line.unit, line.amount, line.reported_t, line.notation_key),
    lambda line: (_place(line), line.unit, line.source, line.comment),
    lambda line: (_place(line), line.unit),
    _place,
)
"""By what lines are recognised, the surest sign first; among equal ones the order decides."""


def _partners(before: Sequence[Activity], after: Sequence[Activity]) -> dict[int, int]:
    """Positions of the lines that are the same in both."""
    found: dict[int, int] = {}
    for sign in SIGNS:
        taken = set(found.values())
        waiting: dict[Hashable, deque[int]] = {}
        for position, line in enumerate(after):
            if position not in taken:
                waiting.setdefault(sign(line), deque()).append(position)
        for position, line in enumerate(before):
            if position not in found and (alike := waiting.get(sign(line))):
                found[position] = alike.popleft()
    return found


def _one_sided(base: Sequence[Activity], changed: Sequence[Activity], side: Side) -> Iterator[MergedLine]:
    for pair in pairs(base, changed):
        old, new = _at(base, pair.before), _at(changed, pair.after)
        key = f"line-{pair.before}" if pair.before is not None else f"{side.value}-{pair.after}"
        mine, theirs = (new, old) if side is Side.MINE else (old, new)
        yield MergedLine(key, old, mine, theirs, new)


def _line(key: str, base: Activity, mine: Activity | None, theirs: Activity | None) -> MergedLine:
    if mine is None or theirs is None:
        left = mine or theirs
        is_disputed = left is not None and left != base
        return MergedLine(key, base, mine, theirs, base if is_disputed else None, (LINE,) * is_disputed)
    merged, conflicts, figure_from = base, [], base
    for cell, names in CELLS.items():
        old, first, second = (_values(each, names) for each in (base, mine, theirs))
        if first != old and second != old and first != second:
            conflicts.append(cell)
            continue
        taken = mine if second == old else theirs
        merged = _with(merged, taken, names)
        if cell == "figure" and first != second:
            figure_from = taken
    merged = _with(merged, _origin(base, mine, theirs, figure_from), ORIGIN)
    return MergedLine(key, base, mine, theirs, merged, tuple(conflicts))


def _origin(base: Activity, mine: Activity, theirs: Activity, figure_from: Activity) -> Activity:
    """The line that says how the merged figure came about; the rule does not ask which side is which."""
    old, first, second = (_values(each, ORIGIN) for each in (base, mine, theirs))
    if second in (old, first):
        return mine
    if first == old:
        return theirs
    return (
        figure_from
        if figure_from is not base
        else max(mine, theirs, key=lambda line: repr(_values(line, ORIGIN)))
    )


def _added(mine: Sequence[Activity], theirs: Sequence[Activity]) -> Iterator[MergedLine]:
    """Lines that were not there at first; the same line added by both with other figures is a conflict."""
    for pair in pairs(theirs, mine):
        first, second = _at(mine, pair.after), _at(theirs, pair.before)
        key = f"mine-{pair.after}" if first else f"theirs-{pair.before}"
        is_disputed = first is not None and second is not None and first != second
        yield MergedLine(
            key, None, first, second, None if is_disputed else first or second, (LINE,) * is_disputed
        )


def _decided(line: MergedLine, answers: Answers) -> tuple[Activity, ...]:
    open_ones = [cell for cell in line.conflicts if (line.key, cell) not in answers]
    if open_ones:
        raise ConflictError(f"{line.key}: {', '.join(open_ones)} is not decided.")
    if LINE in line.conflicts:
        return answers[line.key, LINE]
    merged = line.merged
    if merged is None:
        return ()
    for cell in line.conflicts:
        names = (*CELLS[cell], *(ORIGIN if cell == "figure" else ()))
        merged = _with(merged, answers[line.key, cell][0], names)
    return (merged,)


def _at(lines: Sequence[Activity], position: int | None) -> Activity | None:
    return None if position is None else lines[position]


def _values(line: Activity, names: Sequence[str]) -> tuple[object, ...]:
    return tuple(getattr(line, name) for name in names)


def _with(line: Activity, other: Activity, names: Sequence[str]) -> Activity:
    return replace(line, **{name: getattr(other, name) for name in names})
