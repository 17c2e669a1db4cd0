"""The style sheet and the charts speak of the same colours, and text can be read on them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cascais.web
from cascais.charts import DARK, LIGHT, SECTOR_GROUPS

STYLE = (Path(cascais.web.__file__).parent / "static" / "cascais" / "style.css").read_text(encoding="utf-8")
SHARED = ("ink", "paper", "muted", "line", "accent", "warning", "danger")


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6})", block))


LIGHT_TOKENS = tokens(STYLE.split("@media")[0])
DARK_TOKENS = LIGHT_TOKENS | tokens(STYLE.split("prefers-color-scheme: dark")[1].split("/* ---- Ground")[0])


def contrast(one: str, other: str) -> float:
    """Contrast of two colours (WCAG 2.2)."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("found", "palette"), [(LIGHT_TOKENS, LIGHT), (DARK_TOKENS, DARK)], ids=["light", "dark"]
)
def test_the_page_and_the_charts_use_the_same_colours(found, palette):
    assert {name: found[name] for name in SHARED} == {name: getattr(palette, name) for name in SHARED}
    keys = [key.replace("_", "-") for key in SECTOR_GROUPS if key != "not_split"]
    assert [found[f"sector-{key}"] for key in keys] == list(palette.sectors)


@pytest.mark.parametrize("found", [LIGHT_TOKENS, DARK_TOKENS], ids=["light", "dark"])
@pytest.mark.parametrize("text", ["ink", "muted", "accent", "warning", "danger"])
@pytest.mark.parametrize("ground", ["paper", "surface"])
def test_text_has_enough_contrast(found, text, ground):
    assert contrast(found[text], found[ground]) >= 4.5


@pytest.mark.parametrize("found", [LIGHT_TOKENS, DARK_TOKENS], ids=["light", "dark"])
def test_a_button_can_be_read(found):
    assert contrast(found["on-accent"], found["accent"]) >= 4.5
    assert contrast(found["on-accent"], found["accent-strong"]) >= 4.5
