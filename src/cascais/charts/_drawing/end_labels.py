"""Finds places for the names at the ends of lines, where they cross no line, no bar and no other name.

A page is as wide as its reader's screen, so that each place is tried on a narrow and on a wide drawing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTHS = (235.0, 640.0)  # px of the plot on a phone and on a page
LETTER, LINE = 6.4, 14.0  # px
ASIDE = {True: 5.0, False: 7.0}  # px from the end of the line to its name, to the right; by is_left
STEP = 6.0  # px between two levels that are tried
NEAR = 16.0  # px between a name and its end that need no line between them
RIM = 3.0  # px that a name keeps free around it
TOUCHING, CROSSING, MEETING, OUTSIDE, ON_BAR = 150.0, 3.0, 5000.0, 20000.0, 500.0
"""What it costs, in px of way: a line that touches a name and each px of it inside, two names that meet, a name off the
drawing, and one on a bar."""

Point = tuple[float, float]
Rect = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Plane:
    """The values that the edges of the drawing stand for, and its height [px]."""

    left: float
    right: float
    low: float
    high: float
    height: float

    def x(self, value: float, width: float) -> float:
        """Distance from the left edge [px] on a drawing of a width."""
        return (value - self.left) / (self.right - self.left) * width

    def y(self, value: float) -> float:
        """Distance from the upper edge [px]."""
        return (self.high - value) / (self.high - self.low) * self.height

    def level(self, y: float) -> float:
        """The value at a distance from the upper edge [px]."""
        return self.high - y / self.height * (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Name:
    """The name at the end of a line, broken into lines."""

    end: Point
    lines: tuple[str, ...]

    def box(self, plane: Plane, width: float, is_left: bool, middle: float) -> Rect:
        """Where the name stands on a drawing of a width: left of the line's end or right of it [px]."""
        wide = LETTER * max(len(line) for line in self.lines)
        high = LINE * len(self.lines)
        edge = plane.x(self.end[0], width) + ASIDE[is_left]
        left = edge - wide if is_left else edge
        return left - RIM, middle - high / 2, left + wide + RIM, middle + high / 2


@dataclass(frozen=True, slots=True)
class Standing:
    """A text that stands already: the point it belongs to, and its box from there [px]."""

    at: Point
    box: Rect

    def on(self, plane: Plane, width: float) -> Rect:
        """Its box on a drawing of a width [px]."""
        x, y = plane.x(self.at[0], width), plane.y(self.at[1])
        return x + self.box[0], y + self.box[1], x + self.box[2], y + self.box[3]


@dataclass(frozen=True, slots=True)
class Place:
    """On which side of its end a name stands, the value at its middle, and that at its edge towards the end."""

    is_left: bool
    level: float
    foot: float


def places(
    names: Sequence[Name],
    paths: Sequence[Sequence[Point]],
    bars: Sequence[Rect],
    plane: Plane,
    standing: Sequence[Standing] = (),
) -> list[Place]:
    """A place for each name; `bars` are given by their values. The lowest end chooses first, so that names stand in order.

    >>> plane = Plane(1990, 2050, 0, 100, 340)
    >>> name = Name((2050, 5.0), ("−95 % by 2050",))
    >>> (found,) = places([name], [[(1990, 100), (2050, 5)]], [], plane)
    >>> found.is_left, round(found.level)  # below the line, which ends higher
    (True, 3)
    """
    scenes = [_Scene(width, plane, paths, bars, standing) for width in WIDTHS]
    found: dict[int, Place] = {}
    for index in sorted(range(len(names)), key=lambda index: names[index].end[1]):
        name = names[index]
        is_left, middle = _cheapest(name, scenes, plane)
        for scene in scenes:
            scene.taken.append(name.box(plane, scene.width, is_left, middle))
        found[index] = Place(is_left, plane.level(middle), plane.level(_foot(name, middle, plane)))
    return [found[index] for index in range(len(names))]


def _cheapest(name: Name, scenes: Sequence[_Scene], plane: Plane) -> tuple[bool, float]:
    """The side and the middle of the best place; of two equally good ones the first candidate.

    The nearest are tried first: no place costs less than its way, so those farther off than the best need no try.
    """
    end, best = plane.y(name.end[1]), (math.inf, 0, False, 0.0)
    candidates = enumerate(_candidates(name, plane))
    for position, (is_left, middle) in sorted(candidates, key=lambda each: abs(each[1][1] - end)):
        if len(scenes) * abs(middle - end) > best[0]:
            break
        cost = sum(scene.cost(name, is_left, middle) for scene in scenes)
        best = min(best, (cost, position, is_left, middle))
    return best[2], best[3]


def _foot(name: Name, middle: float, plane: Plane) -> float:
    """The edge of a name towards its end [px from the top]; the end itself where the name stands beside it."""
    end, half = plane.y(name.end[1]), LINE * len(name.lines) / 2
    if abs(end - middle) < half + NEAR:
        return end
    return middle + half if end > middle else middle - half


def _candidates(name: Name, plane: Plane) -> list[tuple[bool, float]]:
    half = LINE * len(name.lines) / 2
    steps = int((plane.height - 2 * half) / STEP) + 1
    return [(is_left, half + STEP * step) for is_left in (True, False) for step in range(steps)]


class _Scene:
    """What already stands on a drawing of a width."""

    def __init__(
        self,
        width: float,
        plane: Plane,
        paths: Sequence[Sequence[Point]],
        bars: Sequence[Rect],
        standing: Sequence[Standing],
    ) -> None:
        self.width, self.plane = width, plane
        self.segments = [
            pair for path in paths for pair in pairwise((plane.x(x, width), plane.y(y)) for x, y in path)
        ]
        self.bars = [
            (plane.x(left, width), plane.y(top), plane.x(right, width), plane.y(bottom))
            for left, top, right, bottom in bars
        ]
        self.taken = [text.on(plane, width) for text in standing]

    def cost(self, name: Name, is_left: bool, middle: float) -> float:
        """How bad a place is, in px of way from the end of the line."""
        box = name.box(self.plane, self.width, is_left, middle)
        outside = max(0.0, -box[0]) + max(0.0, box[2] - self.width - RIM - ASIDE[True])
        inside = [length for segment in self.segments if (length := _length_inside(segment, box)) > 0]
        met = sum(_meet(box, other) for other in self.taken)
        on_bars = sum(_meet(box, bar) for bar in self.bars)
        way = abs(middle - self.plane.y(name.end[1]))
        crossed = TOUCHING * len(inside) + CROSSING * sum(inside)
        return way + crossed + MEETING * met + ON_BAR * on_bars + (OUTSIDE if outside else 0.0)


def _length_inside(segment: tuple[Point, Point], box: Rect) -> float:
    """How much of a segment lies in a box [px] (Liang and Barsky 1984)."""
    (x0, y0), (x1, y1) = segment
    start, end = 0.0, 1.0
    for begin, way, low, high in ((x0, x1 - x0, box[0], box[2]), (y0, y1 - y0, box[1], box[3])):
        if not way:
            if not low < begin < high:
                return 0.0
            continue
        first, last = sorted(((low - begin) / way, (high - begin) / way))
        start, end = max(start, first), min(end, last)
    return max(0.0, end - start) * math.dist(*segment)


def _meet(one: Rect, other: Rect) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
