"""A clerk reads what happened, and brings back what was deleted."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.translation import override

from cascais.web.accounts.models import Assignment, Role
from cascais.web.accounts.personal import erase
from cascais.web.commitments.models import Target
from cascais.web.history.acting import PAGE, acting
from cascais.web.history.models import Entry, Tombstone
from cascais.web.history.reads import stones
from cascais.web.history.telling import record_title, tell
from cascais.web.history.tombstones import bury
from cascais.web.history.tracked import TRACKED
from cascais.web.members.models import Member
from cascais.web.register.models import Membership, Network

pytestmark = pytest.mark.django_db
HISTORY = "/members/gabrovo/history/"


@pytest.fixture
def gabrovo() -> Member:
    return Member.objects.get(slug="gabrovo")


@pytest.fixture
def mari_herself() -> User:
    return User.objects.get(username="mari")


def person(name: str, role: Role, **place: object) -> Client:
    user = User.objects.create(username=name)
    Assignment.objects.create(user=user, role=role, **place)
    client = Client()
    client.force_login(user)
    return client


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_change_is_told_in_words(mari, gabrovo, mari_herself):
    target = gabrovo.targets.filter(reduction__isnull=False).first()
    with acting(mari_herself.pk, PAGE):
        target.reduction = 0.4
        target.save()
    Entry.objects.count()
    with acting(mari_herself.pk, PAGE):
        target.reduction, target.is_adopted = 0.555, not target.is_adopted
        target.save()
    page = text(mari.get(HISTORY))
    assert f"Mari changed: target “{target.title}”" in page
    assert "reduction: from 40 % to 55.5 %" in page
    assert "is adopted: from" in page


def test_every_entry_of_the_demonstration_can_be_told():
    entries = list(Entry.objects.all())
    assert len(tell(entries)) == len(entries) > 100
    assert all(each.sentence for each in tell(entries))


def test_history_is_read_page_by_page(mari, gabrovo):
    for year in range(1850, 1920):
        gabrovo.populations.create(year=year, persons=year, source="x")
        Entry.objects.count()
    first = text(mari.get(HISTORY))
    assert "“1919”" in first
    assert "“1869”" not in first
    number = Entry.objects.get(title="1870", model="members.population").number
    assert f"?before={number}" in first
    older = text(mari.get(f"{HISTORY}?before={number}"))
    assert "“1869”" in older
    assert "Newest changes" in older


def test_history_is_filtered_by_kind_and_person(mari, gabrovo, mari_herself):
    with acting(mari_herself.pk, PAGE):
        gabrovo.populations.create(year=1850, persons=1, source="x")
    gabrovo.populations.create(year=1851, persons=1, source="x")
    page = text(mari.get(f"{HISTORY}?kind=members.population&person={mari_herself.pk}"))
    assert "“1850”" in page
    assert "“1851”" not in page
    assert "No change like this" in text(mari.get(f"{HISTORY}?kind=nonsense&person=x"))


def test_record_has_its_own_history(mari, gabrovo):
    target = gabrovo.targets.first()
    target.title = "Another name"
    target.save()
    page = text(mari.get(f"{HISTORY}commitments.target/{target.pk}/"))
    assert "Another name" in page
    assert "added: target" in page
    assert mari.get(f"{HISTORY}commitments.target/999999/").status_code == 404


def test_record_of_another_member_is_not_found_there(mari):
    other = Target.objects.exclude(member__slug="gabrovo").first()
    assert mari.get(f"{HISTORY}commitments.target/{other.pk}/").status_code == 404


@pytest.mark.parametrize("address", [HISTORY, f"{HISTORY}deleted/"])
def test_strangers_do_not_see_the_history(janez, client, address):
    assert janez.get(address).status_code == 403
    assert client.get(address).status_code == 302


def test_viewer_sees_changes_but_not_who_has_which_role(gabrovo):
    viewer = person("viewer", Role.VIEWER, member=gabrovo)
    page = text(viewer.get(HISTORY))
    assert "changed" in page or "added" in page
    assert "role of a person" not in page
    assert viewer.get(f"{HISTORY}deleted/").status_code == 403


def test_editor_sees_who_was_given_a_role(mari, gabrovo):
    person("viewer", Role.VIEWER, member=gabrovo)
    assert "role of a person" in text(mari.get(HISTORY))


def test_erased_person_has_no_name_in_the_history(mari, gabrovo):
    peeter = User.objects.create(username="peeter", first_name="Peeter", email="peeter@example.org")
    with acting(peeter.pk, PAGE):
        gabrovo.populations.create(year=1850, persons=1, source="x")
    assert "Peeter added" in text(mari.get(HISTORY))
    erase(peeter)
    page = text(mari.get(HISTORY))
    assert "Peeter" not in page
    assert "An erased person added: population “1850”" in page


def test_deleted_target_is_offered_and_comes_back(mari, gabrovo):
    target = gabrovo.targets.first()
    answer = mari.post(f"/members/gabrovo/targets/{target.pk}/remove/", follow=True)
    assert "It can be brought back for 90 days." in text(answer)
    page = text(mari.get(f"{HISTORY}deleted/"))
    assert target.title in page
    assert '<td class="number">90</td>' in page
    stone = Tombstone.objects.get()
    assert Entry.objects.last().action == "deleted"
    answer = mari.post(f"{HISTORY}deleted/{stone.pk}/restore/", follow=True)
    assert f"“{target.title}” is back." in text(answer)
    assert Target.objects.get(pk=target.pk).title == target.title
    assert "Nothing was deleted" in text(mari.get(f"{HISTORY}deleted/"))
    assert "Mari brought back: target" in text(mari.get(HISTORY))


def test_what_stands_in_the_way_is_said(mari, gabrovo, mari_herself):
    target = gabrovo.targets.first()
    stone = bury(target, mari_herself)
    Target.objects.create(member=gabrovo, key=target.key, title="new", kind=target.kind)
    answer = mari.post(f"{HISTORY}deleted/{stone.pk}/restore/", follow=True)
    assert "It was not brought back. Another target that was entered since" in text(answer)


def test_nobody_restores_for_another_member(janez, mari, gabrovo, mari_herself):
    stone = bury(gabrovo.targets.first(), mari_herself)
    assert janez.post(f"{HISTORY}deleted/{stone.pk}/restore/").status_code == 403
    assert janez.post(f"/members/kranj/history/deleted/{stone.pk}/restore/").status_code == 403
    assert mari.get(f"{HISTORY}deleted/{stone.pk}/restore/").status_code == 405
    assert not Target.objects.filter(pk=stone.key).exists()


def test_editor_does_not_bring_back_what_the_secretariat_took_away(mari, gabrovo):
    network = Network.objects.create(key="one", title="One")
    row = Membership.objects.create(network=network, member=gabrovo)
    stone = bury(row, None)
    assert mari.post(f"{HISTORY}deleted/{stone.pk}/restore/").status_code == 403
    other = Network.objects.create(key="other", title="Other")
    Membership.objects.create(network=other, member=gabrovo, state="member")
    secretariat = person("office", Role.SECRETARIAT, network=other)
    assert secretariat.post(f"{HISTORY}deleted/{stone.pk}/restore/").status_code == 403


def test_administrator_sees_the_chain_and_brings_a_member_back(gabrovo):
    administrator = person("keeper", Role.ADMINISTRATOR)
    stone = bury(gabrovo, None)
    page = text(administrator.get("/history/"))
    assert "Gabrovo" in page
    assert "never" in page
    administrator.post(f"/history/deleted/{stone.pk}/restore/")
    assert Member.objects.get(slug="gabrovo").inventories.exists()


def test_check_is_asked_for_and_its_outcome_shown(mari):
    administrator = person("keeper", Role.ADMINISTRATOR)
    assert mari.get("/history/").status_code == 403
    assert mari.post("/history/check/").status_code == 403
    assert "The check is in the queue" in text(administrator.post("/history/check/", follow=True))


def test_history_holds_no_personal_data(mari, gabrovo):
    User.objects.create_user(
        "liisa.tamm",
        email="liisa.tamm@example.org",
        first_name="Liisa",
        last_name="Tamm",
        password="9x!secret",
    )
    mari.post("/members/gabrovo/people/invite/", {"email": "guest.person@example.org", "role": "viewer"})
    user = User.objects.get(username="liisa.tamm")
    user.email = "liisa.new@example.org"
    user.save()
    Assignment.objects.create(user=user, role=Role.VIEWER, member=gabrovo)
    erase(user)
    whole = " ".join(f"{entry.title} {entry.changes}" for entry in Entry.objects.all()).casefold()
    assert "gabrovo" in whole
    for word in ("liisa", "tamm", "@example", "guest.person", "mari", "janez", "ilze", "argon2", "9x!secret"):
        assert word not in whole.replace("maribor", ""), word


def test_all_kinds_have_a_title():
    assert all(each.model._meta.verbose_name for each in TRACKED)


@pytest.mark.parametrize("language", ["en", "et"])
def test_a_role_is_told_by_its_title(gabrovo, mari_herself, language):
    helper = User.objects.create(username="helper")
    with acting(mari_herself.pk, PAGE):
        role = Assignment.objects.create(user=helper, role=Role.CONTRIBUTOR, member=gabrovo)
    (entry,) = Entry.objects.filter(model="accounts.assignment", key=str(role.pk))
    with override(language):
        (told,) = tell([entry])
        expected = str(Role.CONTRIBUTOR.label)
        assert record_title("accounts.assignment", "contributor") == expected
        assert expected in told.sentence and expected in {each.after for each in told.changes}
        assert record_title("accounts.assignment", "no longer a role") == "no longer a role"
        assert record_title("commitments.target", "contributor") == "contributor"
        stone = bury(role, mari_herself)
        (listed,) = stones(Tombstone.objects.filter(pk=stone.pk), lambda until: 90)
        assert listed.title == expected


def test_new_record_shows_what_matters_and_folds_the_rest_away(mari, gabrovo):
    target = Target.objects.create(member=gabrovo, key="new", title="New", kind="reduction", reduction=0.5)
    (told,) = tell(Entry.objects.filter(model="commitments.target", key=str(target.pk)))
    shown, folded = {each.title for each in told.changes}, {each.title for each in told.others}
    assert "reduction" in shown
    assert "is adopted" in folded
    assert not shown & folded
    page = text(mari.get(HISTORY))
    first, _, rest = page.partition("<details>")
    assert "reduction: 50" in first
    assert "What else it held" in rest


def test_keeper_reads_the_history_of_a_network(gabrovo):
    network = Network.objects.create(key="one", title="One")
    other = Network.objects.create(key="other", title="Other")
    keeper = person("keeper", Role.SECRETARIAT, network=network)
    row = Membership.objects.create(network=network, member=gabrovo)
    Membership.objects.create(network=other, member=Member.objects.get(slug="kranj"))
    Entry.objects.count()
    row.state = "member"
    row.save()
    key = row.pk
    Entry.objects.count()
    bury(row, None)
    page = text(keeper.get("/networks/one/history/"))
    assert f"added: membership “{gabrovo.local_name}”" in page
    assert f"deleted: membership “{gabrovo.local_name}”" in page
    assert "network “One”" in page
    assert "Kranj" not in page
    assert "“Other”" not in page
    own = text(keeper.get(f"/networks/one/history/register.membership/{key}/"))
    assert own.count(f"membership “{gabrovo.local_name}”") == 3
    assert keeper.get("/networks/one/history/register.network/999999/").status_code == 404
    assert 'href="/networks/one/history/"' in text(keeper.get("/networks/one/"))


def test_history_of_a_network_is_its_keepers_alone(client, mari):
    Network.objects.create(key="one", title="One")
    other = Network.objects.create(key="other", title="Other")
    stranger = person("keeper", Role.SECRETARIAT, network=other)
    for address in ("/networks/one/history/", "/networks/one/history/register.network/1/"):
        assert client.get(address).status_code == 302
        assert mari.get(address).status_code == 403
        assert stranger.get(address).status_code == 403
    assert 'href="/networks/one/history/"' not in text(mari.get("/networks/one/"))
