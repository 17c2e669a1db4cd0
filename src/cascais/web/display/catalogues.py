"""Compiles the message catalogues with Babel, so that no system tool is needed."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogues(source: Path, target: Path) -> int:
    """Compile each catalogue that is newer than its compiled form; returns how many were."""
    compiled = 0
    for path in sorted(source.glob("*/LC_MESSAGES/*.po")):
        compiled_path = target / path.relative_to(source).with_suffix(".mo")
        if compiled_path.is_file() and compiled_path.stat().st_mtime >= path.stat().st_mtime:
            continue
        compiled_path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=path.parent.parent.name)
        with compiled_path.open("wb") as stream:
            write_mo(stream, catalogue)
        compiled += 1
    return compiled
