"""A member leaves with all its data and arrives elsewhere with the same results."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import date

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from cascais.errors import ConflictError, InputError
from cascais.web.exchange.arriving import arrive, open_archive
from cascais.web.exchange.contents import LEFT_OUT, PARTS
from cascais.web.exchange.leaving import archive
from cascais.web.exchange.records import THIS_MEMBER, record_of
from cascais.web.groups.models import Group, GroupMember
from cascais.web.inventories.models import InventoryYear, StoredFile
from cascais.web.inventories.reads import computed
from cascais.web.justice.models import SupportProject
from cascais.web.members.models import Care, Member
from cascais.web.register.models import Membership, Network, Resolution

pytestmark = pytest.mark.django_db


@pytest.fixture
def gabrovo(mari) -> Member:
    """Gabrovo with a resolution, its file, a membership, a project, a draft and a group."""
    member = Member.objects.get(slug="gabrovo")
    content = b"%PDF-1.4 a resolution"
    file = StoredFile.objects.create(
        name="resolution.pdf", content=content, size=len(content), sha256=hashlib.sha256(content).hexdigest()
    )
    resolution = Resolution.objects.create(
        member=member, title="Joining", decided_on=date(2020, 1, 2), file=file, text="Öffentlich ☂"
    )
    network = Network.objects.create(key="hills", title="Network of the hills")
    Membership.objects.create(network=network, member=member, state="member", resolution=resolution)
    SupportProject.objects.create(
        member=member, resolution=resolution, title="Forest", year=2021, amount="1250.50", partner="A people"
    )
    GroupMember.objects.create(
        group=Group.objects.create(slug="plan", title="A plan", kind="shared"), member=member
    )
    target = member.targets.first()
    target.resolution = resolution
    target.save()
    mari.post("/members/gabrovo/import/", {"file": SimpleUploadedFile("e.csv", b"year;sector\n")})
    standing = member.inventories.filter(superseded_at=None, is_published=True).first()
    InventoryYear.objects.create(member=member, year=standing.year, based_on=standing, title="a draft")
    return member


def comparable(member: Member) -> dict[str, list[object]]:
    """All records of a member without the keys that differ between installations."""
    found: dict[str, list[object]] = {}
    for part in PARTS:
        rows = [record_of(row, member) for row in part.rows(member)]
        keys = {record["id"]: position for position, record in enumerate(rows)}
        found[part.name] = [_bare(record, keys) for record in rows]
    return found


def _bare(record: dict[str, object], keys: dict[object, int]) -> dict[str, object]:
    kept = {name: value for name, value in record.items() if name not in ("id", "slug")}
    references = ("based_on", "inventory", "resolution")
    return {name: (value is not None if name in references else value) for name, value in kept.items()} | (
        {"based_on": keys.get(record["based_on"])} if "based_on" in record else {}
    )


def test_a_member_comes_back_with_every_record_and_the_same_results(gabrovo):
    opened = open_archive(archive(gabrovo), "gabrovo.zip")
    found = arrive(opened, "gabrovo-again")
    assert (found.missing, found.differing, found.has_same_version) == ((), (), True)
    assert comparable(found.member) == comparable(gabrovo)
    for old, new in zip(
        gabrovo.inventories.order_by("pk"), found.member.inventories.order_by("pk"), strict=True
    ):
        assert computed(old).co2e_t.tolist() == computed(new).co2e_t.tolist()
    file = found.member.resolutions.get(title="Joining").file
    assert bytes(file.content) == b"%PDF-1.4 a resolution" and file.name == "resolution.pdf"


def test_the_whole_of_every_city_comes_back():
    for member in Member.objects.filter(is_demonstration=True):
        found = arrive(open_archive(archive(member), "x.zip"), f"{member.slug}-2")
        assert comparable(found.member) == comparable(member), member
        assert found.differing == ()


def test_no_person_is_in_an_archive(gabrovo):
    mari = User.objects.get(username="mari")
    mari.email = "mari@example.org"
    mari.save()
    gabrovo.inventories.update(created_by=mari)
    with zipfile.ZipFile(io.BytesIO(archive(gabrovo))) as source:
        text = b"".join(source.read(name) for name in source.namelist())
    assert b"mari@example.org" not in text
    assert b'"created_by": null' in text and b'"created_by": 1' not in text


def test_what_is_not_here_is_said_and_left_out(gabrovo):
    opened = open_archive(archive(gabrovo), "gabrovo.zip")
    Group.objects.all().delete()
    found = arrive(opened, "gabrovo-again")
    assert len(found.missing) == 1 and "plan" in found.missing[0]
    assert not found.member.parts_of_groups.exists()


def test_an_address_that_is_taken_is_refused_and_nothing_is_stored(gabrovo):
    before = (Member.objects.count(), StoredFile.objects.count())
    with pytest.raises(ConflictError, match="gabrovo"):
        arrive(open_archive(archive(gabrovo), "gabrovo.zip"))
    assert (Member.objects.count(), StoredFile.objects.count()) == before


def rewritten(content: bytes, change) -> bytes:
    """The archive with something changed by hand."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        contents = {name: source.read(name) for name in source.namelist()}
    change(contents)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in contents.items():
            target.writestr(name, part)
    return stream.getvalue()


