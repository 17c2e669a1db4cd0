"""Writes the guide to the climate indices from their collection.

python tools/write_climate_indices.py
"""

from __future__ import annotations

from pathlib import Path

from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import CLIMATE_INDICES, HAZARDS
from cascais.hazards.missing import MissingRule
from cascais.provenance import Source

GUIDE = Path(__file__).parent.parent / "docs" / "hazards" / "indices.md"
HEAD = """# Climate indices

What each index counts, from which daily variables, and when it is not computed for want of days. Made from the
collection by `tools/write_climate_indices.py`; how an index is added stands in [adding-an-index.md](adding-an-index.md).

Variables: `tasmax`, `tasmin`, `tas` highest, lowest and mean temperature of a day [°C]; `pr` precipitation [mm/d]; `snd` depth
of snow [cm]; `sfcWind` mean wind at 10 m and `wsgsmax` strongest gust [m/s]; `fwi` fire weather index; `wbgt`
wet-bulb globe temperature [°C]. E: one of the 27 indices of the ETCCDI. Y: of whole years only.
"""


def guide() -> str:
    """The whole guide."""
    parts = [HEAD]
    for hazard, title in HAZARDS.items():
        found = [each for each in CLIMATE_INDICES.values() if (each.hazards or ("",))[0] == hazard]
        if found:
            head = [
                "| index | what it is | unit | from | missing days | source |",
                "|---|---|---|---|---|---|",
            ]
            parts.append("\n".join([f"## {title}\n", *head, *map(_line, found)]) + "\n")
    return "\n".join(parts)


def _line(index: ClimateIndex) -> str:
    marks = f"{' E' if index.is_etccdi else ''}{' Y' if index.is_yearly else ''}"
    name = f"`{index.key}`<br>{index.abbreviation}{marks}"
    needs = ", ".join(f"`{each}`" for each in index.needs)
    cells = (
        name,
        f"{index.title}: {index.text}",
        index.unit,
        needs,
        _rule(index.missing),
        _source(index.source),
    )
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def _rule(rule: MissingRule) -> str:
    if rule.share < 1:
        return f"at most {100 * rule.share:g} %"
    return f"month {rule.month}, season {rule.season}, year {rule.year}"


def _source(source: Source) -> str:
    link = f"https://doi.org/{source.doi}" if source.doi else source.url
    title = f"[{source.title}]({link})" if link else source.title
    return f"{title}{'' if source.is_verified else ' (unverified)'}"


if __name__ == "__main__":
    GUIDE.write_text(guide(), encoding="utf-8")
