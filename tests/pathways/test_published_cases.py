"""The targets and series that cities print in their Climate City Contract plans, against the same figures from Cascais."""

from __future__ import annotations

import pytest

from cascais.pathways.continuity import Verdict
from cascais.pathways.series import Observation, Scope, Series
from cascais.pathways.status import Status, status
from cascais.pathways.targets import PathShape, Target, TargetKind, standard_target

WROCLAW_YEARS = (1990, 2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022)
WROCLAW_T = (4823885, 4260437, 4609769, 4654742, 4891290, 4914538, 4103489, 4610069, 4744022)


def series(*pairs: tuple[int, float], uncertainty: float = 0.10) -> Series:
    return Series(tuple(Observation(year, total, uncertainty) for year, total in pairs))


def per_cent(value: float | None) -> float:
    assert value is not None
    return 100.0 * value


def test_wroclaw_is_far_off_the_path_to_95_per_cent() -> None:
    found = status(
        series(*zip(WROCLAW_YEARS, WROCLAW_T, strict=True)),
        standard_target("climate_alliance_2050"),
        "Wrocław",
    )
    assert found.status is Status.FAR_OFF_TRACK
    assert per_cent(found.achieved_cut) == pytest.approx(1.66, abs=0.005)
    assert per_cent(found.required_cut) == pytest.approx(50.67, abs=0.005)


def test_wroclaw_changes_against_1990_are_those_printed() -> None:
    printed = (-11.68, -4.44, -3.51, 1.40, 1.88, -14.93, -4.43, -1.66)
    for place, change in enumerate(printed, start=1):
        until = zip(WROCLAW_YEARS[: place + 1], WROCLAW_T[: place + 1], strict=True)
        found = status(series(*until), standard_target("climate_alliance_2050"))
        assert -per_cent(found.achieved_cut) == pytest.approx(change, abs=0.0051)


def test_wroclaw_breaks_ten_per_cent_in_five_years() -> None:
    found = status(
        series(*zip(WROCLAW_YEARS, WROCLAW_T, strict=True)), standard_target("climate_alliance_steps")
    ).continuity
    assert found.verdict is Verdict.BROKEN
    window = next(item for item in found.windows if item.start_year == 2015)
    assert (window.end_year, window.is_kept, window.is_interpolated) == (2020, False, False)
    assert 1 + window.change == pytest.approx(0.963, abs=0.0005)


def test_riga_is_on_track_with_the_cuts_printed() -> None:
    found = status(
        series((1990, 4_569_204), (2020, 1_837_041)), standard_target("climate_alliance_2050"), "Riga"
    )
    assert found.status is Status.ON_TRACK
    assert per_cent(found.achieved_cut) == pytest.approx(59.80, abs=0.005)
    assert per_cent(found.required_cut) == pytest.approx(47.5, abs=0.005)
    assert found.goal_t == pytest.approx(228_460, abs=0.5)
    assert found.needed is not None
    assert per_cent(found.needed.rate) == pytest.approx(6.71, abs=0.005)
    assert found.needed.per_year_t == pytest.approx(53_619, abs=0.5)


def test_liepaja_has_cut_what_is_printed() -> None:
    found = status(series((2006, 249_278), (2022, 137_940)), standard_target("covenant_2030", base_year=2006))
    assert per_cent(found.achieved_cut) == pytest.approx(44.66, abs=0.005)
    assert found.status is Status.REACHED


@pytest.mark.parametrize(("base", "later", "printed"), [(324_566, 216_743, 33.22), (400_573, 257_831, 35.63)])
def test_gabrovo_has_cut_what_is_printed(base: float, later: float, printed: float) -> None:
    target = standard_target("climate_alliance_2050", base_year=2008)
    found = status(series((2008, base), (2018, later)), target, "Gabrovo")
    assert per_cent(found.achieved_cut) == pytest.approx(printed, abs=0.005)


def test_gabrovo_in_one_sentence() -> None:
    target = standard_target("climate_alliance_2050", base_year=2008)
    found = status(series((2008, 324_566), (2018, 216_743)), target, "Gabrovo")
    assert str(found.sentence) == (
        "Gabrovo cut emissions by 33 % from 2008 to 2018; "
        "the straight path from 2008 to −95 % in 2050 asked for 23 %."
    )


