"""The catalogues: what is translated keeps its placeholders, and Django reads what Babel compiled."""

from __future__ import annotations

import gettext
import importlib.util
import re
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import cascais
from cascais.web.display.catalogues import compile_catalogues

LOCALE = Path(cascais.__file__).parent / "locale"
CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))
TOOL = Path(__file__).resolve().parents[2] / "tools" / "messages.py"
PLACEHOLDER = re.compile(r"%\(\w+\)\w|{\w*(?::[^}]*)?}")


def forms(text) -> list[str]:
    return [part for part in ([text] if isinstance(text, str) else text) if part]


@pytest.fixture(scope="module")
def messages_tool():
    specification = importlib.util.spec_from_file_location("messages_tool", TOOL)
    module = importlib.util.module_from_spec(specification)
    sys.modules["messages_tool"] = module
    specification.loader.exec_module(module)
    return module


def test_catalogues_were_found():
    assert CATALOGUES


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_translation_has_the_placeholders_of_its_source(path):
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale=path.parts[-3])
    for entry in catalogue:
        allowed = {name for form in forms(entry.id) for name in PLACEHOLDER.findall(form)}
        for form in forms(entry.string or ""):
            found = set(PLACEHOLDER.findall(form))
            assert found <= allowed, f"{entry.id}: {found - allowed}"
            if isinstance(entry.id, str):
                assert found == allowed, f"{entry.id}: {allowed - found} is missing"


def test_texts_of_python_templates_and_tables_are_gathered(messages_tool):
    texts = {form for text in messages_tool.all_texts() for form in text.forms}
    assert "On track" in texts  # a state of the web
    assert "Skip to the content" in texts  # a template
    assert "Residential buildings" in texts  # a table of words
    assert "{carrier} is missing" not in texts  # an example in a docstring
    assert any("straight path" in text for text in texts)  # a sentence of the science


def test_a_template_s_text_is_what_django_looks_up(messages_tool, tmp_path):
    path = messages_tool.SOURCE / "web" / "members" / "templates" / "members" / "overview.html"
    ids = [text.forms for text in messages_tool.template_texts(path)]
    assert ids
    assert all("{{" not in form and "{%" not in form for forms_of_one in ids for form in forms_of_one)


def test_catalogues_are_compiled_once(tmp_path):
    assert compile_catalogues(LOCALE, tmp_path) == len(CATALOGUES)
    assert compile_catalogues(LOCALE, tmp_path) == 0
    compiled = tmp_path / "et" / "LC_MESSAGES" / "django.mo"
    with compiled.open("rb") as stream:
        assert gettext.GNUTranslations(stream).info()["language"] == "et"
