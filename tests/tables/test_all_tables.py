"""What holds for every table, whoever adds it."""

from __future__ import annotations

import re
import time
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from cascais.errors import TableError
from cascais.provenance import HowKnown
from cascais.tables import electricity, emission_factors, reading
from cascais.tables.catalogue import catalogue, search, unverified
from cascais.tables.reading import MOST_ROWS, Table

DATA = files("cascais.tables") / "data"
DOCS = Path(__file__).parents[2] / "docs" / "tables.md"
TABLES = {f"{table.kind}/{table.name}": table for table in catalogue()}

every_table = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)


def test_discovery_finds_every_file() -> None:
    on_disk = {
        f"{folder.name}/{file.name.removesuffix('.toml')}"
        for folder in DATA.iterdir()
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    }
    assert len(on_disk) > 40
    assert set(TABLES) == on_disk


def test_every_csv_has_a_toml_beside_it() -> None:
    found = [file for folder in DATA.iterdir() for file in folder.iterdir() if file.name.endswith(".csv")]
    assert len(found) >= 4
    for file in found:
        assert Path(str(file)).with_suffix(".toml").is_file(), file.name


@every_table
def test_the_source_is_complete(table: Table) -> None:
    source = table.source
    assert source.id and source.title and source.publisher and source.locator and source.licence
    assert source.url.startswith("https://") or re.fullmatch(r"10\.\d{4,}/\S+", source.doi)
    assert date.fromisoformat(source.accessed) >= date(2020, 1, 1)
    assert source.year is None or 1990 <= source.year <= 2030
    assert source.how_known in HowKnown
    assert table.about.endswith(".")


@every_table
def test_every_row_has_its_place_and_says_how_it_is_known(table: Table) -> None:
    for row in table.rows:
        source = table.source_of(row)
        assert source.locator
        assert source.how_known in HowKnown


@every_table
def test_a_toml_stays_small_enough_to_read(table: Table) -> None:
    if not (DATA / table.kind / f"{table.name}.csv").is_file():
        assert len(table.rows) <= MOST_ROWS


@every_table
def test_rows_hold_no_empty_or_repeated_record(table: Table) -> None:
    records = [repr(sorted(row.items(), key=str)) for row in table.rows]
    assert records
    assert len(set(records)) == len(records)


@every_table
def test_the_guide_names_the_table(table: Table) -> None:
    assert f"`{table.kind}/{table.name}`" in DOCS.read_text(encoding="utf-8")


def test_the_guide_counts_the_unverified_figures_of_each_table() -> None:
    lines = DOCS.read_text(encoding="utf-8").splitlines()
    counted = {
        match[1]: int(match[2])
        for line in lines
        if (match := re.match(r"\| `([a-z0-9_/]+)` \| (\d+) of \d+ \|", line))
    }
    expected = {key: len(unverified(table)) for key, table in TABLES.items() if unverified(table)}
    assert expected
    assert counted == expected


def test_one_id_means_one_publication() -> None:
    titles: dict[str, set[str]] = {}
    for table in catalogue():
        titles.setdefault(table.source.id, set()).add(table.source.title)
    assert {key: value for key, value in titles.items() if len(value) > 1} == {}


def test_search_finds_words_in_sources_and_rows_whatever_their_case() -> None:
    assert [table.name for table in search("KOBiZE WROCŁAW")] == ["kobize_wroclaw"]
    assert "electricity/city_plans" in [f"{table.kind}/{table.name}" for table in search("gabrovo")]
    assert search("no such words anywhere") == ()
    assert search("") == catalogue()


def test_reading_every_table_is_quick() -> None:
    caches = (reading.tables, catalogue, emission_factors.all_factors, electricity.all_factors)
    for cached in caches:
        cached.cache_clear()
    started = time.process_time()
    for cached in caches[1:]:
        cached()
    assert time.process_time() - started < 0.3


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ('[source]\nid = "x"\n', "lacks title"),
        ("rows = []\n", "lacks id"),
        (
            '[source]\nid="x"\ntitle="t"\npublisher="p"\nyear=2020\nlocator="l"\nlicence="c"\n'
            'accessed="2024-01-01"\nhow_known="read"\n',
            "needs a url or a doi",
        ),
        (
            '[source]\nid="x"\ntitle="t"\npublisher="p"\nyear=2020\nlocator="l"\nlicence="c"\n'
            'accessed="2024-01-01"\nhow_known="read"\nurl="https://example.org"\n',
            "has no rows",
        ),
    ],
)
def test_a_broken_table_is_refused(tmp_path: Path, content: str, complaint: str) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(TableError, match=complaint):
        reading._read("kind", path, tmp_path)


def test_an_unknown_kind_or_name_names_what_there_is() -> None:
    with pytest.raises(TableError, match="emission_factors"):
        reading.tables("no_such_kind")
    with pytest.raises(TableError, match="crrem"):
        reading.table("electricity", "no_such_name")
