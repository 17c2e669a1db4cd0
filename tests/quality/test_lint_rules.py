"""Each lint rule of the style is really at work: a snippet that breaks it is reported."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SIX = "one: int, two: int, three: int, four: int, five: int, six: int"
TEN = ", ".join(f"name_{number}: int" for number in range(10))
BRANCHES = "\n".join(f"    if value == {number}:\n        return {number}" for number in range(9))
MODULE = '"""Doc."""\n'

SNIPPETS = {
    "ANN001": 'def double(x) -> int:\n    """Doc."""\n    return 2 * x\n',
    "ANN201": 'def one():\n    """Doc."""\n    return 1\n',
    "B006": 'def add(items: list[int] = []) -> None:\n    """Doc."""\n    items.append(1)\n',
    "C901": f'def value_of(value: int) -> int:\n    """Doc."""\n{BRANCHES}\n    return value\n',
    "D103": "def one() -> int:\n    return 1\n",
    "E711": 'def none(x: int) -> bool:\n    """Doc."""\n    return x == None\n',
    "F401": "import math\n",
    "I001": "import sys\nimport os\n\nprint(os, sys)\n",
    "PLC0415": 'def pi() -> float:\n    """Doc."""\n    import math\n\n    return math.pi\n',
    "PLR0913": f'def many(*, {TEN}) -> None:\n    """Doc."""\n',
    "PLR0917": f'def six(\n    {SIX},\n) -> None:\n    """Doc."""\n',
    "PTH123": 'content = open("file").read()\n',
    "RUF100": "one = 1  # noqa: F401\n",
    "S307": 'one = eval("1")\n',
    "T201": 'print("text")\n',
    "UP006": "from typing import List\n\nnumbers: List[int] = []\n",
}


def codes(snippet: str, name: str) -> set[str]:
    command = [sys.executable, "-m", "ruff", "check", "--output-format=json", f"--stdin-filename={name}", "-"]
    answer = subprocess.run(
        command, input=MODULE + snippet, capture_output=True, text=True, cwd=REPOSITORY, check=False
    )
    return {finding["code"] for finding in json.loads(answer.stdout)}


@pytest.mark.parametrize("rule", sorted(SNIPPETS))
def test_rule_is_at_work(rule: str) -> None:
    assert rule in codes(SNIPPETS[rule], "src/cascais/inventory/snippet.py")


def test_rule_of_django_models_is_at_work() -> None:
    snippet = "from django.db import models\n\n\nclass Town(models.Model):\n    name = models.TextField(null=True)\n"
    assert "DJ001" in codes(snippet, "src/cascais/web/members/models.py")


def test_good_code_passes() -> None:
    snippet = 'def double(x: float) -> float:\n    """Return twice the number."""\n    return 2 * x\n'
    assert codes(snippet, "src/cascais/inventory/snippet.py") == set()
