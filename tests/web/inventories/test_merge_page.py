"""Two people who edit the same inventory at once: nobody's figures are overwritten, and nothing is typed twice."""

from __future__ import annotations

import re

import pytest

from cascais.web.accounts.models import Assignment, Role
from cascais.web.inventories.models import InventoryYear
from cascais.web.members.models import Member

pytestmark = pytest.mark.django_db

PAGE = "/members/gabrovo/inventories/2018/"
EDIT = f"{PAGE}edit/"


def current() -> InventoryYear:
    rows = InventoryYear.objects.filter(member__slug="gabrovo", year=2018, superseded_at=None)
    return rows.order_by("is_published").first()


def hidden(answer) -> dict[str, str]:
    """What a form sends without anybody's doing."""
    return dict(re.findall(r'type="hidden" name="((?!csrf)[^"]+)" value="([^"]*)"', answer.content.decode()))


@pytest.fixture
def colleague(signed_in):
    """Janez, who edits Gabrovo too."""
    janez = signed_in("janez")
    Assignment.objects.create(
        role=Role.EDITOR,
        member=Member.objects.get(slug="gabrovo"),
        user_id=int(janez.session["_auth_user_id"]),
    )
    return janez


def test_changes_of_different_lines_are_put_together_and_shown_first(mari, colleague):
    hers, his = hidden(mari.get(EDIT)), hidden(colleague.get(EDIT))
    colleague.post(EDIT, {**his, "line-0-amount": "40000"})
    answer = mari.post(EDIT, {**hers, "line-3-amount": "55000"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Janez stored a version on" in page and "Both changes fit together" in page
    assert "40\u202f000" in page and "55\u202f000" in page
    assert current().lines.get(position=3).amount != 55000.0  # nothing is stored before she has seen it
    assert mari.post(EDIT, hidden(answer)).status_code == 302
    amounts = dict(current().lines.values_list("position", "amount"))
    assert (amounts[0], amounts[3]) == (40000.0, 55000.0)


def test_the_same_cell_is_asked_about_with_both_values(mari, colleague):
    hers, his = hidden(mari.get(EDIT)), hidden(colleague.get(EDIT))
    colleague.post(EDIT, {**his, "line-0-amount": "40000", "line-2-removed": "on"})
    answer = mari.post(EDIT, {**hers, "line-0-amount": "41000", "line-2-amount": "9"})
    conflicts = {each.name: each for each in answer.context["choices"].conflicts}
    assert list(conflicts) == ["line-0-figure", "line-2-line"]
    figure = conflicts["line-0-figure"]
    assert [option.says for option in figure.options] == ["41\u202f000 MWh", "40\u202f000 MWh"]
    assert figure.at_first == "33\u202f724 MWh"

    undecided = mari.post(EDIT, hidden(answer))
    assert undecided.status_code == 422
    assert undecided.content.decode().count("Choose which of them holds.") == 2
    chosen = {"choose-line-0-figure": "mine", "choose-line-2-line": "theirs"}
    half = mari.post(EDIT, {**hidden(undecided), "choose-line-0-figure": "mine"})
    assert half.status_code == 422
    assert 'id="choose-line-0-figure-mine" value="mine" checked' in half.content.decode()
    assert mari.post(EDIT, {**hidden(half), **chosen}).status_code == 302
    carriers = list(current().lines.values_list("sector", "carrier"))
    assert current().lines.get(position=0).amount == 41000.0
    assert ("buildings", "lignite") not in carriers


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [("42 000", 302, ""), ("13.362", 422, "reads two ways"), ("many", 422, "not a number")],
)
def test_another_value_can_be_typed(mari, colleague, typed, status, words):
    hers, his = hidden(mari.get(EDIT)), hidden(colleague.get(EDIT))
    colleague.post(EDIT, {**his, "line-0-amount": "40000"})
    answer = mari.post(EDIT, {**hers, "line-0-amount": "41000", "line-5-source": "Metered"})
    form = {**hidden(answer), "choose-line-0-figure": "other", "other-line-0-figure-amount": typed}
    done = mari.post(EDIT, form)
    assert done.status_code == status
    if words:
        assert words in done.content.decode() and f'value="{typed}"' in done.content.decode()
    else:
        assert current().lines.get(position=0).amount == 42000.0
        assert current().lines.get(position=5).source == "Metered"


def test_the_same_line_added_by_both_is_asked_about(mari, colleague):
    hers, his = hidden(mari.get(EDIT)), hidden(colleague.get(EDIT))
    wood = {"new-0-sector": "residential", "new-0-carrier": "wood", "new-0-unit": "MWh"}
    colleague.post(EDIT, {**his, **wood, "new-0-amount": "77"})
    answer = mari.post(EDIT, {**hers, **wood, "new-0-amount": "78"})
    (conflict,) = answer.context["choices"].conflicts
    assert [option.value for option in conflict.options] == ["mine", "theirs", "both"]
    assert mari.post(EDIT, {**hidden(answer), f"choose-{conflict.name}": "both"}).status_code == 302
    assert sorted(current().lines.filter(carrier="wood").values_list("amount", flat=True)) == [77.0, 78.0]


def test_the_same_change_by_both_is_no_question(mari, colleague):
    hers, his = hidden(mari.get(EDIT)), hidden(colleague.get(EDIT))
    colleague.post(EDIT, {**his, "line-0-amount": "40000"})
    answer = mari.post(EDIT, {**hers, "line-0-amount": "40 000"})
    assert answer.status_code == 409 and not answer.context["choices"].conflicts


def test_a_third_version_in_the_meantime_is_asked_about_anew(mari, colleague):
    hers, his = hidden(mari.get(EDIT)), hidden(colleague.get(EDIT))
    colleague.post(EDIT, {**his, "line-0-amount": "40000"})
    answer = mari.post(EDIT, {**hers, "line-0-amount": "41000"})
    colleague.post(EDIT, {**hidden(colleague.get(EDIT)), "line-0-amount": "50000"})
    again = mari.post(EDIT, {**hidden(answer), "choose-line-0-figure": "theirs"})
    assert again.status_code == 409
    assert "50\u202f000 MWh" in again.content.decode()
    assert current().lines.get(position=0).amount == 50000.0
    assert mari.post(EDIT, {**hidden(again), "choose-line-0-figure": "theirs"}).status_code == 302
    assert current().lines.get(position=0).amount == 50000.0


def test_a_form_of_an_old_version_is_not_stored_however_often_it_is_sent(mari):
    before = current()
    assert mari.post(EDIT, {"version": before.pk, "line-0-amount": "1"}).status_code == 302
    for _ in range(2):
        assert mari.post(EDIT, {"version": before.pk, "line-0-amount": "2"}).status_code == 409
    assert current().lines.get(position=0).amount == 1.0


def test_one_publishes_while_the_other_edits_and_nothing_is_lost(mari, colleague):
    mari.post(EDIT, {"version": current().pk, "line-0-amount": "40000"})
    his = hidden(colleague.get(EDIT))
    mari.post(f"{PAGE}publish/", {"version": current().pk})
    assert colleague.post(EDIT, {**his, "line-1-amount": "7"}).status_code == 302
    assert not current().is_published
    assert dict(current().lines.values_list("position", "amount"))[0] == 40000.0