def edited(contents: dict[str, bytes], name: str, change) -> None:
    """Change a part and its checksum, as somebody would who means it."""
    records = json.loads(contents[name])
    change(records)
    contents[name] = json.dumps(records).encode()
    manifest = json.loads(contents["manifest.json"])
    manifest["files"][name]["sha256"] = hashlib.sha256(contents[name]).hexdigest()
    contents["manifest.json"] = json.dumps(manifest).encode()


def test_a_changed_byte_is_found(gabrovo):
    def change(contents):
        contents["records/target.json"] = contents["records/target.json"].replace(b"20", b"21", 1)

    with pytest.raises(InputError, match="records/target.json"):
        open_archive(rewritten(archive(gabrovo), change), "x.zip")


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"no archive", b"PK\x05\x06" + bytes(18)],
    ids=["blank", "start", "text", "empty zip"],
)
def test_what_is_no_archive_is_refused(content):
    with pytest.raises(InputError, match="no archive"):
        open_archive(content, "x.zip")


def test_an_archive_of_a_newer_format_is_refused(gabrovo):
    def change(contents):
        manifest = json.loads(contents["manifest.json"])
        manifest["format"] = 99
        contents["manifest.json"] = json.dumps(manifest).encode()

    with pytest.raises(InputError, match="newer Cascais"):
        open_archive(rewritten(archive(gabrovo), change), "x.zip")


def test_a_bomb_is_refused_before_it_is_unpacked():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("manifest.json", b"{}" + b" " * 60_000_000)
    with pytest.raises(InputError, match="too large"):
        open_archive(stream.getvalue(), "x.zip")


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("inventoryyear", "year", "next"),
        ("inventoryyear", "gwp_set", "x" * 500),
        ("activityline", "amount", "much"),
        ("target", "kind", "dream"),
        ("population", "persons", -5),
    ],
)
def test_a_record_that_cannot_be_is_refused_and_nothing_is_stored(gabrovo, part, name, value):
    content = rewritten(
        archive(gabrovo),
        lambda contents: edited(
            contents, f"records/{part}.json", lambda records: records[0].update({name: value})
        ),
    )
    before = (Member.objects.count(), StoredFile.objects.count(), Network.objects.count())
    with pytest.raises(InputError, match="cannot be stored"):
        arrive(open_archive(content, "x.zip"), "elsewhere")
    assert (Member.objects.count(), StoredFile.objects.count(), Network.objects.count()) == before


GABROVO = {"slug": "gabrovo", "country": "BG", "name": "Gabrovo"}


