"""Modules and functions stay small, have topical names, and every package has its tests."""

from __future__ import annotations

import ast
import io
import re
import token
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = REPOSITORY / "src" / "cascais"
PYPROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))

LONGEST_MODULE = 400
LONGEST_FUNCTION = 40
# Longer on purpose: "path" or "path::function" -> the reason.
LONGER_MODULES: dict[str, str] = {}
LONGER_FUNCTIONS: dict[str, str] = {}
FORBIDDEN_NAMES = {"util", "utils", "helper", "helpers", "common", "misc", "base", "core", "manager"}
# Django looks for a database's connection in a module of this name.
NAMED_BY_DJANGO = "/databases/"
FRAGMENT = re.compile(r"[a-z0-9-]+\.(feature|change|fix|data)\.md")
UNFINISHED = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK")) + r")\b")
TEXT_SUFFIXES = {".py", ".md", ".toml", ".html", ".css", ".js", ".po", ".txt", ".cff", ""}
NOT_OURS = {"LICENSE", "vendor"}


def python_files() -> list[Path]:
    folders = [REPOSITORY / name for name in ("src", "tests", "bench", "tools")]
    files = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    return [REPOSITORY / "run", *(path for path in files if "migrations" not in path.parts)]


def relative(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def lines_with_code(source: str) -> set[int]:
    layout = {token.COMMENT, token.NL, token.NEWLINE, token.INDENT, token.DEDENT, token.ENDMARKER}
    lines: set[int] = set()
    for found in tokenize.generate_tokens(io.StringIO(source).readline):
        if found.type not in layout:
            lines |= set(range(found.start[0], found.end[0] + 1))
    return lines


def functions(
    tree: ast.AST, prefix: str = ""
) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + node.name, node
        name = getattr(node, "name", "")
        yield from functions(node, f"{prefix}{name}." if name else prefix)


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef, with_code: set[int]) -> int:
    lines = set(range(function.lineno, (function.end_lineno or function.lineno) + 1)) & with_code
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= set(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return len(lines)


def test_size_test_sees_the_project() -> None:
    assert len(python_files()) > 40


def test_no_module_is_long() -> None:
    lengths = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    too_long = {path: length for path, length in lengths.items() if length > LONGEST_MODULE}
    assert {path: length for path, length in too_long.items() if path not in LONGER_MODULES} == {}
    assert set(LONGER_MODULES) <= set(too_long), "an exception is no longer needed"


def test_no_function_is_long() -> None:
    too_long = {}
    for path in python_files():
        source = path.read_text(encoding="utf-8")
        with_code = lines_with_code(source)
        for name, function in functions(ast.parse(source)):
            length = code_lines(function, with_code)
            if length > LONGEST_FUNCTION:
                too_long[f"{relative(path)}::{name}"] = length
    assert {name: length for name, length in too_long.items() if name not in LONGER_FUNCTIONS} == {}
    assert set(LONGER_FUNCTIONS) <= set(too_long), "an exception is no longer needed"


def test_length_of_a_function_counts_neither_docstring_nor_comments() -> None:
    source = 'def f():\n    """One.\n\n    Two.\n    """\n    # a reason\n\n    return (\n        1\n    )\n'
    ((_, function),) = functions(ast.parse(source))
    assert code_lines(function, lines_with_code(source)) == 4


def test_modules_are_named_after_their_topic() -> None:
    names = {
        relative(path): path.stem.strip("_")
        for path in PACKAGE.rglob("*")
        if path.suffix in ("", ".py") and NAMED_BY_DJANGO not in path.as_posix()
    }
    assert {path for path, name in names.items() if name in FORBIDDEN_NAMES} == set()


def test_every_package_has_tests() -> None:
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert {name for name in packages if not list((REPOSITORY / "tests" / name).rglob("test_*.py"))} == set()


def test_nothing_is_left_unfinished() -> None:
    folders = [REPOSITORY / name for name in ("src", "tests", "docs", "bench", "tools", "changes")]
    files = [path for folder in folders for path in folder.rglob("*")] + list(REPOSITORY.iterdir())
    texts = [
        path
        for path in files
        if path.is_file() and path.suffix in TEXT_SUFFIXES and not NOT_OURS & set(path.parts)
    ]
    assert len(texts) > 80
    found = {relative(path): UNFINISHED.findall(path.read_text(encoding="utf-8")) for path in texts}
    assert {path: words for path, words in found.items() if words} == {}


def test_news_fragments_have_a_known_kind() -> None:
    names = {path.name for path in (REPOSITORY / "changes").iterdir()} - {"README.md", "template.md"}
    assert {name for name in names if not FRAGMENT.fullmatch(name)} == set()
    kinds = {kind["directory"] for kind in PYPROJECT["tool"]["towncrier"]["type"]}
    assert kinds == {"feature", "change", "fix", "data"}


@pytest.mark.parametrize(
    ("contract", "allowed"),
    [("Only the web imports Django", "web"), ("Only connectors import a network library", "connectors")],
)
def test_import_contracts_name_every_package_but_the_allowed_one(contract: str, allowed: str) -> None:
    contracts = {found["name"]: found for found in PYPROJECT["tool"]["importlinter"]["contracts"]}
    modules = {path.stem for path in PACKAGE.glob("*.py")} | {
        path.parent.name for path in PACKAGE.glob("*/__init__.py")
    }
    expected = {f"cascais.{name}" for name in modules - {"__init__", allowed}}
    assert set(contracts[contract]["source_modules"]) == expected
