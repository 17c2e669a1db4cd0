"""The open data: what is published and nothing else, the same in every form, described by what portals read."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

import frictionless
import polars
import pytest
import rdflib
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF

from cascais.web.inventories.models import InventoryYear
from cascais.web.members.models import Member
from cascais.web.opendata.data_sets import DATA_SETS
from cascais.web.opendata.files import lying_file, state_of
from cascais.web.opendata.jobs import write_files
from cascais.web.opendata.writing import FORMS
from cascais.web.register.models import Membership, Network

ROOT = "/open-data/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    """Files of this test alone."""
    settings.OPEN_DATA_FOLDER = tmp_path / "open-data"
    return settings.OPEN_DATA_FOLDER


def content(path: str, **headers: str) -> bytes:
    answer = Client().get(ROOT + path, headers=headers)
    assert answer.status_code == 200, path
    return taken(answer)


def taken(answer) -> bytes:
    """What was sent. Taking all of it closes the file, without the end of a request, which would end the test's
    transaction on PostgreSQL."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def csv_rows(key: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(f"{key}.csv").decode())))


def test_every_module_is_a_data_set():
    assert len(DATA_SETS) == len(DATA_SETS.modules()) >= 13


@pytest.mark.django_db
def test_the_data_package_is_valid_and_its_files_are_what_it_says(tmp_path):
    for data_set in DATA_SETS.values():
        (tmp_path / f"{data_set.key}.csv").write_bytes(content(f"{data_set.key}.csv"))
    (tmp_path / "datapackage.json").write_bytes(content("datapackage.json"))
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.to_summary()
    assert len(report.tasks) == len(DATA_SETS)
    package = json.loads(content("datapackage.json"))
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    for resource in package["resources"]:
        found = (tmp_path / resource["path"]).read_bytes()
        assert resource["bytes"] == len(found)
        assert resource["hash"] == f"sha256:{hashlib.sha256(found).hexdigest()}"
        for other in resource["alternatives"]:
            assert content(other["path"])


@pytest.mark.django_db
def test_the_validation_would_notice_a_wrong_file(tmp_path):
    for data_set in DATA_SETS.values():
        (tmp_path / f"{data_set.key}.csv").write_bytes(content(f"{data_set.key}.csv"))
    (tmp_path / "datapackage.json").write_bytes(content("datapackage.json"))
    path = tmp_path / "populations.csv"
    path.write_text(path.read_text(encoding="utf-8") + "nowhere,2020,many,x,true\n", encoding="utf-8")
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib of itself
@pytest.mark.django_db
def test_the_catalogue_holds_what_dcat_ap_demands():
    turtle = rdflib.Graph().parse(data=content("catalogue.ttl"), format="turtle")
    linked = rdflib.Graph().parse(data=content("catalogue.jsonld"), format="json-ld")
    assert isomorphic(turtle, linked)
    [catalogue] = turtle.subjects(RDF.type, DCAT.Catalog)
    for needed in (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.dataset):
        assert turtle.value(catalogue, needed, any=True) is not None, needed
    assert turtle.value(turtle.value(catalogue, DCTERMS.publisher), FOAF.name) is not None
    data_sets = list(turtle.subjects(RDF.type, DCAT.Dataset))
    assert set(data_sets) == set(turtle.objects(catalogue, DCAT.dataset))
    assert len(data_sets) == len(DATA_SETS)
    for data_set in data_sets:
        assert turtle.value(data_set, DCTERMS.title) and turtle.value(data_set, DCTERMS.description)
        distributions = list(turtle.objects(data_set, DCAT.distribution))
        assert len(distributions) == len(FORMS)
        for distribution in distributions:
            assert turtle.value(distribution, DCTERMS.license) is not None
            address = str(turtle.value(distribution, DCAT.accessURL)).removeprefix("http://testserver")
            answer = Client().head(address)
            assert answer.status_code == 200, address
            taken(answer)


@pytest.mark.django_db
@pytest.mark.parametrize("key", sorted(DATA_SETS))
def test_all_forms_hold_the_same(key, folder):
    names = [column.name for column in DATA_SETS[key].columns]
    linear = csv_rows(key)
    objects = json.loads(content(f"{key}.json"))
    frame = polars.read_parquet(io.BytesIO(content(f"{key}.parquet")))
    assert frame.columns == names
    assert len(linear) == len(objects) == frame.height
    for row, each, cells in zip(linear, objects, frame.iter_rows(named=True), strict=True):
        assert list(row) == list(each) == names
        for name in names:
            expected, found = each[name], cells[name]
            if isinstance(expected, bool):
                assert (row[name], found) == (str(expected).lower(), expected)
            elif isinstance(expected, int | float):
                assert float(row[name]) == found == expected
            elif expected is None:
                assert (row[name], found) == ("", None)
            else:
                assert row[name].lstrip("'") == expected.lstrip("'") or ";" in expected


@pytest.mark.django_db
def test_the_demonstration_is_there_and_says_what_it_is():
    members = csv_rows("members")
    assert len(members) == Member.objects.count()
    assert {row["is_demonstration"] for row in members if row["slug"] in ("gabrovo", "kranj")} == {"true"}
    assert len(csv_rows("inventory_lines")) > 100
    assert len(csv_rows("factors")) > 50
    for data_set in DATA_SETS.values():
        if data_set.key != "networks":
            assert data_set.columns[-1].name == "is_demonstration"


