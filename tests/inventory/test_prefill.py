"""Pre-fill: complete, flagged, and giving way line by line to what the member knows."""

from __future__ import annotations

import csv
import gzip
import statistics
from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cascais.errors import CascaisError, InputError
from cascais.inventory.activities import Activity
from cascais.inventory.emissions import compute
from cascais.inventory.factors import Options
from cascais.inventory.prefill import NOT_BY_INHABITANTS, complete, estimated_activities, measured_share
from cascais.inventory.totals import by_sector, total_t
from cascais.inventory.uncertainty import approach_1
from cascais.tables import national, vocabulary
from cascais.tables.parameters import parameter

COUNTRIES = [code for code, country in vocabulary.countries().items() if country.is_full]
ESTIMATES = estimated_activities("EE", 2022, 10_000)
countries = pytest.mark.parametrize("country", COUNTRIES)


def amounts(lines) -> dict[tuple[str, str], float]:
    return {(line.sector, line.carrier): line.amount for line in lines if line.amount is not None}


def known(sector: str, carrier: str, amount: float | None = 1_000.0, **more) -> Activity:
    return Activity(2022, sector, carrier, amount, "MWh", **more)


@countries
def test_every_country_gets_a_complete_inventory_of_a_plausible_size(country):
    lines = estimated_activities(country, 2022, 10_000)
    sectors = {line.sector for line in lines}
    assert {
        "residential",
        "tertiary",
        "industry",
        "road",
        "solid_waste",
        "wastewater",
        *NOT_BY_INHABITANTS,
    } <= sectors
    inventory = compute(lines, Options(country=country))
    assert 2.0 < total_t(inventory) / 10_000 < 15.0
    assert by_sector(inventory)["residential"] > 0
    assert not inventory.is_reported.any()
    lacking = [
        line
        for line in range(len(lines))
        if lines[line].amount and inventory.factors.resolved[inventory.factor_of_line[line]].is_missing
    ]
    assert lacking == []


@countries
def test_every_line_is_flagged_wide_and_says_its_proxy(country):
    for line in estimated_activities(country, 2022, 10_000):
        assert line.is_estimated
        if line.amount is None:
            assert line.notation_key == "NE"
            assert line.comment
        else:
            assert line.quality == "D"
            assert line.uncertainty >= 0.5
            assert line.source


def test_another_year_than_asked_is_said():
    wood = next(line for line in ESTIMATES if line.carrier == "wood")
    assert wood.comment == "The figure of 2019 stands in for 2022."
    same = next(line for line in estimated_activities("EE", 2019, 10_000) if line.carrier == "wood")
    assert same.comment == ""


@given(st.integers(1, 10**7), st.integers(1, 10**7))
def test_estimates_are_proportional_to_inhabitants(one, other):
    first, second = (
        amounts(estimated_activities("LV", 2020, one)),
        amounts(estimated_activities("LV", 2020, other)),
    )
    for place, amount in first.items():
        assert amount / one == pytest.approx(second[place] / other)


@pytest.mark.parametrize("population", [0, -5])
def test_a_population_is_needed(population):
    with pytest.raises(InputError, match="inhabitants"):
        estimated_activities("EE", 2022, population)


def test_a_country_without_figures_is_refused():
    with pytest.raises(CascaisError):
        estimated_activities("FR", 2022, 1_000)


def test_nothing_known_leaves_all_estimates_and_all_known_leaves_none():
    assert complete([], ESTIMATES) == ESTIMATES
    own = [replace(line, is_estimated=False, reported_t=0.0) for line in ESTIMATES]
    assert complete(own, ESTIMATES) == tuple(own)


@settings(deadline=None, max_examples=50)
@given(st.sets(st.sampled_from([line for line in ESTIMATES if line.amount is not None]), max_size=10))
def test_lines_of_the_member_are_kept_and_each_closes_its_own_place_at_least(own):
    mine = [replace(line, is_estimated=False, amount=1.0) for line in own]
    filled = complete(mine, ESTIMATES)
    assert filled[: len(mine)] == tuple(mine)
    places = [(line.sector, line.carrier) for line in filled]
    assert len(places) == len(set(places))
    assert set(filled[len(mine) :]) <= set(ESTIMATES)


