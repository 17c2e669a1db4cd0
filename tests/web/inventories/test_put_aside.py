"""A year of which no version stands is still reached from the list, by those who may see its versions."""

from __future__ import annotations

import pytest

from cascais.web.accounts.models import Assignment, Role
from cascais.web.inventories.models import InventoryYear
from cascais.web.members.models import Member

pytestmark = pytest.mark.django_db
LIST = "/members/gabrovo/inventories/"
VERSIONS = f'href="{LIST}2021/versions/"'


@pytest.fixture
def laid_aside(mari) -> InventoryYear:
    mari.post(f"{LIST}estimate/", {"year": "2021", "population": "56000"})
    row = InventoryYear.objects.get(member__slug="gabrovo", year=2021)
    assert VERSIONS not in mari.get(LIST).content.decode()
    mari.post(f"{LIST}2021/discard/", {"version": row.pk})
    return row


def test_a_year_whose_only_draft_was_laid_aside_is_linked(mari, laid_aside):
    assert mari.get(LIST).context["put_aside"] == [2021]
    assert VERSIONS in mari.get(LIST).content.decode()
    assert mari.get(f"{LIST}2021/versions/").status_code == 200


def test_who_may_not_see_drafts_sees_no_link(client, janez, laid_aside):
    for browser in (client, janez):
        assert VERSIONS not in browser.get(LIST).content.decode()
        assert browser.get(f"{LIST}2021/versions/").status_code == 404


def test_a_viewer_of_the_member_sees_it(signed_in, django_user_model, laid_aside):
    user = django_user_model.objects.create(username="vera")
    gabrovo = Member.objects.get(slug="gabrovo")
    Assignment.objects.create(user=user, role=Role.VIEWER, member=gabrovo)
    assert VERSIONS in signed_in("vera").get(LIST).content.decode()


def test_a_year_that_stands_again_is_no_longer_among_them(mari, laid_aside):
    mari.post(f"{LIST}2021/versions/{laid_aside.pk}/restore/", {"version": ""})
    assert mari.get(LIST).context["put_aside"] == []


def test_a_withdrawn_year_whose_draft_was_laid_aside_is_linked(mari, client):
    public = InventoryYear.objects.get(
        member__slug="gabrovo", year=2018, superseded_at=None, is_published=True
    )
    mari.post(f"{LIST}2018/withdraw/", {"version": public.pk})
    draft = InventoryYear.objects.get(member__slug="gabrovo", year=2018, superseded_at=None)
    mari.post(f"{LIST}2018/discard/", {"version": draft.pk})
    assert mari.get(LIST).context["put_aside"] == [2018]
    assert client.get(LIST).context["put_aside"] == []