@pytest.mark.parametrize(
    ("sector", "in_2000", "in_2019", "is_cut"),
    [
        ("municipal_buildings", 35_122, 26_735, True),
        ("tertiary", 144_918, 151_765, False),
        ("residential", 258_396, 189_659, True),
        ("public_lighting", 3_811, 3_791, True),
        ("private_transport", 20_905, 81_511, False),
    ],
)
def test_liberec_by_sector(sector: str, in_2000: float, in_2019: float, is_cut: bool) -> None:
    scope = Scope((sector,), gases="CO2")
    target = Target("liberec", "−40 %", TargetKind.REDUCTION, 2030, 2000, 0.40, scope=scope)
    found = status(Series((Observation(2000, in_2000), Observation(2019, in_2019)), scope), target, "Liberec")
    assert (found.achieved_cut or 0.0) == pytest.approx(1 - in_2019 / in_2000)
    assert ("rose" not in str(found.sentence)) is is_cut
    assert (found.status is Status.FAR_OFF_TRACK) is (
        sector in ("tertiary", "public_lighting", "private_transport")
    )


MISKOLC = {2025: 309_478, 2027: 206_319, 2030: 103_366}
MISKOLC_PARTS = {
    2025: (235_856, 91_769, 4_946),
    2027: (147_410, 52_439, 4_736),
    2030: (52_070, 38_240, 4_594),
}


def test_miskolc_levels_are_targets_of_their_own() -> None:
    base = Observation(2019, 588_034.24, 0.10)
    for year, level in MISKOLC.items():
        target = Target(f"miskolc_{year}", "Miskolc", TargetKind.LEVEL, year, 2019, level=level)
        reached = status(Series((base, Observation(year, level * 0.9, 0.10))), target)
        missed = status(Series((base, Observation(year, level * 1.2, 0.10))), target)
        assert (reached.status, missed.status) == (Status.REACHED, Status.MISSED)
        assert reached.required_t == reached.goal_t == level


def test_miskolc_levels_as_reductions_of_their_baseline() -> None:
    cuts = [1 - level / 588_034.24 for level in MISKOLC.values()]
    assert [round(per_cent(cut), 1) for cut in cuts] == [47.4, 64.9, 82.4]
    # The parts that the plan prints do not add up to its totals in any of the years; the totals are the targets.
    assert [sum(MISKOLC_PARTS[year]) - total for year, total in MISKOLC.items()] == [23_093, -1_734, -8_462]


def test_a_gap_to_business_as_usual_cannot_be_told_without_its_level() -> None:
    target = Target("bau", "−80 %", TargetKind.BELOW_BUSINESS_AS_USUAL, 2030, 2017, 0.80)
    found = status(series((2017, 404_000), (2020, 380_000)), target)
    assert found.status is Status.CANNOT_TELL
    assert "2030" in str(found.sentence)


@pytest.mark.parametrize(
    ("bau_kt", "reduction", "residual_kt"),
    [(404, 324.675, 79.325), (1991, 1599, 392)],
)
def test_emission_gap_tables_of_pecs_and_warsaw(bau_kt: float, reduction: float, residual_kt: float) -> None:
    share = reduction / bau_kt
    assert share == pytest.approx(0.80, abs=0.005)
    target = Target(
        "gap",
        "80 % below",
        TargetKind.BELOW_BUSINESS_AS_USUAL,
        2030,
        2018,
        share,
        business_as_usual_t=bau_kt * 1000,
    )
    found = status(series((2018, bau_kt * 1000), (2020, bau_kt * 950)), target)
    assert found.goal_t == pytest.approx(residual_kt * 1000)


def test_a_compound_path_is_stricter_in_the_beginning() -> None:
    straight = standard_target("climate_alliance_2050")
    compound = standard_target("climate_alliance_2050", shape=PathShape.COMPOUND)
    riga = series((1990, 4_569_204), (2020, 1_837_041))
    asked = [per_cent(status(riga, target).required_cut) for target in (straight, compound)]
    assert asked[1] == pytest.approx(100 * (1 - 0.05**0.5), abs=0.01)
    assert asked[1] > asked[0]
