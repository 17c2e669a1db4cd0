#!/usr/bin/env python3
"""Gathers the texts that are marked for translation and brings the catalogues up to date, without system gettext.

python tools/messages.py            write new texts into src/cascais/locale/*/LC_MESSAGES/django.po, drop old ones
python tools/messages.py --add lv   the same, and begin the catalogue of another language
python tools/messages.py --check    say what is missing in them; status 1 where anything is

Python is read by its syntax tree, templates by Django's own extractor (as makemessages does), titles from the tables.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "cascais"
LOCALE = SOURCE / "locale"
SINGLE = {"_", "gettext", "gettext_lazy", "message", "translated"}
PLURAL = {"ngettext", "ngettext_lazy"}
TEMPLATE_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
DATE = datetime(2026, 1, 1, tzinfo=UTC)
TABLE_FIELDS = ("title", "meaning", "uncertainty_note", "about", "note", "covenant", "proxy")
"""Columns of the tables that hold words; fuels and places are quoted as published."""
CITY_FIELDS = ("title", "label", "note", "comment")
CITIES = SOURCE / "web" / "demonstration" / "cities"


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
    for ending in ("html", "txt"):
        for path in sorted(SOURCE.rglob(f"templates/**/*.{ending}")):
            yield from template_texts(path)
    for path in sorted((SOURCE / "tables" / "data").glob("*/*.toml")):
        yield from table_texts(path)
    for path in sorted(CITIES.glob("*.toml")):
        yield from city_texts(path)


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
    """The texts of a template, as Django asks the catalogue for them."""
    code = templatize(path.read_text(encoding="utf-8"), origin=path.name)
    # In brackets, because the indentation of a template is none of Python.
    bracketed = f"(\n{code}\n)".encode()
    for _, found, _, _ in extract("python", BytesIO(bracketed), keywords=TEMPLATE_KEYWORDS):
        forms = (found,) if isinstance(found, str) else tuple(found)
        yield Text(forms, _place(path), _flag(" ".join(forms)))


def table_texts(path: Path) -> Iterator[Text]:
    """What a table says about itself, and the titles and meanings in its rows."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    yield from _fields(content, ("about",), path)
    yield from _fields(content.get("defaults", {}), ("variant_title",), path)
    for row in content.get("rows", ()):
        yield from _fields(row, TABLE_FIELDS, path)


def city_texts(path: Path) -> Iterator[Text]:
    """The targets of a demonstration city, and what is said beside its figures."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    for target in content["target"]:
        yield from _fields(target, CITY_FIELDS, path)
    for inventory in content["inventory"]:
        yield from _fields(inventory, CITY_FIELDS, path)
        for row in (*inventory.get("lines", ()), *inventory.get("printed", ())):
            yield from _fields(row, CITY_FIELDS, path)


def _fields(row: Mapping[str, object], fields: Iterable[str], path: Path) -> Iterator[Text]:
    for field in fields:
        text = row.get(field)
        if isinstance(text, str) and text.strip():
            yield Text((text,), _place(path))


def catalogue(language: str, known: Catalog | None = None) -> Catalog:
    """All texts in the order of their places, each with the translation that a known catalogue has for it."""
    made = _blank(language)
    for text in all_texts():
        made.add(text.id, locations=[(text.place, 0)])
        message = made[text.id]
        earlier = known.get(text.id) if known else None
        if earlier and bool(earlier.pluralizable) == bool(message.pluralizable):
            message.string = earlier.string
        # Babel takes "50 % f" for a placeholder and flags it.
        message.flags = {text.flag} if text.flag else set()
    return made


def read(path: Path) -> Catalog:
    """The catalogue of a language as it is stored."""
    with path.open("rb") as stream:
        return read_po(stream, locale=path.parts[-3])


def write(made: Catalog, path: Path) -> None:
    """Store a catalogue so that an update without new texts changes nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        write_po(stream, made, width=100, include_lineno=False, sort_by_file=True, ignore_obsolete=True)


def missing(made: Catalog) -> list[str]:
    """The texts that have no translation, or none of one of their forms."""
    return [
        _strings(message.id)[0]
        for message in made
        if message.id and not (_strings(message.string) and all(_strings(message.string)))
    ]


def main(arguments: list[str] | None = None) -> int:
    """Update or check every catalogue."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; status 1 where a text is missing"
    )
    parser.add_argument("--add", metavar="LANGUAGE", help="code of a language to begin")
    options = parser.parse_args(arguments)
    if options.add:
        write(catalogue(options.add), _path(options.add))
    is_whole = True
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        made = catalogue(path.parts[-3], read(path))
        absent = missing(made)
        is_whole = is_whole and not absent
        print(f"{path.parts[-3]}: {len(made)} texts, {len(absent)} without a translation")
        if not options.check:
            write(made, path)
    return 1 if options.check and not is_whole else 0


def _path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _blank(language: str) -> Catalog:
    """An empty catalogue; its date is fixed, so that an update without new texts changes nothing."""
    return Catalog(
        locale=language,
        project="Cascais",
        version="1",
        charset="utf-8",
        fuzzy=False,
        header_comment="# Translations of Cascais. Made by tools/messages.py; translate here, add no texts here.",
        copyright_holder="The Cascais developers",
        msgid_bugs_address="The Cascais developers",
        last_translator="The Cascais translators",
        language_team="The Cascais translators",
        creation_date=DATE,
        revision_date=DATE,
    )


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
    sys.exit(main())
