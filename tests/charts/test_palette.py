"""The palette can be told apart: on paper, in grey and with the three kinds of colour blindness."""

from itertools import combinations

import numpy as np
import pytest

from cascais.charts import DARK, LIGHT, SECTOR_GROUPS, sector_group
from cascais.tables.vocabulary import sectors

# Machado, Oliveira and Fernandes 2009, severity 1.0
SIGHT = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
THEMES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def linear(colour):
    value = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    ratio = (XYZ @ np.clip(rgb, 0, 1)) / np.array([0.95047, 1.0, 1.08883])
    root = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def contrast(one, other):
    low, high = sorted((XYZ[1] @ linear(one), XYZ[1] @ linear(other)))
    return (high + 0.05) / (low + 0.05)


@THEMES
def test_marks_contrast_three_to_one_with_the_paper(palette):
    for colour in (*palette.sectors, palette.accent, palette.warning, palette.danger, palette.muted):
        assert contrast(colour, palette.paper) >= 3.0, colour


@THEMES
def test_texts_contrast_four_and_a_half_to_one(palette):
    assert (
        min(
            contrast(palette.ink, palette.paper),
            contrast(palette.muted, palette.paper),
            contrast(palette.ink, palette.land),
        )
        >= 4.5
    )


@THEMES
@pytest.mark.parametrize("sight", SIGHT)
def test_sectors_differ_in_every_sight(palette, sight):
    seen = [lab(SIGHT[sight] @ linear(colour)) for colour in palette.sectors]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) >= 12.0


@THEMES
def test_sectors_differ_in_grey(palette):
    lightness = sorted(lab(linear(colour))[0] for colour in palette.sectors)
    assert min(np.diff(lightness)) >= 5.0


@THEMES
def test_neighbours_in_a_stack_differ_strongly_in_grey(palette):
    lightness = [lab(linear(colour))[0] for colour in palette.sectors]
    assert min(abs(np.diff(lightness))) >= 12.0


def test_every_sector_has_a_colour():
    assert len(LIGHT.sectors) == len(DARK.sectors) == 8
    assert {sector_group(key) for key in sectors()} == set(SECTOR_GROUPS) - {"not_split"}
