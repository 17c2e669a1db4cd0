"""Stories of those who correct the source of an inventory, its series or its prescribed factors."""

from __future__ import annotations

import re

import pytest

from cascais.web.accounts.models import Assignment, Role
from cascais.web.inventories.models import InventoryYear
from cascais.web.members.models import Member

pytestmark = pytest.mark.django_db

PAGE = "/members/gabrovo/inventories/2018/"
OPTIONS = f"{PAGE}options/"


def current() -> InventoryYear:
    rows = InventoryYear.objects.filter(member__slug="gabrovo", year=2018, superseded_at=None)
    return rows.order_by("is_published").first()


def form_of(client) -> dict[str, str]:
    """The form as a browser would send it."""
    page = client.get(OPTIONS)
    factors = page.context["page"].factors
    fields = [*page.context["form"], *(field for row in (*factors.known, *factors.new) for field in row)]
    sent = {field.html_name: "" if field.value() is None else field.value() for field in fields}
    hidden = re.findall(r'name="((?:known|new)-[A-Z_]+|version)" value="(\d*)"', page.content.decode())
    return {**sent, **dict(hidden)}


def test_the_source_is_corrected_in_a_draft_and_the_lines_stay(mari):
    before = current()
    sent = {**form_of(mari), "source": "Municipal energy report 2019, p. 7"}
    assert mari.post(OPTIONS, sent).status_code == 302
    after = current()
    assert after.based_on == before and not after.is_published
    assert after.source == "Municipal energy report 2019, p. 7" and after.note == before.note
    assert after.total_t == before.total_t
    assert after.prescribed_factors.count() == before.prescribed_factors.count()
    assert list(after.lines.values_list("amount")) == list(before.lines.values_list("amount"))


def test_a_factor_is_added_changed_and_removed(mari):
    sent = form_of(mari)
    new = {
        "carrier": "electricity",
        "sector": "industry",
        "gas": "CO2e",
        "factor": "0,512",
        "source": "Supplier 2018",
    }
    sent |= {f"new-0-{name}": value for name, value in new.items()}
    before = current().total_t
    assert mari.post(OPTIONS, sent).status_code == 302
    row = current().prescribed_factors.get(source="Supplier 2018")
    assert (row.factor, row.unit) == (0.512, "t/MWh")
    again = form_of(mari)
    (mine,) = [name for name, value in again.items() if value == "Supplier 2018"]
    prefix = mine.removesuffix("-source")
    assert mari.post(OPTIONS, {**again, f"{prefix}-DELETE": "on"}).status_code == 302
    assert not current().prescribed_factors.filter(source="Supplier 2018").exists()
    assert current().total_t == pytest.approx(before)


def test_a_factor_that_rivals_another_is_refused_with_the_reason(mari):
    before = current()
    new = {"carrier": "electricity", "gas": "CO2e", "factor": "0.512", "source": "Supplier 2018"}
    answer = mari.post(OPTIONS, {**form_of(mari), **{f"new-0-{name}": value for name, value in new.items()}})
    assert answer.status_code == 422
    assert "Several factors of equal rank" in answer.content.decode()
    assert "Supplier 2018" in answer.content.decode()
    assert current() == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("gwp_set", "AR99"),
        ("source_url", "javascript:alert(1)"),
        ("electricity", "none"),
        ("title", "x" * 201),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(mari, field, value):
    before = current()
    answer = mari.post(OPTIONS, {**form_of(mari), field: value, "note": "typed words"})
    assert answer.status_code == 422
    assert "typed words" in answer.content.decode()
    assert current() == before


def test_others_change_nothing(client, janez):
    assert client.get(OPTIONS).status_code == 302
    assert janez.get(OPTIONS).status_code == 403
    assert janez.post(OPTIONS, {"version": current().pk}).status_code == 403


@pytest.fixture
def colleague(signed_in):
    janez = signed_in("janez")
    Assignment.objects.create(
        role=Role.EDITOR,
        member=Member.objects.get(slug="gabrovo"),
        user_id=int(janez.session["_auth_user_id"]),
    )
    return janez


def test_what_two_people_change_in_different_fields_is_put_together(mari, colleague):
    hers, his = form_of(mari), form_of(colleague)
    colleague.post(OPTIONS, {**his, "note": "His note"})
    colleague.post(f"{PAGE}edit/", {"version": current().pk, "line-0-amount": "40000"})
    assert mari.post(OPTIONS, {**hers, "source": "Her source"}).status_code == 302
    now = current()
    assert (now.source, now.note) == ("Her source", "His note")
    assert now.lines.get(position=0).amount == 40000.0


def test_the_same_field_is_asked_about(mari, colleague):
    hers, his = form_of(mari), form_of(colleague)
    colleague.post(OPTIONS, {**his, "source": "His source", "note": "His note"})
    answer = mari.post(OPTIONS, {**hers, "source": "Her source"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "His source" in page and "Janez" in page and "Her source" in page
    assert current().source == "His source"
    sent = {**hers, "source": "Her source", "note": "His note", "version": current().pk}
    assert mari.post(OPTIONS, sent).status_code == 302
    assert (current().source, current().note) == ("Her source", "His note")
