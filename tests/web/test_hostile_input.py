"""What people may send to hurt the site: no address and no form makes it fail, no text runs where it is shown."""

from __future__ import annotations

import io
import json
import logging
import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cascais.errors import ConflictError
from cascais.web.environment import read_database, read_environment, stored_secret
from cascais.web.imports import reads, writes
from cascais.web.imports.models import Upload
from cascais.web.inventories.models import ActivityLine, InventoryYear, StoredFile

pytestmark = pytest.mark.django_db

MANY_DIGITS = "9" * 5000
PAGES = (
    "/", "/members/", "/members/gabrovo/", "/members/gabrovo/about/", "/members/gabrovo/targets/",
    "/members/gabrovo/targets/table.csv", "/members/gabrovo/inventories/", "/members/gabrovo/inventories/2018/",
    "/members/gabrovo/inventories/2018/explanation/", "/members/gabrovo/inventories/2018/frameworks/gpc/",
    "/members/gabrovo/inventories/2018/versions/", "/members/gabrovo/inventories/compare/",
    "/members/gabrovo/inventories/compare/table.csv", "/members/gabrovo/inventories/table.json", "/tables/",
    "/tables/emission_factors/covenant_2017_direct/", "/glossary/", "/about-the-data/", "/account/sign-in/",
)  # fmt: skip
PARAMETERS = (
    "q",
    "page",
    "sort",
    "order",
    "country",
    "show",
    "line",
    "sector",
    "carrier",
    "sinks",
    "from",
    "to",
    "next",
    "year",
)
VALUES = st.one_of(
    st.sampled_from(
        [
            "",
            "-1",
            "0",
            "1e9",
            MANY_DIGITS,
            "²",
            "٣",
            "\0",
            "\ud800".encode("utf-16", "surrogatepass").decode("latin-1"),
            "%s",
            "{0}",
            "' OR 1=1 --",
            "last",
            "energy",
            "electricity",
            "residential",
            "2018",
            "up",
            "total",
        ]
    ),
    st.text(max_size=30),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    page=st.sampled_from(PAGES),
    parameters=st.dictionaries(st.sampled_from(PARAMETERS), VALUES, max_size=4),
    htmx=st.booleans(),
)
def test_no_parameter_of_an_address_makes_a_page_fail(client, page, parameters, htmx):
    sent = {name: value.encode("utf-8", "replace").decode() for name, value in parameters.items()}
    headers = {"hx-request": "true"} if htmx else {}
    assert client.get(page, sent, headers=headers).status_code in (200, 404)


ODD_ADDRESSES = (
    "/members/gabrovo/inventories/99999999999999999999/",
    f"/members/gabrovo/inventories/{MANY_DIGITS}/",
    f"/members/gabrovo/inventories/2018/versions/{MANY_DIGITS}.csv",
    "/members/gabrovo/inventories/2018/versions/99999999999999999999.csv",
    "/members/gabrovo/inventories/2018/inventory.exe",
    "/members/gabrovo/inventories/2018/inventory.%0d%0aX-Bad:%201",
    "/members/gabrovo/inventories/2018/frameworks/nonsense/",
    "/members/gabrovo/inventories/0/",
    "/tables/../secret-key/x/",
    "/tables/..%2f..%2f/x/",
    "/static/../secret-key",
    "/static/%2e%2e/secret-key",
    "/static/..%2fsecret-key",
    "/static//etc/passwd",
    "/members/%00/",
    "/%ff%fe/",
    "/members/" + "a" * 20_000 + "/",
)


@pytest.mark.parametrize("url", ODD_ADDRESSES)
def test_an_odd_address_is_no_page(client, url):
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    "query",
    (
        "%ff%fe",
        "q=%00",
        "q=%ed%a0%80",
        f"line={MANY_DIGITS}",
        f"page={MANY_DIGITS}",
        "q=" + "a%20" * 4000,
        "&&&==&=%3d",
        "sort=%00",
    ),
)
@pytest.mark.parametrize(
    "page", ("/", "/members/", "/tables/", "/members/gabrovo/inventories/2018/explanation/")
)
def test_an_odd_query_is_answered(client, page, query):
    assert client.get(f"{page}?{query}").status_code in (200, 404)


def test_too_many_parameters_are_refused(client):
    assert client.get("/?" + "&".join(f"a{number}=1" for number in range(30_000))).status_code == 400


# The grid


def edit(client, **fields):
    row = InventoryYear.objects.get(member__slug="gabrovo", year=2018, superseded_at=None)
    return client.post("/members/gabrovo/inventories/2018/edit/", {"version": row.pk, **fields})


