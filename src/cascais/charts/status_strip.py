"""How likely each target is met."""

from __future__ import annotations

from dataclasses import dataclass

from cascais.charts._drawing.chart import (
    STYLE,
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
from cascais.charts._drawing.rows import amount, bars, caption, captions, height_px, places
from cascais.text import _, message

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
    found = places([str(row[0]) for row in rows])
    height = height_px(found)
    drawn = []
    for item, place, record in zip(data.targets, found, records(COLUMNS, list(rows)), strict=True):
        words = str(record["verdict"])
        value = words if item.probability is None else f"{words}: {percent(item.probability, style.language)}"
        drawn.append({**record, **place.bar(), **caption(place, value), "_start": 0.0, "_certain": 1.0})
    known = [row for row in drawn if row["probability"] is not None]
    start, end, certain = amount("_start", 1.0), amount("probability", 1.0), amount("_certain", 1.0)
    layers = [
        bars("known", "track", (start, certain), height),
        bars("unknown", "hollow-muted", (start, certain), height),
        bars("known", "solid-accent", (start, end), height),
        *captions("rows", height),
    ]
    likely = sum(1 for item in data.targets if item.probability is not None and item.probability >= 0.5)
    title = message(
        "{member} is more likely than not on track for {likely} of {count} targets in {year}",
        member=data.member,
        likely=likely,
        count=len(data.targets),
        year=data.year,
    )
    everything = "; ".join(f"{row['target']}: {row['_value']}" for row in drawn)
    alt = message("{title}. {all}.", title=translate(title), all=everything)
    datasets = {
        "rows": drawn,
        "known": known,
        "unknown": [row for row in drawn if row["probability"] is None],
    }
    return finished(
        Chart(
            "status_strip",
            title,
            message("Probability of being on track, given the uncertainty of the inventory"),
            specification(layers, datasets, height, style),
            COLUMNS,
            rows,
            alt,
            data.source_line,
        ),
        style,
    )
