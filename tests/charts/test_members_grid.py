"""Very many members become tiles: nobody is lost, and the mark says what most of them are."""

from __future__ import annotations

import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cascais.charts.members_grid import SIZES, STATUSES, MembersGrid, Tile, members_grid, tiles

TITLES = ("on track", "uncertain", "off track", "too little data")
members = st.lists(
    st.tuples(st.floats(36, 69), st.floats(-9, 39), st.integers(0, 3)), min_size=1, max_size=80
)


@given(members, st.floats(0.5, 5))
def test_every_member_is_in_one_tile_and_near_its_middle(
    drawn: list[tuple[float, float, int]], size: float
) -> None:
    latitude, longitude, status = (np.array(column) for column in zip(*drawn, strict=True))
    found = tiles(latitude, longitude, status.astype(np.intp), size)
    assert sum(tile.members for tile in found) == len(drawn)
    for place in range(len(STATUSES)):
        assert sum(tile.counts[place] for tile in found) == int((status == place).sum())
    nearest = min(abs(tile.longitude - longitude[0]) for tile in found)
    assert nearest <= size / 2 + 1e-9


def test_the_leading_status_is_that_of_most_judged_members() -> None:
    assert Tile(0, 0, (5, 1, 2, 90)).leading == "on_track"
    assert Tile(0, 0, (2, 2, 1, 0)).leading == "uncertain"
    assert Tile(0, 0, (2, 1, 2, 0)).leading == "off_track"
    assert Tile(0, 0, (0, 0, 0, 3)).leading == "too_little_data"


def test_larger_numbers_have_larger_marks() -> None:
    def width(count: int) -> float:
        drawing = members_grid(MembersGrid((Tile(50.0, 10.0, (count, 0, 0, 0)),), 2.0, TITLES))
        layer = next(each for each in drawing.spec["layer"] if "point-accent" in json.dumps(each["mark"]))
        ring = layer["data"]["values"][0]["geometry"]["coordinates"][0]
        return max(x for x, _ in ring) - min(x for x, _ in ring)

    widths = [width(least) for least, _part in SIZES]
    assert widths == sorted(widths) and len(set(widths)) == len(widths)
    assert widths[-1] <= 2.0


def test_twelve_thousand_members_make_a_small_drawing() -> None:
    rng = np.random.default_rng(1)
    place = rng.uniform(40, 60, 12_000), rng.uniform(-5, 28, 12_000)
    found = tiles(*place, rng.integers(0, 4, 12_000), 1.6)
    drawing = members_grid(MembersGrid(found, 1.6, TITLES))
    assert len(json.dumps(drawing.spec)) < 400_000
    assert "12\u202f000" in str(drawing.alt)
