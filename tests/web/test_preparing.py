"""The demonstration is prepared once, and again when something it depends on has changed."""

from __future__ import annotations

import dataclasses

import pytest

from cascais.web.demonstration.preparing import STAMP, digest, is_prepared
from cascais.web.environment import read_environment


@pytest.fixture
def environment(tmp_path):
    return read_environment({"CASCAIS_DATA": str(tmp_path)})


@pytest.fixture
def prepared(environment, tmp_path):
    (tmp_path / "cascais.sqlite3").touch()
    (tmp_path / STAMP).write_text("the stamp", encoding="utf-8")
    return environment


def test_a_stamp_that_holds_spares_the_work(prepared):
    assert is_prepared(prepared, "the stamp")


def test_a_change_of_the_files_asks_for_it_again(prepared):
    assert not is_prepared(prepared, "another stamp")


def test_a_database_that_is_gone_asks_for_it_again(prepared, tmp_path):
    (tmp_path / "cascais.sqlite3").unlink()
    assert not is_prepared(prepared, "the stamp")


def test_another_database_is_looked_at_every_time(prepared):
    elsewhere = dataclasses.replace(prepared.database, engine="postgresql", name="cascais")
    assert not is_prepared(dataclasses.replace(prepared, database=elsewhere), "the stamp")


def test_the_stamp_changes_with_the_built_files(tmp_path):
    before = digest(tmp_path)
    (tmp_path / "built").mkdir()
    (tmp_path / "built" / "new.js").write_text("1", encoding="utf-8")
    assert digest(tmp_path) != before == digest(tmp_path / "nowhere")
