"""The Covenant's data set: nothing is lost, sums are those of the file, and the judgement is that of the series."""

from __future__ import annotations

import re
import time
from pathlib import Path

import numpy as np
import pytest

from cascais.connectors import covenant_2019
from cascais.workflows.commitments import current_standard_targets
from cascais.workflows.covenant import assess, assess_file, member_lines

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = next((ROOT / "tests" / "samples" / "covenant_2019").glob("*.csv"))
ROW = re.compile(r"^\| `(?P<rule>\w+)` \|.*\| (?P<count>\d+) \((?P<percent>[\d.]+) %[;)].*$")


def documented_firings() -> dict[str, int]:
    rows = (ROOT / "docs/checks.md").read_text(encoding="utf-8").splitlines()
    return {found["rule"]: int(found["count"]) for row in rows if (found := ROW.match(row))}


def test_every_row_is_a_line_or_a_problem() -> None:
    found = assess_file(SAMPLE, current_standard_targets())
    assert found.rows_in_file > 0
    assert found.lines + len(found.problems) == found.rows_in_file
    assert len(found.inventories) == len({each.inventory.inventory_id for each in found.inventories})


def test_totals_are_the_sums_of_the_reported_emissions() -> None:
    data = covenant_2019.load(SAMPLE)
    found = assess(data, ())
    for position, each in enumerate(found.inventories):
        assert each.total_t == pytest.approx(float(data.lines.reported_t[data.lines_of(position)].sum()))


def test_progress_rises_to_the_end() -> None:
    told: list[float] = []
    assess_file(SAMPLE, (), told.append)
    assert told == sorted(told)
    assert told[0] >= 0
    assert told[-1] <= 1


def test_each_signatory_is_one_member() -> None:
    data = covenant_2019.load(SAMPLE)
    lines = member_lines(data)
    assert len(lines.country) == len({each.gcom_id for each in data.inventories})
    assert lines.member.max() == len(lines.country) - 1


@pytest.mark.shared_data
@pytest.mark.slow
def test_the_whole_covenant_is_assessed(shared_data: Path) -> None:
    path = shared_data / "inventories" / "com2019_inventories_joined.csv.gz"
    start = time.perf_counter()
    found = assess_file(path, current_standard_targets())
    assert time.perf_counter() - start < 60
    assert found.rows_in_file == 61_207
    assert len(found.inventories) == 8_084
    assert found.lines + len(found.problems) == 61_207
    assert len(found.problems) < 10
    totals = np.array([each.total_t for each in found.inventories])
    assert np.isfinite(totals).all()
    expected = documented_firings()
    assert len(expected) >= 12
    assert found.firings == {rule: count for rule, count in expected.items() if count}
    judged = sum(bool(each.statuses) for each in found.inventories)
    assert sum(found.status_counts["covenant_2030_55"].values()) == judged