@pytest.mark.parametrize(
    "fields",
    (
        {"version": MANY_DIGITS},
        {"replaces": MANY_DIGITS},
        {"version": "99999999999999999999"},
        {f"new-{MANY_DIGITS}-sector": "industry"},
        {"new--sector": "industry", "new-": "x", "new-²-sector": "x"},
        {"line-0-amount": "9" * 900},
        {"line-0-amount": "1e999"},
        {"line-0-amount": "nan"},
        {"line-0-amount": "\0"},
        {"line-0-source": "a\0b"},
        {"line-0-unit": "\0"},
        {"line-0-quality": "\0"},
        {"line-0-source": "ž" * 5000},
    ),
)
def test_no_field_of_the_grid_makes_it_fail(mari, fields):
    assert edit(mari, **fields).status_code in (302, 400, 409, 422)


def test_an_amount_beyond_all_numbers_is_stored_nowhere(mari, client):
    new = {
        "new-0-sector": "industry",
        "new-0-carrier": "hard_coal",
        "new-0-amount": "1e308",
        "new-0-unit": "GWh",
    }
    assert edit(mari, **new).status_code in (302, 422)
    for page in ("", "explanation/", "inventory.json", "frameworks/gpc/", "edit/"):
        assert mari.get(f"/members/gabrovo/inventories/2018/{page}").status_code == 200
    assert mari.get("/members/gabrovo/").status_code == 200
    download = mari.get("/members/gabrovo/inventories/2018/inventory.json").content.decode()
    assert not re.search(r"\b(Infinity|NaN)\b", download)


# Uploads


def upload(client, content: bytes, name: str = "energy.csv"):
    return client.post("/members/gabrovo/import/", {"file": SimpleUploadedFile(name, content)})


def stored(client, content: bytes, name: str = "energy.csv"):
    answer = upload(client, content, name)
    assert answer.status_code == 302, answer.content.decode().split("error-summary")[-1][:300]
    return client.post(answer.headers["Location"].replace("/look/", "/store/"), {"publish": "on"})


HEAD = "year;sector;carrier;amount;unit;subsector;supplier;source;comment\n"


def table(*lines: str) -> bytes:
    return (HEAD + "\n".join(lines) + "\n").encode()


def test_texts_longer_than_their_columns_are_refused_or_cut(mari):
    long = "s" * 5000
    answer = upload(mari, table(f"2022;residential;electricity;5,5;MWh;{long};{long};{long};{long}"))
    assert answer.status_code in (302, 422)
    mari.get(answer.headers.get("Location", "/"))
    done = mari.post(answer.headers["Location"].replace("/look/", "/store/").replace("/explain/", "/store/"))
    assert done.status_code == 302
    for line in ActivityLine.objects.filter(inventory__year=2022):
        assert len(line.subsector) <= 80 and len(line.supplier) <= 80


def test_names_in_a_factor_file_are_as_short_as_their_columns(mari):
    long = "v" * 300
    factors = f"carrier,factor,unit,gas,variant,supplier\nelectricity,0.5,t/MWh,CO2e,{long},{long}\n"
    files = {
        "file": SimpleUploadedFile("energy.csv", table("2022;residential;electricity;5,5;MWh;;;;")),
        "factors": SimpleUploadedFile("factors.csv", factors.encode()),
    }
    address = mari.post("/members/gabrovo/import/", files).headers["Location"]
    assert "has 300 characters" in mari.get(address, follow=True).content.decode()
    mari.post(address.replace("/explain/", "/store/").replace("/look/", "/store/"))
    assert not InventoryYear.objects.filter(member__slug="gabrovo", year=2022).exists()


def test_an_inventory_of_many_lines_can_be_stored_and_edited(mari):
    lines = (f"2022;industry;electricity;{number}5,5;MWh;plant {number};;;" for number in range(300))
    stored(mari, table(*lines))
    page = mari.get("/members/gabrovo/inventories/2022/edit/")
    fields = dict(
        re.findall(r'<input type="text" name="([^"]+)"[^>]* value="([^"]*)"', page.content.decode())
    )
    fields |= {
        f"line-{number}-{name}": ""
        for number in range(300)
        for name in ("quality", "notation_key", "reported_t", "source")
    }
    fields["version"] = InventoryYear.objects.get(member__slug="gabrovo", year=2022, superseded_at=None).pk
    assert mari.post("/members/gabrovo/inventories/2022/edit/", fields).status_code in (302, 422)


def test_so_many_lines_that_their_page_would_take_minutes_are_not_stored(mari):
    lines = [f"2022;industry;electricity;{number}5,5;MWh;plant {number};;;" for number in range(2001)]
    look = upload(mari, table(*lines)).headers["Location"]
    assert "There are 2001 lines; at most 2000 are stored." in mari.get(look).content.decode()
    mari.post(look.replace("/look/", "/store/"))
    assert not InventoryYear.objects.filter(member__slug="gabrovo", year=2022).exists()


