"""Writes the lists in docs/tables.md anew: every table, and how many of its figures are unverified.

Usage: python tools/write_tables_guide.py
"""

import re
from pathlib import Path

from cascais.tables.catalogue import catalogue, unverified

GUIDE = Path(__file__).parents[1] / "docs" / "tables.md"


def listed() -> str:
    """Every table with its publication, place, licence and number of rows."""
    lines = ["| table | publication | place | rows | licence |", "|---|---|---|---|---|"]
    for table in catalogue():
        source = table.source
        link = f"https://doi.org/{source.doi}" if source.doi else source.url
        publication = f"[{source.title}]({link}), {source.publisher} {source.year or ''}".strip()
        name = f"`{table.kind}/{table.name}`"
        lines.append(f"| {name} | {publication} | {source.locator} | {len(table.rows)} | {source.licence} |")
    return "\n".join(lines)


def unverified_list() -> str:
    """The tables with figures that nobody has read in a publication yet."""
    lines = ["| table | figures from memory | which |", "|---|---|---|"]
    for table in catalogue():
        rows = unverified(table)
        if rows:
            which = sorted({str(row.get("locator", table.source.locator)) for row in rows})
            shown = "; ".join(which[:8]) + (f"; and {len(which) - 8} more places" if len(which) > 8 else "")
            lines.append(f"| `{table.kind}/{table.name}` | {len(rows)} of {len(table.rows)} | {shown} |")
    return "\n".join(lines)


def main() -> None:
    """Replace what stands between the marks."""
    text = GUIDE.read_text(encoding="utf-8")
    for mark, content in (("tables", listed()), ("unverified", unverified_list())):
        text = re.sub(
            rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)",
            lambda found, c=content: f"{found[1]}{c}\n{found[2]}",
            text,
            flags=re.S,
        )
    GUIDE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
