"""On the Covenant's 8 084 real inventories the rules fire as often as the documentation says, within a minute."""

from __future__ import annotations

import importlib.util
import re
import time
from collections import Counter
from pathlib import Path

import pytest

from cascais.inventory.checks import check

ROOT = Path(__file__).resolve().parents[3]
ROW = re.compile(r"^\| `(?P<rule>\w+)` \|.*\| (?P<count>\d+) \((?P<percent>[\d.]+) %[;)].*$")


def check_rates():
    spec = importlib.util.spec_from_file_location("check_rates", ROOT / "tools/check_rates.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def documented() -> dict[str, int]:
    rows = (ROOT / "docs/checks.md").read_text(encoding="utf-8").splitlines()
    return {found["rule"]: int(found["count"]) for row in rows if (found := ROW.match(row))}


@pytest.mark.shared_data
def test_rules_fire_as_documented(shared_data, monkeypatch):
    monkeypatch.setenv("CASCAIS_SHARED_DATA", str(shared_data))
    tool = check_rates()
    start = time.perf_counter()
    fired: Counter[str] = Counter()
    number = 0
    for subject in tool.subjects(tool.read()):
        number += 1
        fired.update({finding.rule for finding in check(subject)})
    assert number == 8084
    assert time.perf_counter() - start < 60
    expected = documented()
    assert len(expected) >= 12
    assert fired == Counter({rule: count for rule, count in expected.items() if count})
