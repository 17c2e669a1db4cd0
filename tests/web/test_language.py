"""The languages: every marked text is in every catalogue, translated, with the placeholders of its source."""

from __future__ import annotations

import gettext
import importlib.util
import re
import sys
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

import cascais
from cascais.tables.reading import kinds, tables
from cascais.text import listed, message
from cascais.web.display.catalogues import compile_catalogues
from cascais.web.display.columns import COLUMN_TITLES
from cascais.web.display.texts import localised, translated
from cascais.web.languages import offered_languages
from cascais.web.library.reads import columns

LOCALE = Path(cascais.__file__).parent / "locale"
CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))
TOOL = Path(__file__).resolve().parents[2] / "tools" / "messages.py"
WHOLE = {"et"}
"""Languages that every change keeps whole; the others are offered while they reach the share below."""
SHARE_OF_OTHERS = 0.95
PERCENT_PLACEHOLDER = re.compile(r"%\(\w+\)[-+ #0]*[\d.]*[sdf]")


def forms(text) -> list[str]:
    return [] if text is None else [text] if isinstance(text, str) else list(text)


def placeholders(text: str, is_brace: bool) -> list[str]:
    """The placeholders of a text with their number formats, in alphabetical order, each as often as it stands there."""
    if not is_brace:
        return sorted(PERCENT_PLACEHOLDER.findall(text))
    return sorted(f"{name}:{spec}" for _, name, spec, _ in Formatter().parse(text) if name is not None)


@pytest.fixture(scope="module")
def tool():
    specification = importlib.util.spec_from_file_location("messages_tool", TOOL)
    module = importlib.util.module_from_spec(specification)
    sys.modules["messages_tool"] = module
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def texts(tool):
    return list(tool.all_texts())


@pytest.fixture(params=CATALOGUES, ids=lambda path: path.parts[-3])
def path(request):
    return request.param


@pytest.fixture
def stored(path):
    with path.open("rb") as stream:
        return read_po(stream, locale=path.parts[-3])


def test_estonian_is_there():
    assert WHOLE <= {path.parts[-3] for path in CATALOGUES}


def test_every_text_in_the_code_is_translated(tool, path, stored):
    absent = tool.missing(tool.catalogue(path.parts[-3], stored))
    if path.parts[-3] in WHOLE:
        assert not absent, "Run “make messages”, then translate in " + path.name + ":\n" + "\n".join(absent)
    else:
        assert len(absent) <= (1 - SHARE_OF_OTHERS) * len(stored)


def test_no_catalogue_holds_a_text_that_the_code_has_no_longer(texts, stored):
    wanted = {forms(text.id)[0] for text in texts}
    left_over = {forms(entry.id)[0] for entry in stored if entry.id} - wanted
    assert not left_over | set(stored.obsolete)


def test_nothing_is_fuzzy(stored):
    assert [entry.id for entry in stored if entry.id and entry.fuzzy] == []


def test_placeholders_are_those_of_the_source(stored):
    checked = 0
    for entry in stored:
        is_brace = "python-brace-format" in entry.flags
        *others, plural = forms(entry.id)
        for form in filter(None, forms(entry.string)):
            found = placeholders(form, is_brace)
            # A singular form may say “one” instead of the number.
            allowed = [placeholders(source, is_brace) for source in (plural, *others)]
            assert found in allowed, f"{entry.id}: {form}"
            checked += len(found)
    assert checked > 100


def test_every_plural_has_all_forms_of_its_language(stored):
    plurals = [entry for entry in stored if isinstance(entry.id, tuple)]
    assert plurals
    for entry in plurals:
        assert len(entry.string) == stored.num_plurals
        assert len(set(map(bool, entry.string))) == 1, entry.id


def test_placeholders_all_have_names(texts):
    for text in texts:
        for form in text.forms:
            if text.flag == "python-brace-format":
                assert all(name != "" for _, name, _, _ in Formatter().parse(form)), text


def test_an_update_without_new_texts_changes_nothing(tool, path, stored, tmp_path):
    copy = tmp_path / path.parts[-3] / "LC_MESSAGES" / path.name
    tool.write(tool.catalogue(path.parts[-3], stored), copy)
    assert copy.read_text(encoding="utf-8") == path.read_text(encoding="utf-8"), "Run “make messages”"


def test_texts_of_python_templates_and_tables_are_gathered(texts):
    gathered = {form for text in texts for form in text.forms}
    assert "On track" in gathered  # a state of the web
    assert "Skip to the content" in gathered  # a template
    assert "It was not you? Then do nothing." in gathered  # a letter
    assert "Residential buildings" in gathered  # a table of words
    assert "{carrier} is missing" not in gathered  # an example in a docstring
    assert any("straight path" in text for text in gathered)  # a sentence of the science


def test_a_template_s_texts_are_what_django_looks_up(tool, monkeypatch, tmp_path):
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    template = tmp_path / "some.html"
    template.write_text(
        '{% load i18n %}{% translate "50 % more" %}{% include "x" with label=_("As printed") %}'
        "{% blocktranslate trimmed with name=member.name %}\n  Hello\n  {{ name }}, 5 %\n{% endblocktranslate %}"
        "{% blocktranslate count n=rows %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}",
        encoding="utf-8",
    )
    assert [text.forms for text in tool.template_texts(template)] == [
        ("50 %% more",),
        ("As printed",),
        ("Hello %(name)s, 5 %%",),
        ("%(n)s row", "%(n)s rows"),
    ]


def test_a_new_language_begins_with_every_text(tool):
    begun = tool.catalogue("lv")
    assert len(tool.missing(begun)) == len(begun)
    assert begun.num_plurals == 3


def test_catalogues_are_compiled_once(tmp_path):
    assert compile_catalogues(LOCALE, tmp_path) == len(CATALOGUES)
    assert compile_catalogues(LOCALE, tmp_path) == 0
    compiled = tmp_path / "et" / "LC_MESSAGES" / "django.mo"
    with compiled.open("rb") as stream:
        assert gettext.GNUTranslations(stream).gettext("On track") == "Graafikus"


def test_every_language_with_a_catalogue_is_offered_by_its_own_name():
    assert offered_languages(LOCALE)[0] == ("en", "English")
    assert ("et", "Eesti") in offered_languages(LOCALE)
    assert {code for code, _ in offered_languages(LOCALE)} == {"en"} | {path.parts[-3] for path in CATALOGUES}


def test_every_column_of_a_published_table_has_a_name():
    shown = {name for kind in kinds() for table in tables(kind) for name in columns(table)}
    assert len(shown) > 50
    assert shown - set(COLUMN_TITLES) == set()


def test_numbers_of_a_sentence_are_written_as_the_language_writes_them():
    sentence = message("The lines add up to {computed:,.1f} t of {gas}.", computed=-12345.6, gas="CO2")
    with translation.override("et"):
        assert translated(sentence) == "Ridade summa on \u221212\u202f345,6 t (CO₂)."
        assert localised("1,234.50") == "1\u202f234,50"
    with translation.override("en"):
        assert translated(sentence) == "The lines add up to \u221212\u202f345.6 t of CO₂."


def test_each_part_of_a_list_is_translated():
    sentence = message(
        "There is nothing for {sectors}.", sectors=listed(["Transport", "Residential buildings"])
    )
    assert str(sentence) == "There is nothing for Transport, Residential buildings."
    with translation.override("et"):
        assert translated(sentence) == "Andmed puuduvad: Transport, Eluhooned."


def test_the_unit_is_written_in_the_language_wherever_it_stands():
    with translation.override("et"):
        assert translated("t CO2e") == translated("t CO₂e") == "t CO₂ ekv"