@pytest.fixture
def written(monkeypatch) -> io.StringIO:
    """What the site writes down for its administrator."""
    stream = io.StringIO()
    handler = next(each for each in logging.getLogger("django").handlers if each.name == "errors")
    monkeypatch.setattr(handler, "stream", stream)
    return stream


def test_a_failure_is_written_down_without_what_was_asked(client, monkeypatch, written):
    monkeypatch.setattr("cascais.web.overview.views.choices", lambda *_, **__: 1 / 0)
    client.raise_request_exception = False
    client.get("/?q=private-word")
    assert "Internal Server Error" in written.getvalue() and "ZeroDivisionError" in written.getvalue()
    assert "private-word" not in written.getvalue()


def test_what_strangers_send_is_no_failure_and_is_not_written_down(client, written):
    assert client.get("/?" + "&".join(f"a{number}=1" for number in range(30_000))).status_code == 400
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 400
    assert client.get("/not-there/").status_code == 404
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert {line["level"] for line in lines} <= {"INFO"}
    assert not any(word in written.getvalue() for word in ("a29999", "elsewhere.example", "not-there"))


@pytest.mark.parametrize(
    "name",
    (
        "../../etc/passwd",
        "a\r\nX-Bad: 1.csv",
        '"><script>alert(1)</script>.csv',
        "x" * 5000 + ".csv",
        "\0.csv",
        "=cmd.csv",
        "‮vsc.csv",
    ),
)
def test_odd_names_of_files_are_only_shown(mari, name):
    answer = stored(mari, table("2022;residential;electricity;5,5;MWh;;;;"), name)
    assert answer.status_code == 302
    kept = StoredFile.objects.latest("pk").name
    assert "/" not in kept and "\n" not in kept and "\0" not in kept and len(kept) <= 200
    assert "<script>alert" not in mari.get("/members/gabrovo/inventories/2022/").content.decode()


def test_a_visitor_s_file_is_thrown_away_unread(client):
    answer = client.post(
        "/account/sign-in/", {"username": "x", "file": SimpleUploadedFile("big.csv", b"x" * 100_000)}
    )
    assert answer.status_code == 200
    assert not answer.wsgi_request.FILES


def test_storing_twice_at_the_same_moment_stores_once(mari):
    look = upload(mari, table("2022;residential;electricity;5,5;MWh;;;;")).headers["Location"]
    mine, yours = (Upload.objects.get() for _ in range(2))
    years = reads.preview(mine, reads.read_upload(mine).reading.storable)
    writes.store_upload(mine, years, is_published=False)
    with pytest.raises(ConflictError):
        writes.store_upload(yours, years, is_published=False)
    assert InventoryYear.objects.filter(member__slug="gabrovo", year=2022).count() == 1
    assert mari.get(look).status_code == 404


def test_uploads_that_come_to_nothing_do_not_heap_up(mari):
    for _ in range(25):
        upload(mari, table("2022;residential;electricity;5,5;MWh;;;;"))
    assert Upload.objects.filter(stored_at=None).count() == 20
    assert StoredFile.objects.count() == 20


def test_what_was_stored_is_not_forgotten_with_the_uploads(mari):
    stored(mari, table("2022;residential;electricity;5,5;MWh;;;;"))
    for _ in range(22):
        upload(mari, table("2022;residential;electricity;5,5;MWh;;;;"))
    assert InventoryYear.objects.get(member__slug="gabrovo", year=2022).file is not None


# The data folder


def test_the_password_of_the_database_is_in_no_message():
    with pytest.raises(ImproperlyConfigured) as found:
        read_database("mysql://cascais:hidden-word@host/name")
    assert "hidden-word" not in str(found.value)


def test_the_data_folder_is_for_its_owner_alone(tmp_path):
    folder = tmp_path / "a" / "data"
    key = stored_secret(folder)
    assert (folder.stat().st_mode & 0o777, (folder / "secret-key").stat().st_mode & 0o777) == (0o700, 0o600)
    assert stored_secret(folder) == key
    assert [path.name for path in folder.iterdir()] == ["secret-key"]


def test_a_secret_that_was_not_written_whole_is_not_used(tmp_path):
    (tmp_path / "secret-key").write_text("", encoding="utf-8")
    with pytest.raises(ImproperlyConfigured, match="Remove it"):
        stored_secret(tmp_path)


def test_a_blank_folder_means_the_usual_one():
    assert read_environment({"CASCAIS_DATA": "", "CASCAIS_SECRET_KEY": "s" * 50}).data_folder.name == "var"