@pytest.mark.django_db
def test_lines_add_up_to_their_inventory():
    totals = {row["id"]: float(row["t_co2e_with_sinks"]) for row in csv_rows("inventories")}
    sums = dict.fromkeys(totals, 0.0)
    for line in csv_rows("inventory_lines"):
        sums[line["inventory"]] += float(line["t_co2e"] or 0)
    assert sums == pytest.approx(totals)


@pytest.mark.django_db
def test_what_is_not_published_is_in_no_file():
    gabrovo = Member.objects.get(slug="gabrovo")
    InventoryYear.objects.create(member=gabrovo, year=2001, is_published=False, source="secret draft")
    network = Network.objects.create(key="new-network", title="New")
    Membership.objects.create(network=network, member=gabrovo, state="applied", note="secret note")
    refused = Member.objects.get(slug="kranj")
    Membership.objects.create(network=network, member=refused, state="refused", note="secret note")
    assert [row for row in csv_rows("memberships") if row["network"] == "new-network"] == []
    for data_set in DATA_SETS.values():
        for form in FORMS:
            assert b"secret" not in content(f"{data_set.key}.{form}")


@pytest.mark.django_db
def test_no_column_says_who_a_person_is():
    names = {column.name for data_set in DATA_SETS.values() for column in data_set.columns}
    assert names & {"created_by", "published_by", "user", "email", "username", "uploaded_by"} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "a;=1+1", "\t=1", "＝1+1"])
def test_no_cell_is_run_by_a_spreadsheet(text):
    Member.objects.filter(slug="gabrovo").update(name=text)
    name = next(row["name"] for row in csv_rows("members") if row["slug"] == "gabrovo")
    assert not name.lstrip("\t ").startswith(("=", "+", "-", "@", "＝"))
    assert ";=" not in name
    found = json.loads(content("members.json"))
    assert next(row["name"] for row in found if row["slug"] == "gabrovo") == text


@pytest.mark.django_db
@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_same_data_give_the_same_bytes(form, folder):
    first = content(f"inventory_lines.{form}")
    for path in folder.iterdir():
        path.unlink()
    assert content(f"inventory_lines.{form}") == first


@pytest.mark.django_db
def test_a_file_is_written_once_for_each_state_and_sent_once_to_each_reader(folder):
    answer = Client().get(f"{ROOT}inventory_lines.csv")
    etag, modified = answer.headers["ETag"], answer.headers["Last-Modified"]
    assert answer.streaming
    taken(answer)
    with CaptureQueriesContext(connection) as queries:
        again = Client().get(f"{ROOT}inventory_lines.csv", headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert len(queries) <= 2
    later = Client().get(f"{ROOT}inventory_lines.csv", headers={"If-Modified-Since": modified})
    assert later.status_code == 304
    row = InventoryYear.objects.filter(is_published=True, superseded_at=None).first()
    InventoryYear.objects.filter(pk=row.pk).update(is_published=False)
    changed = Client().get(f"{ROOT}inventory_lines.csv", headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != etag
    taken(changed)
    assert len(list(folder.glob("inventory_lines-*"))) == 1, "the older file is gone"


@pytest.mark.django_db
def test_a_data_set_that_did_not_change_keeps_its_state():
    states = {data_set.key: state_of(data_set) for data_set in DATA_SETS.values()}
    assert states == {data_set.key: state_of(data_set) for data_set in DATA_SETS.values()}
    Member.objects.filter(slug="gabrovo").update(area_km2=555.5)
    changed = {data_set.key for data_set in DATA_SETS.values() if state_of(data_set) != states[data_set.key]}
    assert changed == {"members"}


@pytest.mark.django_db
def test_the_page_lists_files_columns_licence_and_sizes(settings):
    content("members.csv")
    text = Client().get(ROOT).content.decode()
    for data_set in DATA_SETS.values():
        for form in FORMS:
            assert f'href="{ROOT}{data_set.key}.{form}"' in text
        for column in data_set.columns:
            assert f"<code>{column.name}</code>" in text
    assert "Creative Commons Attribution 4.0" in text
    size = lying_file(DATA_SETS["members"], FORMS["csv"]).stat().st_size
    assert f"{size}\u00a0bytes" in text or "KB" in text
    settings.OPEN_DATA_LICENCE = "CC0-1.0"
    assert "Creative Commons Zero" in Client().get(ROOT).content.decode()
    assert json.loads(content("datapackage.json"))["licenses"][0]["name"] == "CC0-1.0"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["nothing.csv", "members.xlsx", "../settings.csv", "members.csv.json", "members"]
)
def test_other_files_are_not_handed_out(path):
    assert Client().get(ROOT + path).status_code == 404


@pytest.mark.django_db
def test_the_worker_writes_every_file_once(folder):
    first = write_files.call()
    times = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert len(times) == first["files"] == len(DATA_SETS) * len(FORMS)
    assert write_files.call() == first
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == times


def test_the_guide_names_every_data_set_and_every_file_format():
    guide = (Path(__file__).resolve().parents[3] / "docs" / "open-data.md").read_text(encoding="utf-8")
    assert {key for key in DATA_SETS if f"`{key}`" not in guide} == set()
    assert {form.title for form in FORMS.values() if form.title not in guide} == set()