@pytest.mark.parametrize(
    ("line", "closed"),
    [
        (known("residential", "natural_gas"), {("residential", "natural_gas")}),
        (known("residential", "other_biomass"), {("residential", "wood")}),
        (known("residential", "lignite"), {("residential", "hard_coal")}),
        (known("residential", "electricity", None, notation_key="IE"), {("residential", "electricity")}),
        (known("residential", "electricity", None, reported_t=9.0), {("residential", "electricity")}),
        (known("residential", "electricity", None, notation_key="NE"), set()),
        (replace(known("residential", "electricity"), year=2021), set()),
        (known("buildings", "electricity"), {("residential", "electricity"), ("tertiary", "electricity")}),
        (
            known("residential", "grid_energy"),
            {("residential", "electricity"), ("residential", "district_heat")},
        ),
        (known("private_transport", "gasoline"), {("road", "gasoline")}),
        (Activity(2022, "solid_waste", "waste_composted", 5.0, "t"), set()),
        (
            Activity(2022, "waste", "not_stated", None, "t", reported_t=5.0),
            {("solid_waste", "municipal_waste_landfilled"), ("wastewater", "wastewater_inhabitants")},
        ),
    ],
)
def test_what_a_line_closes(line, closed):
    before, after = amounts(ESTIMATES), amounts(complete([line], ESTIMATES)[1:])
    assert set(before) - set(after) == closed


def test_an_unsplit_transport_closes_all_of_transport_and_nothing_else():
    after = amounts(complete([known("transport", "all_carriers")], ESTIMATES)[1:])
    groups = {vocabulary.sector(sector).group for sector, _ in after}
    assert "transport" not in groups
    assert len(after) == len(
        [place for place in amounts(ESTIMATES) if vocabulary.sector(place[0]).group != "transport"]
    )


def test_known_parts_are_subtracted_from_what_stands_for_them():
    before = amounts(ESTIMATES)["tertiary", "electricity"]
    filled = complete(
        [known("public_lighting", "electricity", 1.0), known("municipal_buildings", "electricity", 3.6)],
        ESTIMATES,
    )
    after = amounts(line for line in filled if line.is_estimated)
    assert after["tertiary", "electricity"] == pytest.approx(before - 4.6)
    in_gigajoules = replace(known("municipal_buildings", "electricity", 36.0), unit="GJ")
    after = amounts(line for line in complete([in_gigajoules], ESTIMATES) if line.is_estimated)
    assert after["tertiary", "electricity"] == pytest.approx(before - 10.0)


def test_a_part_larger_than_the_estimate_leaves_none_of_it():
    after = amounts(complete([known("municipal_buildings", "electricity", 1e9)], ESTIMATES)[1:])
    assert ("tertiary", "electricity") not in after


def test_the_measured_share_grows_from_nothing_to_all():
    options = Options(country="EE")
    assert measured_share(compute([], options)).share == 0.0
    assert measured_share(compute(ESTIMATES, options)).share == 0.0
    own = [known("residential", "natural_gas", 5_000.0), known("road", "diesel", 40_000.0)]
    half = measured_share(compute(complete(own, ESTIMATES), options))
    assert 0.0 < half.share < 1.0
    assert half.measured_t == pytest.approx(total_t(compute(own, options)))
    assert measured_share(compute(own, options)).share == 1.0


def test_an_estimated_total_is_much_less_sure_than_a_measured_one():
    options = Options(country="EE")
    estimated = approach_1(compute(ESTIMATES, options)).relative
    measured = [replace(line, uncertainty=0.05) for line in ESTIMATES]
    assert estimated > 0.25 > approach_1(compute(measured, options)).relative


def test_the_spread_of_real_municipalities_is_what_the_table_says(shared_data):
    """Recomputes table prefill_spread: 95 % of municipalities keep within this distance of the national figure."""
    sector_of = {
        "Residential": "residential",
        "Institutional": "tertiary",
        "Manufacturing": "industry",
        "Transportation": "road",
    }
    per_capita = {code: defaultdict(float) for code in COUNTRIES}
    for code in COUNTRIES:
        for figure in national.final_energy_per_capita(code):
            per_capita[code][figure.sector] += figure.mwh
    energy: dict[tuple[str, str], float] = defaultdict(float)
    about: dict[str, tuple[str, float]] = {}
    path = shared_data / "inventories/com2019_inventories_joined.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            sector = sector_of.get(row["emission_inventory_sector"].replace("/", " ").split()[0])
            code = row["country_code"].upper()
            if sector and code in per_capita and row["activity_data"] and not row["flag"]:
                energy[row["emission_inventory_id"], sector] += float(row["activity_data"])
                about[row["emission_inventory_id"]] = (
                    code,
                    float(row["population_in_the_inventory_year"] or 0),
                )
    ratios: dict[str, list[float]] = defaultdict(list)
    for (inventory, sector), mwh in energy.items():
        code, population = about[inventory]
        if mwh > 0 and population > 0 and per_capita[code][sector]:
            ratios[sector].append(mwh / population / per_capita[code][sector])
    for sector, values in ratios.items():
        figure = parameter("prefill_spread", sector)
        distance = sorted(abs(value - 1) for value in values)
        assert distance[int(0.95 * len(distance))] == pytest.approx(figure.value, abs=0.02)
        assert figure.source.locator.startswith(
            f"{len(values)} inventories; median ratio {statistics.median(values):.2f}"
        )
    assert set(ratios) == set(sector_of.values())
