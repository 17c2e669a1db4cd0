"""Kept totals follow the code and the tables that computed them."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from cascais.inventory import totals
from cascais.web.inventories.computing import computing_files, computing_version
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.reads import computed
from cascais.web.inventories.keeping import refresh_totals

pytestmark = pytest.mark.django_db


def riga() -> InventoryYear:
    return InventoryYear.objects.get(member__slug="riga", year=2020, superseded_at=None)


def test_the_sectors_are_kept_with_the_total():
    row = riga()
    assert row.by_sector == pytest.approx(totals.by_sector(computed(row)))
    assert sum(row.by_sector.values()) == pytest.approx(row.total_t)
    assert row.computed_by_version == computing_version()


def test_what_another_version_computed_is_computed_anew():
    right = riga().total_t
    InventoryYear.objects.filter(pk=riga().pk).update(computed_by_version="0.0.1", total_t=1.0, by_sector={})
    assert refresh_totals() == (1, [])
    assert riga().total_t == pytest.approx(right)
    assert riga().by_sector
    assert refresh_totals() == (0, [])


def test_what_cannot_be_computed_keeps_its_totals_and_is_named():
    row = riga()
    row.lines.filter(position=0).update(carrier="moonlight")
    InventoryYear.objects.filter(pk=row.pk).update(computed_by_version="")
    said = StringIO()
    call_command("refresh_totals", stderr=said)
    assert "Riga 2020" in said.getvalue()
    assert riga().total_t == row.total_t


def test_the_version_covers_code_and_figures():
    names = {path.name for path in computing_files()}
    assert {"emissions.py", "factors.py", "ipcc_2006_stationary.toml"} <= names
