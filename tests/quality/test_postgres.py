"""The throwaway PostgreSQL answers while it is wanted, and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

import postgres_cluster


def test_cluster_answers(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("select 6 * 7").fetchone() == (42,)


@pytest.mark.usefixtures("postgres_url")
def test_cluster_leaves_nothing_behind() -> None:
    with postgres_cluster.cluster() as address, psycopg.connect(address) as connection:
        row = connection.execute("show data_directory").fetchone()
    assert row is not None
    assert not Path(row[0]).parent.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address)
