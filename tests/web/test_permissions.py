"""Who may do what, told with the people of the demonstration."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, User

from cascais.web.commitments.models import Target
from cascais.web.commitments.policy import EDIT_TARGET, SEE_TARGET
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.policy import EDIT_INVENTORY, SEE_INVENTORY
from cascais.web.members.models import Member
from cascais.web.members.policy import EDIT_MEMBER, SEE_MEMBER

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return {name: User.objects.get(username=name) for name in ("mari", "janez", "ilze")}


@pytest.fixture
def draft():
    """An inventory of Gabrovo that is not published."""
    return InventoryYear.objects.create(member=Member.objects.get(slug="gabrovo"), year=2022)


def test_mari_edits_gabrovo_and_nothing_else(people):
    own = EDIT_MEMBER.rows(people["mari"], Member.objects.all())
    assert [member.slug for member in own] == ["gabrovo"]


def test_janez_edits_his_three_slovenian_towns(people):
    own = EDIT_MEMBER.rows(people["janez"], Member.objects.all())
    assert {member.slug for member in own} == {"kranj", "velenje", "ljubljana"}


def test_a_visitor_edits_nothing_and_sees_everything_public():
    visitor = AnonymousUser()
    assert not EDIT_MEMBER.rows(visitor, Member.objects.all()).exists()
    assert SEE_MEMBER.rows(visitor, Member.objects.all()).count() == Member.objects.count() > 11
    assert SEE_TARGET.rows(visitor, Target.objects.all()).count() == Target.objects.count()


def test_a_draft_is_seen_by_its_editor_alone(people, draft):
    assert SEE_INVENTORY.allows(people["mari"], draft)
    assert not SEE_INVENTORY.allows(people["janez"], draft)
    assert not SEE_INVENTORY.allows(AnonymousUser(), draft)


def test_a_published_inventory_is_seen_by_all_and_edited_by_its_editor(people):
    inventory = InventoryYear.objects.get(member__slug="gabrovo", year=2018)
    assert SEE_INVENTORY.allows(AnonymousUser(), inventory)
    assert EDIT_INVENTORY.allows(people["mari"], inventory)
    assert not EDIT_INVENTORY.allows(people["ilze"], inventory)


def test_a_target_is_edited_by_the_member_s_editor(people):
    target = Target.objects.filter(member__slug="riga").first()
    assert EDIT_TARGET.allows(people["ilze"], target)
    assert not EDIT_TARGET.allows(people["mari"], target)


@pytest.mark.parametrize("policy", [SEE_INVENTORY, EDIT_INVENTORY])
def test_the_check_of_one_row_agrees_with_the_filter_of_all(people, draft, policy):
    for person in (*people.values(), AnonymousUser()):
        allowed = set(policy.rows(person, InventoryYear.objects.all()).values_list("pk", flat=True))
        for inventory in InventoryYear.objects.all():
            assert policy.allows(person, inventory) == (inventory.pk in allowed)


def test_mari_is_shown_the_import_of_gabrovo_only(mari):
    assert "/members/gabrovo/import/" in mari.get("/members/gabrovo/").content.decode()
    assert "/members/kranj/import/" not in mari.get("/members/kranj/").content.decode()
    assert mari.get("/members/gabrovo/import/").status_code == 200
    refused = mari.get("/members/kranj/import/")
    assert refused.status_code == 403
    assert "you are not an editor of this member" in refused.content.decode()


def test_a_visitor_is_asked_to_sign_in_before_importing(client):
    answer = client.get("/members/gabrovo/import/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/account/sign-in/?next=/members/gabrovo/import/"


def test_the_draft_is_in_the_editor_s_list_and_in_nobody_else_s(mari, client, draft):
    assert draft in mari.get("/members/gabrovo/about/").context["inventories"]
    assert draft not in client.get("/members/gabrovo/about/").context["inventories"]
