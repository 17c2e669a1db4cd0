"""The code in the guides runs as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDES = [path for path in sorted(DOCS.glob("*.md")) if "```python" in path.read_text(encoding="utf-8")]


def test_there_are_guides_with_code() -> None:
    assert "analyst.md" in [path.name for path in GUIDES]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_the_code_of_a_guide_runs(guide: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    exec(compile("\n".join(blocks), guide.name, "exec"), names)
    assert len(names) > 1
