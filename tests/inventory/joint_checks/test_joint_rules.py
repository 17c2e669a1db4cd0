"""Every rule about several inventories speaks on its constructed case and keeps silent on plain ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cascais.inventory.activities import Activity
from cascais.inventory.emissions import compute
from cascais.inventory.factors import Options
from cascais.inventory.joint_checks import JOINT_CHECKS, JointSubject, check_joint
from cascais.inventory.parts import Counted, Edition, OtherGroup, Part

ROOT = Path(__file__).resolve().parents[3]
YEAR = 2020


def line(carrier: str, amount: float, sector: str = "residential", supplier: str = "") -> Activity:
    return Activity(YEAR, sector, carrier, amount, "MWh", supplier=supplier)


def member(name: str, *lines: Activity, **more: object) -> Counted:
    edition = Edition(YEAR, compute(lines or [line("diesel", 10.0)], Options(country="SI")))
    return Counted(Part(name.lower(), name, (edition,), country="SI", **more), edition, YEAR)


def subject(*counted: Counted, kind: str = "shared") -> JointSubject:
    return JointSubject(YEAR, counted, kind)


def in_group(kind: str, first: int | None, last: int | None, **more: object) -> Counted:
    return member("A", other_groups=(OtherGroup("The other plan", kind, first, last),), **more)


PLANT = line("natural_gas", 1000.0, "energy_industries")
THREE = [line("natural_gas", 1234.0), line("diesel", 5678.0), line("wood", 9123.0)]
SPEAKS: dict[str, list[Callable[[], JointSubject]]] = {
    "supply_in_two_members": [
        lambda: subject(
            member("A", line("district_heat", 298.84, supplier="Valley Heat")),
            member("B", line("district_heat", 298.84, "tertiary", supplier=" valley  heat ")),
        ),
    ],
    "copied_lines": [
        lambda: subject(member("A", line("natural_gas", 12345.6)), member("B", line("natural_gas", 12345.6))),
        lambda: subject(member("A", *THREE), member("B", *THREE)),
    ],
    "total_of_the_others": [
        lambda: subject(
            member("A", line("electricity", 1234.5)),
            member("B", line("electricity", 2345.6)),
            member("C", line("electricity", 3580.1)),
        ),
    ],
    "plant_and_its_consumers": [
        lambda: subject(
            member("A", line("natural_gas", 900.0, "energy_industries", "Valley Heat")),
            member("B", line("district_heat", 300.0, supplier="Valley Heat")),
        ),
        lambda: subject(
            member("A", PLANT, line("district_heat", 100.0)),
            member("B", line("district_heat", 350.0)),
            member("C", line("district_heat", 300.0)),
        ),
    ],
    "member_in_two_groups": [
        lambda: subject(in_group("shared", None, None)),
        lambda: subject(in_group("shared", 2010, 2020, from_year=2020)),
    ],
    "region_and_its_towns": [
        lambda: subject(
            member("Region", kind="region", nuts_code="SI04"), member("Town", nuts_code="SI042"), member("X")
        ),
    ],
    "overlapping_territories": [
        lambda: subject(member("A", lau_code="52"), member("District", kind="district", lau_code="52")),
        lambda: subject(
            member("A", kind="region", nuts_code="SI0"), member("B", kind="region", nuts_code="SI04")
        ),
    ],
    "predecessor_and_successor": [
        lambda: subject(member("Old", successors=("new",)), member("New")),
    ],
}
SILENT: dict[str, list[Callable[[], JointSubject]]] = {
    "supply_in_two_members": [
        lambda: subject(
            member("A", line("district_heat", 298.84, supplier="Valley Heat")),
            member("B", line("district_heat", 298.84, supplier="Hill Heat")),
        ),
        lambda: subject(
            member("A", line("district_heat", 1000.0, supplier="Valley Heat")),
            member("B", line("district_heat", 1000.0, supplier="Valley Heat")),
        ),
    ],
    "copied_lines": [
        lambda: subject(member("A", line("natural_gas", 1234.0)), member("B", line("natural_gas", 1234.0))),
        lambda: subject(member("A", line("natural_gas", 180_000.0)), member("B", line("natural_gas", 180_000.0))),
    ],
    "total_of_the_others": [
        lambda: subject(member("A", line("electricity", 1234.5)), member("B", line("electricity", 1234.5))),
        lambda: subject(*(member(name, line("electricity", 1234.5 * size)) for name, size in zip("ABC", (1, 2, 4), strict=True))),
    ],
    "plant_and_its_consumers": [
        lambda: subject(
            member("A", PLANT, line("district_heat", 700.0)), member("B", line("district_heat", 20.0))
        ),
        lambda: subject(member("A", PLANT), member("B", line("district_heat", 100.0))),
        lambda: subject(member("A", line("natural_gas", 900.0)), member("B", line("district_heat", 900.0))),
    ],
    "member_in_two_groups": [
        lambda: subject(in_group("regional", None, None)),
        lambda: subject(in_group("shared", None, 2019, from_year=2020)),
        lambda: subject(in_group("shared", 2021, None, to_year=2020)),
    ],
    "region_and_its_towns": [
        lambda: subject(member("Region", kind="region", nuts_code="SI03"), member("Town", nuts_code="SI042")),
        lambda: subject(member("A", nuts_code="SI042"), member("B", nuts_code="SI042")),
        lambda: subject(member("Region", kind="region"), member("Town", nuts_code="SI042")),
    ],
    "overlapping_territories": [
        lambda: subject(member("A", lau_code="52"), member("B", lau_code="53"), member("C"), member("D")),
        lambda: subject(member("A", kind="region", nuts_code="SI04"), member("B", kind="region", nuts_code="SI03")),
        lambda: subject(member("A", kind="region"), member("B", kind="region", nuts_code="SI03")),
    ],
    "predecessor_and_successor": [lambda: subject(member("Old", successors=("new",)), member("Other"))],
}  # fmt: skip


def test_the_collection_holds_every_module() -> None:
    assert len(JOINT_CHECKS) == len(JOINT_CHECKS.modules()) == len(SPEAKS) == len(SILENT) == 8


@pytest.mark.parametrize("key", sorted(JOINT_CHECKS))
def test_a_rule_speaks_alone_on_its_case(key: str) -> None:
    for case in SPEAKS[key]:
        found = check_joint(case())
        assert {finding.rule for finding in found} == {key}
        assert all(finding.severity is JOINT_CHECKS[key].severity for finding in found)
        assert all(str(finding.why).endswith(".") and str(finding.what_to_do) for finding in found)


@pytest.mark.parametrize("key", sorted(JOINT_CHECKS))
def test_a_rule_is_silent_on_plain_cases(key: str) -> None:
    for case in SILENT[key]:
        assert list(JOINT_CHECKS[key].function(case())) == []


@pytest.mark.parametrize("key", sorted(JOINT_CHECKS))
def test_a_rule_is_described(key: str) -> None:
    rule = JOINT_CHECKS[key]
    assert rule.key == key
    assert rule.title[0].isupper() and not rule.title.endswith(".")
    assert str(rule.reason).endswith(".")
    assert rule.function.__doc__
    assert f"`{key}`" in (ROOT / "docs/method/joint-inventories.md").read_text(encoding="utf-8")


def test_the_finding_says_who_and_what_is_counted_twice() -> None:
    (found,) = check_joint(SPEAKS["supply_in_two_members"][0]())
    assert str(found.place) == "A and B"
    assert found.value == "298.84 MWh"
    assert "from valley heat." in str(found.why)


towns = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from(("residential", "tertiary", "transport", "industry")),
            st.sampled_from(("natural_gas", "diesel", "electricity", "district_heat")),
        ),
        min_size=1,
        max_size=8,
        unique=True,
    ),
    min_size=1,
    max_size=12,
)


def own_amounts(random: Random, count: int) -> list[float]:
    """Amounts as meters show them, no two the same."""
    found: set[float] = set()
    while len(found) < count:
        found.add(round(10 ** random.uniform(2, 6), 2))
    return random.sample(sorted(found), count)


@settings(max_examples=120, deadline=None)
@given(towns, st.integers(0, 2**32))
def test_no_alarm_for_towns_that_have_nothing_to_do_with_each_other(cells, seed) -> None:
    """Each amount is its own, so nothing is double, whoever the members are."""
    amounts = iter(own_amounts(Random(seed), sum(map(len, cells))))
    counted = [
        member(
            f"Town {number}",
            *(line(carrier, next(amounts), sector, f"Supplier of {number}") for sector, carrier in own),
            lau_code=str(number),
            nuts_code="SI042",
        )
        for number, own in enumerate(cells)
    ]
    assert check_joint(subject(*counted)) == []


@settings(max_examples=60, deadline=None)
@given(towns, st.randoms(use_true_random=False))
def test_the_order_of_the_members_does_not_change_what_is_found(cells, random) -> None:
    amounts = (1234.56, 98765.4, 100_000.0)
    counted = [
        member(f"Town {number}", *(line(carrier, random.choice(amounts), sector) for sector, carrier in own))
        for number, own in enumerate(cells)
    ]
    found = check_joint(subject(*counted))
    turned = check_joint(replace(subject(), counted=tuple(reversed(counted))))
    assert sorted(finding.rule for finding in found) == sorted(finding.rule for finding in turned)
