"""Every command, setting and collection item is in the documentation, and its links lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer

from cascais.__main__ import cli
from cascais.charts import CHARTS
from cascais.inventory.checks import CHECKS
from cascais.inventory.frameworks import FRAMEWORKS
from cascais.units import GWP_SETS, UNITS

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = REPOSITORY / "src" / "cascais"
DOCS = REPOSITORY / "docs"
VARIABLE = re.compile(r"""["']((?:CASCAIS_[A-Z_]+)|DATABASE_URL)["']""")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
DECISION_PARTS = ("## Why", "## Decision", "## Consequences")
RECIPES = ("factor table", "check", "framework", "chart", "connector", "language")


@cache
def documentation() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(DOCS.rglob("*.md")))


def pages() -> list[Path]:
    return [*sorted(DOCS.rglob("*.md")), *sorted(REPOSITORY.glob("*.md"))]


def commands(command: Any, path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    for name, child in getattr(command, "commands", {}).items():
        if getattr(child, "commands", {}):
            yield from commands(child, (*path, name))
        else:
            yield " ".join((*path, name)), child


def missing(words: Iterator[str] | set[str]) -> set[str]:
    text = documentation()
    return {word for word in words if not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)}


def variables(folder: Path) -> set[str]:
    files = [path for path in folder.rglob("*.py") if path.name != "test_documentation.py"]
    return {name for path in files for name in VARIABLE.findall(path.read_text(encoding="utf-8"))}


def test_every_command_is_documented() -> None:
    found = dict(commands(typer.main.get_command(cli.app), ("cascais",)))
    assert len(found) >= 7
    assert missing(set(found)) == set()


def test_every_option_is_documented() -> None:
    found = dict(commands(typer.main.get_command(cli.app), ("cascais",)))
    parameters = [parameter for command in found.values() for parameter in command.params]
    options = {
        max(parameter.opts, key=len) for parameter in parameters if parameter.param_type_name == "option"
    }
    assert "--format" in options
    assert missing(options - {"--help"}) == set()


def test_every_check_is_documented() -> None:
    assert missing(set(CHECKS)) == set()


def test_every_framework_and_chart_is_documented() -> None:
    assert missing(set(FRAMEWORKS)) == set()
    assert missing(set(CHARTS)) == set()


def test_every_table_is_documented() -> None:
    tables = {path.stem for path in (PACKAGE / "tables" / "data").glob("*/*.toml")}
    assert len(tables) >= 10
    assert missing(tables) == set()


def test_every_unit_and_gwp_set_is_documented() -> None:
    assert missing(set(UNITS) | set(GWP_SETS)) == set()


def test_every_setting_has_its_line() -> None:
    names = variables(PACKAGE) | variables(REPOSITORY / "tests")
    assert {"DATABASE_URL", "CASCAIS_SHARED_DATA"} <= names
    lines = (DOCS / "administrator.md").read_text(encoding="utf-8").splitlines()
    described = {line.split("|")[1].strip().strip("`") for line in lines if line.startswith("| `")}
    assert names - described == set()
    assert {name for name in described if name.startswith("CASCAIS_")} - names == set(), "no longer read"


def test_links_between_pages_lead_somewhere() -> None:
    links = {
        (page, target)
        for page in pages()
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not target.startswith(("http:", "https:", "mailto:"))
    }
    assert len(links) > 10
    assert {target for page, target in links if not (page.parent / target).exists()} == set()


def test_decision_records_have_the_same_parts() -> None:
    records = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    assert [path.name[:4] for path in records] == [f"{number:04}" for number in range(1, len(records) + 1)]
    for path in records:
        text = path.read_text(encoding="utf-8")
        assert [part for part in DECISION_PARTS if part not in text] == [], path.name


def test_contributors_find_each_recipe() -> None:
    headings = re.findall(
        r"^#+ (.+)$", (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert [recipe for recipe in RECIPES if not any(recipe in heading.lower() for heading in headings)] == []


def test_readme_names_the_two_commands() -> None:
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert "make run" in text
    assert "make test" in text


def test_example_of_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(
        r"```python\n(.*?)```", (REPOSITORY / "README.md").read_text(encoding="utf-8"), re.DOTALL
    )
    exec(compile(code, "README.md", "exec"), {})
    assert "t CO2e" in capsys.readouterr().out


def test_every_make_target_is_a_command_of_the_run_script() -> None:
    targets = set(
        re.findall(r"^(\w+): *##", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert targets == {"run", "test", "lint", "bench", "messages", "lock", "help"}
    script = (REPOSITORY / "run").read_text(encoding="utf-8")
    assert [name for name in targets if f"run {name}" not in script and name != "run"] == []
