"""A secretariat brings a list into its network: looked at first, stored whole or not at all, nothing overwritten."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from cascais.errors import ConflictError
from cascais.web.accounts.models import Assignment, Role
from cascais.web.inventories.models import StoredFile
from cascais.web.member_lists.models import ListUpload
from cascais.web.member_lists.reads import preview, preview_of
from cascais.web.member_lists.writes import store, store_upload
from cascais.web.members.models import Member
from cascais.web.register.models import Membership, Network
from cascais.workflows.reading import Uploaded

pytestmark = pytest.mark.django_db
LIST = """Name;Country;LAU;Population;Population year;Joined;Latitude;Longitude
Габрово;BG;GAB05;57 625;2020;2013-07-25;42.87;25.32
Sofia;BG;SOF46;;;;42.70;23.32
Krani;SI;;;;;;
"""


@pytest.fixture
def network():
    return Network.objects.get_or_create(key="hills", defaults={"title": "Network of the hills"})[0]


@pytest.fixture
def eve(network) -> Client:
    """Eve is the secretariat of a network."""
    user = User.objects.create_user("eve")
    Assignment.objects.create(user=user, role=Role.SECRETARIAT, network=network)
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, text: str = LIST, name: str = "members.csv"):
    return client.post("/networks/hills/lists/", {"file": SimpleUploadedFile(name, text.encode())})


def test_a_list_is_looked_at_and_then_stored(eve, network):
    before = Member.objects.count()
    page = eve.get(send(eve).url)
    assert Member.objects.count() == before
    found = preview(ListUpload.objects.get())
    assert [row.member.slug for row in found.known] == ["gabrovo"]
    assert [row.listed.name for row in found.new] == ["Sofia"]
    assert [row.listed.name for row in found.undecided] == ["Krani"]
    assert "Krani" in page.content.decode()

    upload = ListUpload.objects.get()
    kranj = Member.objects.get(slug="kranj")
    eve.post(f"/networks/hills/lists/{upload.pk}/", {"row-4": str(kranj.pk)})
    eve.post(f"/networks/hills/lists/{upload.pk}/store/")
    assert Member.objects.count() == before + 1
    sofia = Member.objects.get(slug="sofia")
    assert (sofia.country, sofia.lau_code) == ("BG", "SOF46")
    gabrovo = Member.objects.get(slug="gabrovo")
    assert gabrovo.lau_code == "GAB05"
    assert gabrovo.populations.get(year=2020).persons == 57_625
    states = dict(
        network.memberships.filter(member__in=[sofia, gabrovo, kranj]).values_list("member__slug", "state")
    )
    assert states == {"gabrovo": "member", "sofia": "applied", "kranj": "applied"}


def test_undecided_rows_stop_storing_until_the_person_leaves_them_out(eve):
    send(eve)
    upload, before = ListUpload.objects.get(), Member.objects.count()
    eve.post(f"/networks/hills/lists/{upload.pk}/store/")
    assert Member.objects.count() == before
    eve.post(f"/networks/hills/lists/{upload.pk}/store/", {"leave_out": "1"})
    assert Member.objects.count() == before + 1
    assert not Member.objects.filter(name="Krani").exists()


def test_what_the_register_knows_is_not_overwritten_but_told(eve, network):
    Member.objects.filter(slug="gabrovo").update(lau_code="GAB05", nuts_code="BG322")
    text = "Name;Country;LAU;NUTS\nGabrovo;BG;GAB05;BG323\n"
    send(eve, text)
    found = preview(ListUpload.objects.get())
    assert [(each.field, each.stands, each.listed) for each in found.differences] == [
        ("nuts_code", "BG322", "BG323")
    ]
    store(network, found, "members.csv")
    assert Member.objects.get(slug="gabrovo").nuts_code == "BG322"


def test_storing_twice_changes_nothing_more(eve, network):
    send(eve)
    upload = ListUpload.objects.get()
    store_upload(upload, preview(upload))
    members, memberships = Member.objects.count(), Membership.objects.count()
    with pytest.raises(ConflictError):
        store_upload(upload, preview(upload))
    again = preview_of(Uploaded("members.csv", LIST.encode()), {}, {})
    store(network, again, "members.csv")
    assert (Member.objects.count(), Membership.objects.count()) == (members, memberships)


def test_a_bad_row_is_told_with_its_place_and_nothing_is_stored(eve):
    before = Member.objects.count()
    page = eve.get(send(eve, "Name;Country;Population\nKranj;SI;13.362\n").url).content.decode()
    assert "13.362" in page and "row 2" in page.lower()
    upload = ListUpload.objects.get()
    eve.post(f"/networks/hills/lists/{upload.pk}/store/", {"leave_out": "1"})
    assert Member.objects.count() == before


def test_a_header_that_is_not_known_is_explained_by_the_person(eve):
    location = send(eve, "Wer;Wo\nSofia;BG\n").url
    assert "column" in eve.get(location).content.decode()
    eve.post(location, {"columns": "1", "column-name": "Wer", "column-country": "Wo"})
    assert [row.listed.name for row in preview(ListUpload.objects.get()).new] == ["Sofia"]


def test_a_decision_that_was_not_offered_is_passed_over(eve):
    send(eve)
    upload = ListUpload.objects.get()
    riga = Member.objects.get(slug="riga")
    eve.post(f"/networks/hills/lists/{upload.pk}/", {"row-4": str(riga.pk), "row-2": "skip"})
    upload.refresh_from_db()
    assert upload.decisions == {}


def test_a_picture_is_refused_and_not_kept(eve):
    before = StoredFile.objects.count()
    response = eve.post(
        "/networks/hills/lists/", {"file": SimpleUploadedFile("m.csv", b"\x89PNG\r\n\x1a\n....")}
    )
    assert response.status_code == 422
    assert (StoredFile.objects.count(), ListUpload.objects.count()) == (before, 0)


def test_nobody_else_brings_lists_into_the_network(client, mari, eve, network):
    send(eve)
    upload = ListUpload.objects.get()
    other = User.objects.create_user("otto")
    Assignment.objects.create(
        user=other,
        role=Role.SECRETARIAT,
        network=Network.objects.get_or_create(key="x", defaults={"title": "X"})[0],
    )
    otto = Client()
    otto.force_login(other)
    for address in ("/networks/hills/lists/", f"/networks/hills/lists/{upload.pk}/"):
        assert client.get(address).status_code == 302
        assert mari.get(address).status_code == 403
        assert otto.get(address).status_code == 403
    assert otto.get(f"/networks/x/lists/{upload.pk}/").status_code == 404


def test_the_command_names_what_it_leaves_out(network, tmp_path, capsys):
    path = tmp_path / "members.csv"
    path.write_text(LIST, encoding="utf-8")
    before = Member.objects.count()
    call_command("import_members", path, "--network", "hills", "--look")
    assert Member.objects.count() == before
    assert "row 4: Krani (SI) may be Kranj" in capsys.readouterr().out
    call_command("import_members", path, "--network", "hills")
    assert "1 added" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no network"):
        call_command("import_members", path, "--network", "nowhere")
