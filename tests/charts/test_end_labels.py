"""The place of each name is the best of all candidates, though not all of them are tried."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cascais.charts._drawing.end_labels import WIDTHS, Name, Plane, _candidates, _cheapest, _Scene, places

PLANE = Plane(1990, 2050, 0, 100, 340)
levels = st.floats(0, 100)
paths = st.lists(st.lists(levels, min_size=2, max_size=6), max_size=5)


def path_of(values: list[float]) -> list[tuple[float, float]]:
    return [(1990 + 60 * place / (len(values) - 1), value) for place, value in enumerate(values)]


@given(ends=st.lists(levels, min_size=1, max_size=4), others=paths, has_bar=st.booleans())
def test_no_candidate_is_better_than_the_chosen_place(ends, others, has_bar):
    lines = [path_of(each) for each in others] + [[(1990, 100.0), (2050, end)] for end in ends]
    bars = [(2000.0, 40.0, 2003.0, 0.0)] if has_bar else []
    scenes = [_Scene(width, PLANE, lines, bars, ()) for width in WIDTHS]
    name = Name((2050, ends[0]), ("−95 % by 2050", "against 1990"))
    wanted = min(
        (sum(scene.cost(name, *place) for scene in scenes), position, place)
        for position, place in enumerate(_candidates(name, PLANE))
    )
    assert _cheapest(name, scenes, PLANE) == wanted[2]


def test_names_that_end_together_do_not_meet():
    names = [Name((2050, 5.0), (f"target {number}",)) for number in range(4)]
    found = places(names, [[(1990, 100), (2050, 5)]], [], PLANE)
    assert len({(each.is_left, each.level) for each in found}) == 4
