"""Kept totals of drafts follow the code and the tables that computed them; those of published versions are frozen."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from cascais.inventory import totals
from cascais.web.inventories import drafting
from cascais.web.inventories.computing import computed_by, computing_files, computing_version
from cascais.web.inventories.keeping import refresh_totals
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.reads import computed

pytestmark = pytest.mark.django_db


def riga() -> InventoryYear:
    return InventoryYear.objects.get(member__slug="riga", year=2020, superseded_at=None, is_published=True)


@pytest.fixture
def draft(django_user_model) -> InventoryYear:
    ilze = django_user_model.objects.get(username="ilze")
    return drafting.restore(riga(), riga(), ilze)


def test_the_sectors_are_kept_with_the_total():
    row = riga()
    assert row.by_sector == pytest.approx(totals.by_sector(computed(row)))
    assert sum(row.by_sector.values()) == pytest.approx(row.total_t)
    assert row.computed_by_version == computing_version()


def test_a_draft_that_another_version_computed_is_computed_anew(draft):
    right = draft.total_t
    InventoryYear.objects.filter(pk=draft.pk).update(computed_by_version="0.0.1", total_t=1.0, by_sector={})
    assert refresh_totals() == (1, [])
    draft.refresh_from_db()
    assert draft.total_t == pytest.approx(right)
    assert draft.by_sector
    assert refresh_totals() == (0, [])


def test_what_is_published_stays_as_it_was_published():
    InventoryYear.objects.filter(pk=riga().pk).update(computed_by_version="0.0.1", total_t=1.0)
    before = InventoryYear.objects.filter(pk=riga().pk).values().get()
    assert refresh_totals() == (0, [])
    assert InventoryYear.objects.filter(pk=riga().pk).values().get() == before


def test_what_was_published_before_results_were_kept_is_frozen_now():
    right = riga().total_t
    InventoryYear.objects.filter(pk=riga().pk).update(
        computed_by_version="", total_t=None, results={}, published_at=None
    )
    assert refresh_totals() == (1, [])
    assert riga().results["total_t"] == riga().total_t == pytest.approx(right)
    assert riga().published_at == riga().created_at


def test_what_cannot_be_computed_keeps_its_totals_and_is_named(draft):
    draft.lines.filter(position=0).update(carrier="moonlight")
    InventoryYear.objects.filter(pk=draft.pk).update(computed_by_version="")
    said = StringIO()
    call_command("refresh_totals", stderr=said)
    assert "Riga 2020" in said.getvalue()
    assert InventoryYear.objects.get(pk=draft.pk).total_t == draft.total_t


def test_the_version_covers_code_and_figures():
    names = {path.name for path in computing_files()}
    assert {"emissions.py", "factors.py", "ipcc_2006_stationary.toml"} <= names
    assert computed_by().code != computed_by().tables
