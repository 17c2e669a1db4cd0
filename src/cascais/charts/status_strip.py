"""How likely each target is met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cascais.charts._drawing.chart import (
    STYLE,
    Cell,
    Chart,
    Column,
    EmptyChart,
    Style,
    finished,
    records,
    specification,
)
from cascais.charts._drawing.collection import chart_function
from cascais.charts._drawing.numbers import percent
from cascais.charts._drawing.parts import Spec
from cascais.charts._drawing.rows import amount, bars, caption, captions, height_px, places
from cascais.text import Message, _, message

COLUMNS = (
    Column("target", _("Target")),
    Column("probability", _("Probability")),
    Column("verdict", _("Status")),
)


@dataclass(frozen=True, slots=True)
class TargetProbability:
    """A target, the probability [0 to 1] of being on track, None where the data are too few, and the verdict in words."""

    target: str
    probability: float | None
    verdict: str


@dataclass(frozen=True, slots=True)
class StatusStrip:
    """What the chart shows."""

    member: str
    year: int
    targets: tuple[TargetProbability, ...]
    source_line: str = ""


@chart_function
def status_strip(data: StatusStrip, style: Style = STYLE) -> Chart | EmptyChart:
    """One bar a target, from nought to certain; a hollow bar where the data are too few."""
    if not data.targets:
        return EmptyChart(
            "status_strip",
            message("{member} has no target yet. Add one to see whether it is on track.", member=data.member),
        )
    translate = style.translate
    rows = tuple((translate(item.target), item.probability, translate(item.verdict)) for item in data.targets)
    title, alt = _words(data, style)
    chart = Chart(
        "status_strip",
        title,
        message("Probability of being on track, given the uncertainty of the inventory"),
        _spec(data, rows, style),
        COLUMNS,
        rows,
        alt,
        data.source_line,
    )
    return finished(chart, style)


def _verdict(item: TargetProbability, style: Style) -> str:
    words = style.translate(item.verdict)
    return words if item.probability is None else f"{words}: {percent(item.probability, style.language)}"


def _words(data: StatusStrip, style: Style) -> tuple[Message, Message]:
    title = message(
        "{member} is more likely than not on track for {likely} of {count} targets in {year}",
        member=data.member,
        likely=sum(item.probability is not None and item.probability >= 0.5 for item in data.targets),
        count=len(data.targets),
        year=data.year,
    )
    everything = "; ".join(
        f"{style.translate(item.target)}: {_verdict(item, style)}" for item in data.targets
    )
    return title, message("{title}. {all}.", title=style.translate(title), all=everything)


def _spec(data: StatusStrip, rows: Sequence[tuple[Cell, ...]], style: Style) -> Spec:
    found = places([str(row[0]) for row in rows])
    height = height_px(found)
    drawn = [
        {**record, **place.bar(), **caption(place, _verdict(item, style)), "_start": 0.0, "_certain": 1.0}
        for item, place, record in zip(data.targets, found, records(COLUMNS, rows), strict=True)
    ]
    start, end, certain = (amount(field, 1.0) for field in ("_start", "probability", "_certain"))
    layers = [
        bars("known", "track", (start, certain), height),
        bars("unknown", "hollow-muted", (start, certain), height),
        bars("known", "solid-accent", (start, end), height),
        *captions("rows", height),
    ]
    known = [row for row in drawn if row["probability"] is not None]
    unknown = [row for row in drawn if row["probability"] is None]
    return specification(layers, {"rows": drawn, "known": known, "unknown": unknown}, height, style)
