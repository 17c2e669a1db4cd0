"""Targets: what is shown of them, and the stories of those who add and remove them."""

from __future__ import annotations

import re

import pytest

from cascais.web.commitments.models import Target
from cascais.web.members.models import Member

pytestmark = pytest.mark.django_db

PAGE = "/members/gabrovo/targets/"
OWN = {
    "title": "55 % less by 2030 than in 2008",
    "kind": "reduction",
    "amount": "55",
    "base_year": "2008",
    "target_year": "2030",
    "is_adopted": "yes",
    "source": "Council resolution 12/2024",
}


def text_of(answer) -> str:
    return re.sub(r"[ \n\t]+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_each_target_says_status_distance_cut_budget_and_source(client):
    page = text_of(client.get(PAGE))
    for words in (
        "80.5\u202f% less by 2030 than in 2008",
        "Distance to the path",
        "Cut needed each year until 2030",
        "Budget left until 2030",
        "Cuts continual",
        "Climate City Contract",
        "How is this computed?",
    ):
        assert words in page


def test_the_estimate_of_1990_is_labelled(client):
    for address in (PAGE, "/members/gabrovo/"):
        page = text_of(client.get(address))
        assert "1990 is an estimate" in page
        assert "estimated from the inventory of 2008 along the national series" in page
        assert "reference, not adopted" in page


def test_a_measured_1990_is_no_estimate(client):
    assert "is an estimate" not in text_of(client.get("/members/riga/targets/"))


def test_mari_adds_a_target_of_the_covenant(mari, client):
    form = {"key": "covenant_2030_55", "base_year": "2008", "is_adopted": "yes", "decided": "2021-05-20"}
    answer = mari.post(f"{PAGE}add/", {**form, "source": "Council resolution 34"})
    assert answer.status_code == 302
    target = Target.objects.get(member__slug="gabrovo", key="covenant_2030_55")
    assert (target.base_year, target.decided.isoformat(), target.is_adopted) == (2008, "2021-05-20", True)
    page = text_of(client.get(PAGE))
    assert "Decided on 20 May 2021." in page
    assert "Council resolution 34" in page
    twice = mari.post(f"{PAGE}add/", {**form, "source": "Again"})
    assert twice.status_code == 422
    assert "entered already" in text_of(twice)


def test_mari_adds_an_own_target_and_removes_it(mari, client):
    assert mari.post(f"{PAGE}add/own/", OWN).status_code == 302
    target = Target.objects.get(title=OWN["title"])
    assert (target.reduction, target.group, target.key) == (0.55, "own", "own_1")
    shown = OWN["title"].replace(" %", "\u202f%")
    assert shown in text_of(client.get(PAGE))
    assert shown in text_of(mari.get(f"{PAGE}{target.pk}/remove/"))
    assert Target.objects.filter(pk=target.pk).exists()  # asking removes nothing
    mari.post(f"{PAGE}{target.pk}/remove/")
    assert not Target.objects.filter(pk=target.pk).exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount": "140"}, "share above 0 and at most 1"),
        ({"target_year": ""}, "needs the year"),
        ({"target_year": "2000"}, "after the base year"),
        ({"kind": "steps", "amount": "10"}, "number of years of a step"),
        ({"source": ""}, "required"),
        ({"amount": "many"}, "number"),
    ],
)
def test_a_target_that_makes_no_sense_is_refused(mari, changes, words):
    answer = mari.post(f"{PAGE}add/own/", {**OWN, **changes})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not Target.objects.filter(title=OWN["title"]).exists()


def test_others_neither_add_nor_remove(client, janez):
    target = Target.objects.filter(member__slug="gabrovo").first()
    for address in (f"{PAGE}add/", f"{PAGE}add/own/", f"{PAGE}{target.pk}/remove/"):
        assert client.post(address, OWN).status_code == 302  # to the sign-in
        assert janez.post(address, OWN).status_code == 403
    assert Target.objects.filter(pk=target.pk).exists()
    assert janez.post(f"/members/kranj/targets/{target.pk}/remove/").status_code == 404


def test_every_kind_of_target_is_shown(mari, client):
    member = Member.objects.get(slug="gabrovo")
    kinds = (
        {"kind": "per_capita_reduction"},
        {"kind": "per_capita_level", "amount": "2,5"},
        {"kind": "level", "amount": "0"},
    )
    for number, changes in enumerate(({"kind": "steps", "amount": "10", "step_years": "5"}, *kinds)):
        form = {**OWN, **changes, "title": f"Target {number}"}
        assert mari.post(f"{PAGE}add/own/", form, headers={"accept-language": "et"}).status_code == 302, form
    assert member.targets.count() == 6
    page = text_of(client.get(PAGE))
    assert all(f"Target {number}" in page for number in range(4))
