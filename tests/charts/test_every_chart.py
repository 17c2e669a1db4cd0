"""What holds for every registered chart, on invented records."""

import importlib.util
import json
import re
import sys
from pathlib import Path

import altair
import jsonschema
import pytest
import vl_convert

from cascais.charts import CHARTS, DARK, LIGHT, Chart, EmptyChart, Style, as_png, as_svg, theme
from cascais.text import Message


def _samples():
    place = Path(__file__).with_name("samples.py")
    spec = importlib.util.spec_from_file_location("chart_samples", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


samples = _samples()
every_chart = pytest.mark.parametrize("key", sorted(samples.SAMPLES))
STYLES = {"light": Style(), "dark and Estonian": Style(language="et", is_dark=True)}


def drawn(key, style=None):
    return CHARTS[key](samples.SAMPLES[key], style or Style())


def colours_in(value):
    return set(re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)|hsl\([^)]*\)", json.dumps(value)))


def layers_of(chart):
    return chart.spec["layer"]


def test_discovery_finds_each_module_and_each_has_a_sample():
    assert len(CHARTS) == len(CHARTS.modules()) > 8
    assert set(CHARTS) == set(samples.SAMPLES) == set(samples.EMPTY) == set(samples.KEY_NUMBERS)


@every_chart
@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_specification_fits_the_schema_of_altair(key, style):
    spec = drawn(key, style).spec
    assert altair.SCHEMA_URL == spec["$schema"]
    altair.LayerChart.from_dict(spec, validate=True)
    with pytest.raises(jsonschema.ValidationError):
        altair.LayerChart.from_dict({**spec, "heigth": 3}, validate=True)


@every_chart
@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize("width", [330, 900])
def test_chart_draws_without_a_warning(key, style, width, capfd):
    svg = as_svg(drawn(key, style), width)
    captured = capfd.readouterr()
    assert svg.startswith("<svg") and "NaN" not in svg and "undefined" not in svg
    assert captured.err == "" and captured.out == ""


@every_chart
def test_same_record_gives_the_same_chart(key):
    first, second = drawn(key), drawn(key)
    assert json.dumps(first.spec) == json.dumps(second.spec) and first.rows == second.rows
    assert as_svg(first) == as_svg(second)


@every_chart
def test_table_is_the_data_of_the_drawing(key):
    chart = drawn(key)
    names = [column.key for column in chart.columns]
    data = [tuple(row[name] for name in names) for row in chart.spec["datasets"]["rows"]]
    assert data and sorted(map(str, data)) == sorted(map(str, chart.rows))


@every_chart
def test_words_come_with_the_drawing_and_carry_the_key_number(key):
    chart = drawn(key)
    assert isinstance(chart.alt, Message) and samples.KEY_NUMBERS[key] in str(chart.alt)
    assert chart.spec["description"] == str(chart.alt)
    assert str(chart.title) and str(chart.subtitle) and samples.SOURCE in chart.source_line


@every_chart
def test_amounts_start_at_zero(key):
    if key in ("climate_stripes", "climate_calendar"):
        return  # values are colours there, not lengths
    if key in ("members_map", "members_grid", "climate_change_map"):
        assert all(
            "x" not in layer.get("encoding", {}) or "value" in layer["encoding"]["x"]
            for layer in layers_of(drawn(key))
        )
        return
    checked = 0
    for layer in layers_of(drawn(key)):
        for channel in ("x", "y"):
            scale = layer.get("encoding", {}).get(channel, {}).get("scale", {})
            if scale.get("zero"):
                checked += 1
                assert scale["domain"][0] <= 0 <= scale["domain"][1]
    assert checked > 0


@every_chart
def test_colours_stand_only_in_the_theme(key):
    spec = {name: part for name, part in drawn(key).spec.items() if name != "config"}
    assert colours_in(spec) == set()
    assert drawn(key, Style(is_dark=True)).spec | {"config": theme()} == drawn(key).spec


@pytest.mark.parametrize("is_dark", [False, True])
def test_theme_uses_the_palette_alone(is_dark):
    colours = DARK if is_dark else LIGHT
    known = {
        getattr(colours, name)
        for name in ("paper", "ink", "muted", "line", "land", "accent", "warning", "danger")
    }
    assert colours_in(theme(is_dark)) <= known | set(colours.sectors)


@every_chart
def test_empty_record_says_what_would_be_here(key):
    empty = CHARTS[key](samples.EMPTY[key])
    assert isinstance(empty, EmptyChart) and empty.key == key and len(str(empty.message)) > 30


@every_chart
def test_texts_pass_through_the_translation(key):
    seen = []

    def translate(text):
        seen.append(text)
        return str(text).upper()

    chart = drawn(key, Style(translate=translate))
    assert chart.spec["description"] == str(chart.alt).upper()
    assert any(isinstance(text, str) for text in seen)


@every_chart
def test_notebook_gets_a_picture_and_the_specification(key):
    bundle = drawn(key)._repr_mimebundle_()
    assert bundle["application/vnd.vegalite.v6+json"] == drawn(key).spec
    assert bundle["image/svg+xml"].startswith("<svg") and bundle["text/plain"] == str(drawn(key).alt)


@every_chart
def test_expressions_are_those_that_the_interpreter_knows(key):
    """A page with a strict policy reads expressions as trees, which knows no functions but Vega's own."""
    compiled = json.dumps(vl_convert.vegalite_to_vega(drawn(key).spec, vl_version="6.4"))
    own = re.findall(r'"expr": "([^"]*)"', json.dumps(drawn(key).spec))
    assert set(own) <= {"max(150, width - 105)", "width < 420 ? 2 : 4", "width / 2", "width / 2 + 14"}
    assert "eval(" not in compiled and "Function(" not in compiled


def test_png_is_a_picture():
    assert as_png(drawn("carrier_mix"), 330).startswith(b"\x89PNG")


def test_drawing_needs_neither_altair_nor_django():
    needed = {name for name in vars(sys.modules["cascais.charts"])}
    sources = list((Path(sys.modules["cascais.charts"].__file__).parent).rglob("*.py"))
    assert "CHARTS" in needed and len(sources) > 15
    assert not any(
        re.search(r"^\s*(import|from) (altair|django)", source.read_text(encoding="utf-8"), re.M)
        for source in sources
    )


def test_chart_is_a_frozen_record():
    chart = drawn("carrier_mix")
    assert isinstance(chart, Chart)
    with pytest.raises(AttributeError):
        chart.title = "another"
