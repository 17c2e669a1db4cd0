#!/usr/bin/env python3
"""Gathers the texts that are marked for translation and brings the catalogues up to date, without system gettext.

python tools/messages.py            write new texts into src/cascais/locale/*/LC_MESSAGES/django.po
python tools/messages.py --check    say what is missing in them; status 1 where anything is
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "cascais"
LOCALE = SOURCE / "locale"
LANGUAGES = ("et",)
SINGLE = {"_", "gettext", "gettext_lazy", "message", "translated"}
PLURAL = {"ngettext", "ngettext_lazy"}
TRANSLATE = re.compile(r"{%\s*(?:translate|trans)\s+(\"[^\"]*\"|'[^']*')")
BLOCK = re.compile(r"{%\s*blocktrans(?:late)?\b([^%]*)%}(.*?){%\s*endblocktrans(?:late)?\s*%}", re.S)
PLURAL_TAG = re.compile(r"{%\s*plural\s*%}")
VARIABLE = re.compile(r"{{\s*([\w.]+)\s*}}")
DATE = datetime(2026, 1, 1, tzinfo=UTC)
TITLED_TABLES = ("vocabulary", "targets")
TITLE_FIELDS = ("title", "meaning", "uncertainty_note", "about")


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be translated: one form, or singular and plural; where it stands; what its placeholders look like."""

    forms: tuple[str, ...]
    place: str
    flag: str = ""

    @property
    def id(self) -> str | tuple[str, ...]:
        """As the catalogue wants it."""
        return self.forms[0] if len(self.forms) == 1 else self.forms


def all_texts() -> Iterator[Text]:
    """Every marked text of the package, in the order of files."""
    for path in sorted(SOURCE.rglob("*.py")):
        yield from python_texts(path)
    for path in sorted(SOURCE.rglob("templates/**/*.html")):
        yield from template_texts(path)
    for kind in TITLED_TABLES:
        for path in sorted((SOURCE / "tables" / "data" / kind).glob("*.toml")):
            yield from table_texts(path)
    for path in sorted((SOURCE / "web" / "demonstration" / "cities").glob("*.toml")):
        for target in tomllib.loads(path.read_text(encoding="utf-8"))["target"]:
            yield Text((target["title"],), _place(path))


def python_texts(path: Path) -> Iterator[Text]:
    """The texts that a module marks with a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        wanted = 1 if name in SINGLE else 2 if name in PLURAL else 0
        forms = tuple(
            argument.value
            for argument in node.args[:wanted]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        )
        if wanted and len(forms) == wanted and forms[0].strip():
            yield Text(forms, _place(path), _flag(forms[0]))


def template_texts(path: Path) -> Iterator[Text]:
    """The texts of a template's translate and blocktranslate tags, as Django asks the catalogue for them."""
    source = path.read_text(encoding="utf-8")
    for found in TRANSLATE.finditer(source):
        yield Text((found.group(1)[1:-1].replace("%", "%%"),), _place(path))
    for found in BLOCK.finditer(source):
        is_trimmed = "trimmed" in found.group(1).split()
        forms = tuple(_block_text(part, is_trimmed) for part in PLURAL_TAG.split(found.group(2)))
        yield Text(forms, _place(path), "python-format" if "%(" in "".join(forms) else "")


def table_texts(path: Path) -> Iterator[Text]:
    """The titles and meanings of a table of words."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    for row in content.get("rows", ()):
        for field in TITLE_FIELDS:
            if isinstance(row.get(field), str) and row[field].strip():
                yield Text((row[field],), _place(path))


def template_catalogue() -> Catalog:
    """A catalogue of all texts without translations."""
    catalogue = _blank()
    for text in all_texts():
        flags = [text.flag] if text.flag else []
        catalogue.add(text.id, locations=[(text.place, 0)], flags=flags)
    return catalogue


def main(arguments: list[str]) -> int:
    """Update or check every catalogue."""
    template = template_catalogue()
    missing = 0
    for language in LANGUAGES:
        path = LOCALE / language / "LC_MESSAGES" / "django.po"
        catalogue = _existing(path, language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        empty = sum(not any(_strings(entry.string)) for entry in catalogue if entry.id)
        print(f"{language}: {len(catalogue)} texts, {empty} without a translation")
        missing += empty
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as stream:
                write_po(stream, catalogue, width=100, include_lineno=False, sort_by_file=True)
    return 1 if "--check" in arguments and missing else 0


def _blank(language: str | None = None) -> Catalog:
    """An empty catalogue; its date is fixed, so that an update without new texts changes nothing."""
    return Catalog(
        locale=language,
        project="Cascais",
        version="",
        charset="utf-8",
        fuzzy=False,
        header_comment="# Translations of Cascais. Made by tools/messages.py; translate here, add no texts here.",
        copyright_holder="The Cascais developers",
        msgid_bugs_address="",
        last_translator="",
        language_team="",
        creation_date=DATE,
        revision_date=DATE,
    )


def _existing(path: Path, language: str) -> Catalog:
    if not path.is_file():
        return _blank(language)
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def _block_text(part: str, is_trimmed: bool) -> str:
    text = VARIABLE.sub(lambda found: f"%({found.group(1)})s", part.replace("%", "%%"))
    return " ".join(line.strip() for line in text.strip().splitlines()) if is_trimmed else text


def _flag(text: str) -> str:
    if re.search(r"%\(\w+\)", text):
        return "python-format"
    return "python-brace-format" if re.search(r"{\w*(?::[^}]*)?}", text) else ""


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _strings(found: str | tuple[str, ...] | list[str] | None) -> list[str]:
    if not found:
        return []
    return [found] if isinstance(found, str) else list(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
