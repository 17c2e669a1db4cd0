"""Who founds, edits and joins a group: Marek coordinates an agency, Janez edits Kranj, Mari edits Gabrovo."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cascais.web.commitments.models import Target
from cascais.web.groups.models import Group, GroupMember, GroupTarget
from cascais.web.groups.policy import EDIT_GROUP
from cascais.web.history.models import Tombstone
from cascais.web.history.tombstones import restore
from cascais.web.inventories.models import InventoryYear
from cascais.web.members.models import Member

pytestmark = pytest.mark.django_db
AGENCY = "synthetic-agency"


def member(slug: str) -> Member:
    return Member.objects.get(slug=slug)


@pytest.fixture
def marek(signed_in):
    """Marek coordinates the agency that works for Rzeszów, Wrocław and Liepāja."""
    return signed_in("marek")


@pytest.fixture
def group() -> Group:
    """A group that the agency coordinates, with Liepāja in it."""
    made = Group.objects.create(
        slug="seaside", title="Seaside plan", kind="shared", coordinator=member(AGENCY)
    )
    GroupMember.objects.create(group=made, member=member("liepaja"), confirmed_at=timezone.now())
    return made


def found(browser, coordinator: str, **changed: str):
    given = {"title": "Hill plan", "kind": "shared", "coordinator": member(coordinator).pk, "about": ""}
    return browser.post("/groups/new/", {**given, **changed})


def test_marek_founds_a_group_for_his_agency(marek):
    answer = found(marek, AGENCY)
    assert (answer.status_code, answer.url) == (302, "/groups/hill-plan/members/")
    made = Group.objects.get(slug="hill-plan")
    assert (made.coordinator, made.is_demonstration) == (member(AGENCY), False)


def test_mari_may_not_found_a_group_in_the_name_of_the_agency(mari):
    assert found(mari, AGENCY).status_code == 422
    assert not Group.objects.filter(slug="hill-plan").exists()


def test_petra_who_only_reads_is_told_who_may_found_one(signed_in):
    petra = signed_in("petra")
    assert "You may not publish for any member yet" in petra.get("/groups/new/").content.decode()
    assert found(petra, "gabrovo").status_code == 422


def test_a_founded_group_never_takes_the_address_of_a_page_or_of_another(marek):
    for expected in ("new-2", "new-3"):
        assert found(marek, AGENCY, title="New").url == f"/groups/{expected}/members/"
    assert found(marek, AGENCY, title="Дунав").url == "/groups/group/members/"


@pytest.mark.parametrize("address", ["edit/", "dissolve/", "members/", "targets/add/", "targets/add/own/"])
@pytest.mark.parametrize(
    ("username", "status"), [("marek", 200), ("sofia", 200), ("mari", 403), ("ilze", 403), ("elena", 403)]
)
def test_only_the_coordinator_and_administrators_keep_a_group(signed_in, group, address, username, status):
    assert signed_in(username).get(f"/groups/seaside/{address}").status_code == status


def test_visitors_are_sent_to_sign_in(client, group):
    for address in ("edit/", "members/", "dissolve/"):
        assert client.get(f"/groups/seaside/{address}").status_code == 302


def test_the_filter_and_the_check_of_the_policy_agree(group, django_user_model):
    for username in ("marek", "mari", "sofia", "elena"):
        user = django_user_model.objects.get(username=username)
        listed = EDIT_GROUP.rows(user, Group.objects.filter(pk=group.pk)).exists()
        assert listed == EDIT_GROUP.allows(user, group)


def test_a_group_whose_coordinator_is_gone_is_kept_by_administrators_alone(signed_in, group):
    Group.objects.filter(pk=group.pk).update(coordinator=None)
    assert signed_in("marek").get("/groups/seaside/edit/").status_code == 403
    assert signed_in("sofia").get("/groups/seaside/edit/").status_code == 200


def test_marek_changes_the_group_but_cannot_hand_it_to_a_stranger(marek, group):
    given = {"title": "Seaside", "kind": "regional", "coordinator": member(AGENCY).pk, "about": "By the sea."}
    assert marek.post("/groups/seaside/edit/", given).url == "/groups/seaside/"
    group.refresh_from_db()
    assert (group.title, group.kind) == ("Seaside", "regional")
    assert (
        marek.post("/groups/seaside/edit/", {**given, "coordinator": member("gabrovo").pk}).status_code == 422
    )
    marek.post("/groups/seaside/edit/", {**given, "slug": "stolen", "is_demonstration": "on"})
    group.refresh_from_db()
    assert (group.slug, group.is_demonstration) == ("seaside", False)


def test_a_member_that_the_agency_works_for_counts_at_once(marek, group):
    marek.post("/groups/seaside/members/", {"member": "wroclaw", "from_year": "2015"})
    part = group.parts.get(member__slug="wroclaw")
    assert part.confirmed_at is not None
    assert (part.from_year, part.to_year) == (2015, None)


def test_a_stranger_is_asked_and_counts_only_when_its_editor_agrees(marek, mari, client, group):
    page = marek.post("/groups/seaside/members/", {"member": "Gabrovo"}, follow=True).content.decode()
    assert "Gabrovo is asked" in page
    part = group.parts.get(member__slug="gabrovo")
    assert part.confirmed_at is None
    assert "Gabrovo" not in client.get("/groups/seaside/").content.decode()
    assert "is asked to belong" in mari.get("/groups/seaside/").content.decode()
    assert "is asked to belong" in mari.get("/members/gabrovo/groups/").content.decode()
    assert mari.post(f"/groups/seaside/members/{part.pk}/confirm/").url == "/groups/seaside/"
    part.refresh_from_db()
    assert part.confirmed_at is not None
    assert "Gabrovo" in client.get("/groups/seaside/").content.decode()


def test_nobody_agrees_in_the_name_of_another(marek, janez, signed_in, group):
    part = GroupMember.objects.create(group=group, member=member("gabrovo"))
    for browser in (marek, janez, signed_in("petra"), signed_in("ivo"), signed_in("elena")):
        assert browser.post(f"/groups/seaside/members/{part.pk}/confirm/").status_code == 403
        assert browser.post(f"/groups/seaside/members/{part.pk}/leave/").status_code == 403
    part.refresh_from_db()
    assert part.confirmed_at is None


def test_who_is_asked_is_told_to_nobody_else(janez, client, group):
    GroupMember.objects.create(group=group, member=member("gabrovo"))
    for browser in (janez, client):
        assert "Gabrovo" not in browser.get("/groups/seaside/").content.decode()
        assert "is asked" not in browser.get("/members/gabrovo/groups/").content.decode()


def test_a_member_leaves_and_the_keeper_takes_one_out(mari, marek, janez, group):
    own = GroupMember.objects.create(group=group, member=member("gabrovo"), confirmed_at=timezone.now())
    assert "Leave Seaside plan" in mari.get("/members/gabrovo/groups/").content.decode()
    assert janez.post(f"/groups/seaside/members/{own.pk}/remove/").status_code == 403
    assert mari.post(f"/groups/seaside/members/{own.pk}/remove/").status_code == 403, "she leaves instead"
    assert mari.post(f"/groups/seaside/members/{own.pk}/leave/").status_code == 302
    assert not group.parts.filter(pk=own.pk).exists()
    other = group.parts.get()
    assert marek.post(f"/groups/seaside/members/{other.pk}/remove/").status_code == 302
    assert group.parts.count() == 0


def test_a_part_of_another_group_is_not_reached_through_ones_own(marek, group):
    elsewhere = Group.objects.create(slug="elsewhere", title="Elsewhere", kind="shared")
    part = GroupMember.objects.create(group=elsewhere, member=member("wroclaw"), confirmed_at=timezone.now())
    assert marek.post(f"/groups/seaside/members/{part.pk}/remove/").status_code == 404
    assert marek.post(f"/groups/seaside/members/{part.pk}/confirm/").status_code == 404


@pytest.mark.parametrize("action", ["remove", "confirm", "leave"])
def test_changes_are_made_by_post_alone(marek, group, action):
    assert marek.get(f"/groups/seaside/members/{group.parts.get().pk}/{action}/").status_code == 405


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"member": "Atlantis"}, "No member has this name"),
        ({"member": "liepaja"}, "belongs to the group already"),
        ({"member": "wroclaw", "from_year": "2020", "to_year": "2010"}, "lies before the first"),
        ({"member": "wroclaw", "from_year": "12"}, "1990"),
        ({"member": "\0"}, ""),
    ],
)
def test_what_cannot_be_added_is_refused_with_its_reason(marek, group, given, words):
    answer = marek.post("/groups/seaside/members/", given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert group.parts.count() == 1


def test_two_members_of_one_name_are_told_apart_by_their_address(marek, group):
    Member.objects.create(name="Gabrovo", slug="gabrovo-hill", country="BG")
    page = marek.post("/groups/seaside/members/", {"member": "gabrovo hill"}).content.decode()
    assert "No member has this name" in page
    page = marek.post("/groups/seaside/members/", {"member": "GABROVO"}).content.decode()
    assert "gabrovo, gabrovo-hill" in page


def test_a_shared_target_is_added_once_and_removed_after_asking(marek, mari, group):
    given = {"key": "climate_alliance_2050", "is_adopted": "yes", "source": "Resolution 7"}
    assert marek.post("/groups/seaside/targets/add/", given).url == "/groups/seaside/"
    assert marek.post("/groups/seaside/targets/add/", given).status_code == 422
    own = {
        "title": "Half", "kind": "reduction", "amount": "50", "target_year": "2035", "is_adopted": "yes",
        "source": "Resolution 8",
    }  # fmt: skip
    assert mari.post("/groups/seaside/targets/add/own/", own).status_code == 403
    marek.post("/groups/seaside/targets/add/own/", own)
    assert list(group.targets.values_list("key", "position")) == [("climate_alliance_2050", 0), ("own_1", 1)]
    target = GroupTarget.objects.get(key="own_1", group_of_members=group)
    assert target.reduction == 0.5
    address = f"/groups/seaside/targets/{target.pk}/remove/"
    assert mari.post(address).status_code == 403
    assert marek.get(address).status_code == 200
    assert group.targets.count() == 2
    marek.post(address)
    assert group.targets.count() == 1
    assert not Target.objects.filter(title="Half").exists()


def test_dissolving_a_group_leaves_the_inventories_of_its_members(marek, mari, group):
    before = InventoryYear.objects.count()
    assert mari.post("/groups/seaside/dissolve/").status_code == 403
    assert marek.get("/groups/seaside/dissolve/").status_code == 200
    marek.post("/groups/seaside/dissolve/")
    assert not Group.objects.filter(slug="seaside").exists()
    assert InventoryYear.objects.count() == before


def test_a_dissolved_group_can_be_brought_back_with_its_members_and_targets(marek, group, django_user_model):
    GroupTarget.objects.create(
        group_of_members=group, key="own_1", title="Half", kind="reduction", reduction=0.5
    )
    marek.post("/groups/seaside/dissolve/")
    stone = Tombstone.objects.get(model="groups.group", key=str(group.pk))
    restore(stone, django_user_model.objects.get(username="sofia"))
    back = Group.objects.get(slug="seaside")
    assert (back.parts.count(), back.targets.count()) == (1, 1)


def as_draft(slug: str, year: int) -> InventoryYear:
    """A draft of the year, empty, beside what is published."""
    return InventoryYear.objects.create(member=member(slug), year=year, is_published=False)


def test_only_keepers_look_at_a_preview_and_see_only_drafts_that_are_theirs_to_see(
    marek, mari, client, group
):
    GroupMember.objects.create(group=group, member=member("gabrovo"), confirmed_at=timezone.now())
    as_draft("liepaja", 2024)  # the agency works for Liepāja
    as_draft("gabrovo", 2023)  # and not for Gabrovo

    def years(browser, query: str = "") -> list[int]:
        return [each.year for each in browser.get(f"/groups/seaside/{query}").context["board"].years]

    public = years(client)
    assert years(client, "?preview=1") == years(mari, "?preview=1") == years(marek) == public
    assert years(marek, "?preview=1") == [*public, 2024]
    assert "preview with drafts" in marek.get("/groups/seaside/?preview=1").content.decode()


def test_drafts_never_leave_in_a_table_for_visitors(client, group):
    as_draft("liepaja", 2024)
    rows = client.get("/groups/seaside/table.json?preview=1").json()["rows"]
    assert 2024 not in [row["year"] for row in rows]
