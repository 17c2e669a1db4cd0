"""Columns in which some rows were replaced are those that come of laying all rows anew."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from django.db.models import F

from cascais.web.commitments.models import Target
from cascais.web.inventories.models import InventoryYear
from cascais.web.members.models import Member, Population
from cascais.web.overview import columns as module
from cascais.web.overview.columns import Columns, Series, columns, view
from cascais.web.overview.settling import settle
from cascais.web.overview.sorting import by_name

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def settled(db):
    """Each test begins with everything worked in and read."""
    settle()
    view()


def assert_same(found: Columns | Series, wanted: Columns | Series) -> None:
    for each in fields(wanted):
        one, other = getattr(found, each.name), getattr(wanted, each.name)
        if isinstance(other, Series):
            assert_same(one, other)
        elif isinstance(other, np.ndarray):
            np.testing.assert_array_equal(one, other, err_msg=each.name)
        elif each.name != "networks":
            assert one == other, each.name


CHANGES = {
    "an inventory no longer published": lambda: InventoryYear.objects.filter(
        member__slug="gabrovo", year=2018
    ).update(is_published=False),
    "no inventory published": lambda: InventoryYear.objects.filter(member__slug="riga").update(
        is_published=False
    ),
    "other figures of two members": lambda: InventoryYear.objects.filter(
        member__slug__in=["riga", "kranj"], superseded_at=None
    ).update(total_without_sinks_t=F("total_without_sinks_t") * 2),
    "no inhabitants": lambda: Population.objects.filter(member__slug="wroclaw").delete(),
    "no targets": lambda: Target.objects.filter(member__slug="gabrovo").delete(),
    "a name and a longer kind": lambda: Member.objects.filter(slug="gabrovo").update(
        name="Zabrovo", kind="indigenous"
    ),
    "the first and the last": lambda: Member.objects.filter(
        pk__in=[Member.objects.order_by("pk")[0].pk, Member.objects.order_by("-pk")[0].pk]
    ).update(latitude=1.5),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_replaced_rows_are_as_if_all_were_laid_anew(change):
    before = view().columns
    assert change()
    settle()
    found = view().columns
    assert found.rows != before.rows
    assert_same(found, columns(found.rows, found.token))


def test_who_reads_keeps_the_columns_it_has():
    before = view().columns
    totals = before.latest_t.copy()
    CHANGES["other figures of two members"]()
    settle()
    assert not np.array_equal(view().columns.latest_t, totals, equal_nan=True)
    np.testing.assert_array_equal(before.latest_t, totals)


def test_a_new_member_is_laid_among_the_others():
    Member.objects.create(name="New", slug="new", country="LV")
    settle()
    found = view().columns
    assert "new" in {row.slug for row in found.rows}
    assert_same(found, columns(found.rows, found.token))


def test_the_order_of_names_follows_a_new_name():
    everybody = np.arange(len(view().columns))
    first = by_name(view().columns, everybody, "en")
    CHANGES["no inhabitants"]()
    settle()
    np.testing.assert_array_equal(by_name(view().columns, everybody, "en"), first)
    Member.objects.filter(slug="gabrovo").update(name="Zzz", local_names={})
    settle()
    last = by_name(view().columns, everybody, "en")[-1]
    assert view().columns.rows[last].slug == "gabrovo"


def test_nobody_is_laid_out_too():
    found = columns((), module.Token())
    assert_same(module.with_rows(found, {}, module.Token()), found)
