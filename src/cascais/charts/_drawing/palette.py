"""The colours of every chart. Each sector keeps its colour everywhere.

The eight sector colours were searched by computer for the largest smallest distance (CIELAB) between any two of
them in normal sight, protanopia, deuteranopia and tritanopia (matrices of Machado, Oliveira and Fernandes 2009,
https://doi.org/10.1109/TVCG.2009.113), with lightness in eight equal steps so that they differ in grey, and with a
contrast of at least 3 : 1 to the paper (WCAG 2.2, 1.4.11). tests/charts/test_palette.py measures it.
"""

from __future__ import annotations

from dataclasses import dataclass

from cascais.tables.vocabulary import sectors
from cascais.text import _

SECTOR_GROUPS = {
    "buildings": _("Buildings"),
    "transport": _("Transport"),
    "industry": _("Industry"),
    "energy_supply": _("Energy supply"),
    "waste": _("Waste"),
    "agriculture": _("Agriculture"),
    "land": _("Land use"),
    "other": _("Other"),
    "not_split": _("Not split"),
}
"""Sector groups in the order of stacks and legends; neighbours differ strongly in lightness."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one theme; `sectors` in the order of SECTOR_GROUPS without the last."""

    paper: str
    ink: str
    muted: str
    line: str
    land: str
    accent: str
    warning: str
    danger: str
    sectors: tuple[str, ...]

    @property
    def sector_range(self) -> list[str]:
        """The colours for SECTOR_GROUPS, the unsplit total in the muted colour."""
        return [*self.sectors, self.muted]


LIGHT = Palette(
    paper="#ffffff",
    ink="#1a2225",
    muted="#5c6a70",
    line="#dfe4e6",
    land="#e9edee",
    accent="#0b6e6e",
    warning="#a35200",
    danger="#b3261e",
    sectors=("#02447b", "#ba8d00", "#462757", "#c40340", "#392008", "#867116", "#025f2d", "#7b8489"),
)

DARK = Palette(
    paper="#12181b",
    ink="#e8edef",
    muted="#9fb0b7",
    line="#2d383d",
    land="#263137",
    accent="#4fc3bf",
    warning="#f0a85a",
    danger="#ff8a80",
    sectors=("#029cfb", "#ffe9be", "#8b7cca", "#ff9f81", "#986e58", "#9dda50", "#00bca6", "#d5dae1"),
)


def palette(is_dark: bool = False) -> Palette:
    """The colours of the light or the dark theme."""
    return DARK if is_dark else LIGHT


def sector_group(key: str) -> str:
    """The group, and so the colour, of a sector or of a group itself; unknown keys are unsplit totals.

    >>> sector_group("residential"), sector_group("transport"), sector_group("")
    ('buildings', 'transport', 'not_split')
    """
    if key in SECTOR_GROUPS:
        return key
    known = sectors()
    return known[key].group if key in known else "not_split"