@pytest.mark.parametrize("part", ["target", "inventoryyear", "resolution", "membership", "groupmember"])
def test_an_archive_writes_nothing_into_a_member_that_is_here(gabrovo, part):
    def change(contents):
        edited(contents, f"records/{part}.json", lambda records: records[0].update(member=GABROVO))

    with pytest.raises(InputError, match="another member"):
        arrive(open_archive(rewritten(archive(gabrovo), change), "x.zip"), "elsewhere")
    assert not Member.objects.filter(slug="elsewhere").exists()


def test_a_secretariat_brings_nothing_that_binds_others(gabrovo, signed_in):
    """An agency of one's own making that works for Gabrovo would open the drafts of Gabrovo."""
    care = {"id": 1, "agency": THIS_MEMBER, "member": GABROVO, "since": None, "until": None}
    content = rewritten(
        archive(gabrovo),
        lambda contents: edited(contents, "records/care.json", lambda rows: rows.append(care)),
    )
    before = Care.objects.count()
    elena = signed_in("elena")
    sent = {"file": SimpleUploadedFile("x.zip", content), "slug": "elsewhere"}
    page = elena.post("/archive/", sent, follow=True).content.decode()
    member = Member.objects.get(slug="elsewhere")
    assert "for administrators alone" in page
    assert Care.objects.count() == before and not member.parts_of_groups.exists()
    assert not Membership.objects.filter(member=member, network__key="hills").exists()
    assert member.inventories.count() == gabrovo.inventories.count()


@pytest.mark.parametrize("record", [b"[]", b"{}", b"[1]", b"null", b'[{"slug": 1}]', b"[" * 100_000])
def test_records_that_are_none_are_refused(gabrovo, record):
    def change(contents):
        contents["records/member.json"] = record
        manifest = json.loads(contents["manifest.json"])
        manifest["files"]["records/member.json"]["sha256"] = hashlib.sha256(record).hexdigest()
        contents["manifest.json"] = json.dumps(manifest).encode()

    with pytest.raises(InputError, match="cannot be stored"):
        arrive(open_archive(rewritten(archive(gabrovo), change), "x.zip"), "elsewhere")


def test_archives_that_break_while_they_are_unpacked_are_refused(gabrovo):
    """One bit of the flags asks for a password; damaged bytes end the stream of the compression."""
    whole = archive(gabrovo)
    start, directory = whole.index(b"PK\x03\x04"), whole.index(b"PK\x01\x02")
    locked, torn = bytearray(whole), bytearray(whole)
    locked[start + 6] |= 1
    locked[directory + 8] |= 1
    torn[start + 60 : directory - 60] = b"\xff" * (directory - start - 120)
    for content in (locked, torn):
        with pytest.raises(InputError, match="no archive"):
            open_archive(bytes(content), "x.zip")


def test_every_model_is_in_the_archive_or_left_out_for_a_reason():
    said = {part.model._meta.label for part in PARTS} | set(LEFT_OUT)
    known = {model._meta.label for model in apps.get_models()}
    assert known - said == set()
    assert said - known == set()
    assert all(LEFT_OUT.values())


def test_commands_write_and_read_the_archive(gabrovo, tmp_path, capsys):
    path = tmp_path / "gabrovo.cascais.zip"
    call_command("export_member", "gabrovo", path)
    with pytest.raises(CommandError, match="exists already"):
        call_command("export_member", "gabrovo", path)
    call_command("import_member", path, "--slug", "gabrovo-again")
    assert Member.objects.filter(slug="gabrovo-again").exists()
    assert "is stored as gabrovo-again" in capsys.readouterr().out
    with pytest.raises(CommandError, match="already"):
        call_command("import_member", path)


def test_pages_let_the_editor_take_the_data_and_nobody_else(client, mari, janez, gabrovo):
    assert "archive" in mari.get("/members/gabrovo/archive/").content.decode().lower()
    response = mari.post("/members/gabrovo/archive/download/")
    assert open_archive(response.content, "x.zip").manifest["member"]["slug"] == "gabrovo"
    for address in ("/members/gabrovo/archive/", "/members/gabrovo/archive/download/"):
        assert janez.post(address).status_code in (403, 405)
        assert client.post(address).status_code in (302, 405)
    assert mari.get("/archive/").status_code == 403
