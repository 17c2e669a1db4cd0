"""Stories of the people who edit inventories."""

from __future__ import annotations

import re

import pytest

from cascais.web.inventories.models import InventoryYear

pytestmark = pytest.mark.django_db

EDIT = "/members/gabrovo/inventories/2018/edit/"
PAGE = "/members/gabrovo/inventories/2018/"


def current(slug: str = "gabrovo", year: int = 2018) -> InventoryYear:
    """The version that changes begin with: the draft where there is one, else what is published."""
    rows = InventoryYear.objects.filter(member__slug=slug, year=year, superseded_at=None)
    return rows.order_by("is_published").first()


def test_a_visitor_is_asked_to_sign_in_and_sees_no_button(client):
    answer = client.get(EDIT)
    assert answer.status_code == 302
    assert "/account/sign-in/" in answer.url
    assert "Edit the figures" not in client.get(PAGE).content.decode()


def test_janez_may_not_edit_gabrovo(janez):
    assert janez.get(EDIT).status_code == 403
    assert janez.post(EDIT, {"version": current().pk, "line-0-amount": "1"}).status_code == 403
    for change in ("publish", "withdraw", "discard", f"versions/{current().pk}/restore"):
        assert janez.post(f"{PAGE}{change}/", {"version": current().pk}).status_code == 403
    assert janez.get("/members/gabrovo/inventories/estimate/").status_code == 403
    assert "Edit the figures" not in janez.get(PAGE).content.decode()


def test_mari_changes_one_figure_and_all_the_rest_stays(mari):
    before = current()
    old = list(before.lines.values_list("sector", "carrier", "amount", "reported_t", "comment"))
    answer = mari.post(EDIT, {"version": before.pk, "line-0-amount": "33 800"}, follow=True)
    after = current()
    assert answer.status_code == 200
    assert after.pk != before.pk
    assert after.created_by.username == "mari"
    assert not after.is_published and after.based_on == before
    assert after.source == before.source and after.kind == before.kind
    new = list(after.lines.values_list("sector", "carrier", "amount", "reported_t", "comment"))
    assert new[0][2] == 33800.0
    assert new[1:] == old[1:]
    assert after.prescribed_factors.count() == before.prescribed_factors.count()
    assert after.printed_totals.count() == before.printed_totals.count()
    before.refresh_from_db()
    assert before.is_published and before.superseded_at is None
    assert after.total_t - before.total_t == pytest.approx((33800 - 33724) * 0.204)


def test_the_version_before_can_be_looked_up(mari, client):
    before = current()
    mari.post(EDIT, {"version": before.pk, "line-0-amount": "33800"})
    page = mari.get(f"{PAGE}versions/").content.decode()
    assert page.count('<th scope="row">') == 2
    assert "Mari" in page
    assert client.get(f"{PAGE}versions/").content.decode().count('<th scope="row">') == 1
    old = client.get(f"{PAGE}versions/{before.pk}.csv").content.decode("utf-8-sig")
    assert "33724" in old and "33800" not in old
    assert client.get(f"/members/riga/inventories/2018/versions/{before.pk}.csv").status_code == 404


def test_saving_what_was_shown_changes_nothing(mari):
    page = mari.get(EDIT).content.decode()
    fields = dict(re.findall(r'<input type="text" name="([^"]+)" id="[^"]+" value="([^"]*)"', page))
    before = current()
    mari.post(EDIT, {"version": before.pk, **fields})
    after = current()
    assert after.pk != before.pk
    names = ("sector", "carrier", "amount", "unit", "reported_t", "quality", "comment", "is_estimated")
    assert list(after.lines.values_list(*names)) == list(before.lines.values_list(*names))
    assert after.total_t == before.total_t


def test_mari_adds_a_line_and_removes_one(mari):
    before = current()
    form = {
        "version": before.pk,
        "line-1-removed": "on",
        "new-0-sector": "transport",
        "new-0-carrier": "electricity",
        "new-0-amount": "1200,5",
        "new-0-unit": "MWh",
        "new-0-quality": "A",
        "new-0-source": "Bill of the trolleybus depot",
    }
    assert mari.post(EDIT, form).status_code == 302
    lines = list(current().lines.all())
    assert len(lines) == before.lines.count()
    assert not any(line.carrier == "heating_oil" for line in lines)
    assert (lines[-1].amount, lines[-1].quality) == (1200.5, "A")


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("line-0-amount", "13.362", "reads two ways"),
        ("line-0-amount", "abc", "not a number"),
        ("line-0-amount", "20O9", "letter"),
        ("line-0-amount", "=1+1", "formula"),
        ("line-0-amount", "12 %", "not a percentage"),
        ("line-0-amount", "", "Write an amount"),
        ("line-0-unit", "head", "does not fit"),
        ("line-0-unit", "bananas", "Choose a unit"),
        ("line-0-notation_key", "NO", "either an amount or a key"),
        ("line-0-quality", "Z", "grade from A to D"),
        ("new-0-amount", "5", "Choose a sector"),
    ],
)
def test_a_cell_that_cannot_be_read_stores_nothing(mari, field, text, words):
    before = current()
    answer = mari.post(EDIT, {"version": before.pk, field: text, "line-2-amount": "999"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="999"' in page  # what was typed elsewhere is still there
    assert current().pk == before.pk


def test_a_form_of_no_known_version_is_a_conflict_though_nobody_is_known_to_have_stored_the_other(mari):
    before = current()
    assert before.created_by is None
    answer = mari.post(EDIT, {"version": "9" * 5000, "line-0-amount": "1"})
    assert answer.status_code == 409
    assert "– stored a version on" in answer.content.decode()
    assert current().pk == before.pk


def test_an_inventory_is_not_emptied(mari):
    before = current()
    form = {f"line-{position}-removed": "on" for position in range(before.lines.count())}
    answer = mari.post(EDIT, {"version": before.pk, **form})
    assert answer.status_code == 422
    assert "at least one line" in answer.content.decode()


def test_the_grid_speaks_the_language_of_the_page(mari):
    current().lines.filter(position=0).update(amount=877.433)
    page = mari.get(EDIT, headers={"accept-language": "et"}).content.decode()
    assert 'value="877,4330"' in page  # four decimals, so that nobody takes the comma for a sign of thousands


def test_mari_starts_from_an_estimate_and_types_over_it(mari, client):
    address = "/members/gabrovo/inventories/estimate/"
    answer = mari.post(address, {"year": "2021", "population": "56000"})
    assert answer.status_code == 302
    row = current(year=2021)
    assert not row.is_published and row.estimated_share == pytest.approx(1.0)
    assert client.get("/members/gabrovo/inventories/2021/").status_code == 404
    line = row.lines.filter(amount__gt=0).first()
    form = {"version": row.pk, f"line-{line.position}-amount": "123"}
    assert mari.post("/members/gabrovo/inventories/2021/edit/", form).status_code == 302
    changed = current(year=2021).lines.get(position=line.position)
    assert (changed.amount, changed.is_estimated, changed.quality, changed.source) == (123.0, False, "", "")
    assert current(year=2021).estimated_share < 1.0


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"year": "2018", "population": "60000"}, "There is an inventory of this year already"),
        ({"year": "2999", "population": "60000"}, "has not come yet"),
        ({"year": "2021", "population": "0"}, "greater than or equal to 1"),
    ],
)
def test_an_estimate_that_cannot_be_is_refused(mari, form, words):
    answer = mari.post("/members/gabrovo/inventories/estimate/", form)
    assert answer.status_code == 422
    assert words in answer.content.decode()
