"""What is overdue, and what nobody here can know: states, their filters, and the way to enter a report."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cascais.connectors import mycovenant
from cascais.pathways.dues import DueState, Report
from cascais.web.accounts.models import Assignment, Role
from cascais.web.demonstration.register import load_register
from cascais.web.members.models import Member
from cascais.web.overview.calendar import Events
from cascais.web.overview.columns import Token, columns, view
from cascais.web.overview.filters import Asked
from cascais.web.overview.models import HandedIn
from cascais.web.overview.nearness import due_states, is_in, urgency
from cascais.web.overview.reads import network as network_of
from cascais.web.overview.rows import Row
from cascais.web.overview.settling import settle
from cascais.web.register.models import Membership, Network, Resolution

pytestmark = pytest.mark.django_db
DUE = "/network/due/"
TODAY = date(2026, 11, 24)


@pytest.fixture
def covenant(db) -> Network:
    """Riga and Gabrovo are signatories by their own resolutions; of Gabrovo plan and monitoring are entered."""
    network = Network.objects.get(key="covenant_of_mayors")
    network.memberships.all().delete()
    for slug, day in (("riga", date(2021, 5, 3)), ("gabrovo", date(2016, 2, 1))):
        member = Member.objects.get(slug=slug)
        resolution = Resolution.objects.create(member=member, title="Joins", decided_on=day)
        Membership.objects.create(network=network, member=member, state="member", resolution=resolution)
    for report, day in (("plan", date(2018, 1, 31)), ("monitoring", date(2020, 1, 20))):
        HandedIn.objects.create(member=member, network=network, report=report, handed_in_on=day)
    settle()
    return network


@pytest.fixture
def anna(covenant) -> Client:
    """Anna keeps the register of the Covenant."""
    user = User.objects.create_user("anna")
    Assignment.objects.create(user=user, role=Role.SECRETARIAT, network=covenant)
    client = Client()
    client.force_login(user)
    return client


def told_of(client: Client, query: str = "") -> dict[tuple[str, Report | None], DueState]:
    quarters = client.get(f"{DUE}{query}").context["quarters"]
    return {
        (told.event.row.slug, told.event.report): told.state
        for quarter in quarters
        for told in quarter.events
    }


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(answer.content.decode())).split())


EXPECTED = {
    ("gabrovo", Report.MONITORING): DueState.OVERDUE,
    ("gabrovo", Report.INVENTORY): DueState.OVERDUE,
    ("riga", Report.PLAN): DueState.NOT_ENTERED,
    ("riga", Report.INVENTORY): DueState.OVERDUE,
}


def test_a_report_is_late_only_where_an_earlier_one_is_held(client, covenant):
    assert told_of(client) == EXPECTED
    page = text_of(client.get(DUE))
    assert f"2 of {Member.objects.count()} members are late with a report" in page
    assert page.index("2 years after the report of 20 January 2020") < page.index("Not entered here Whether")
    assert "Whether these were handed in elsewhere is not known here" in page


def test_a_filter_shows_the_reports_in_that_state_alone(client, covenant):
    for state in ("overdue", "not_entered", "soon", "later"):
        wanted = {key: found for key, found in EXPECTED.items() if found.value == state}
        assert told_of(client, f"?due={state}") == wanted


def test_each_number_at_the_top_is_that_of_its_filter(client, covenant):
    for state, number in client.get(DUE).context["counts"].items():
        assert client.get(f"{DUE}?due={state}").context["members"] == number


def test_the_table_of_members_tells_the_most_urgent_report(client, covenant):
    rows = {row.slug: row for row in client.get("/?sort=due").context["rows"]}
    assert list(rows)[:2] == ["gabrovo", "riga"]
    assert rows["gabrovo"].next_due(TODAY) == (DueState.OVERDUE, date(2022, 1, 20))
    assert rows["riga"].next_due(TODAY) == (DueState.OVERDUE, date(2024, 12, 31))
    Membership.objects.update(source="A list")
    settle()
    rows = {row.slug: row for row in client.get("/").context["rows"]}
    assert rows["riga"].next_due(TODAY) == (DueState.NOT_ENTERED, date(2023, 5, 3))
    assert "Not entered here" in text_of(client.get("/?q=riga"))


def test_the_table_to_take_away_tells_the_state_of_each_date(client, covenant):
    answer = client.get("/network/members.csv?q=riga")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["plan_due"], row["plan_state"]) == ("2023-05-03", "not_entered")
    assert (row["inventory_state"], row["monitoring_state"], row["due"]) == ("overdue", "", "overdue")


def entering(client: Client, query: str = "") -> list[str]:
    page = client.get(f"{DUE}{query}").content.decode()
    return [html.unescape(found) for found in re.findall(r'<a href="([^"]+)">Enter [^<]+</a>', page)]


def test_the_secretariat_enters_from_the_line_when_a_plan_was_handed_in(anna, covenant):
    (address,) = entering(anna, "?due=not_entered")
    form = anna.get(address)
    assert form.context["form"].initial == {"network": str(covenant.pk), "report": "plan"}
    assert f'value="{covenant.pk}" selected' in form.content.decode()
    sent = {"network": covenant.pk, "report": "plan", "handed_in_on": "2023-04-01"}
    assert anna.post(address, sent).status_code == 302
    settle()
    after = told_of(anna)
    assert ("riga", Report.PLAN) not in after
    assert after["riga", Report.MONITORING] is DueState.NOT_ENTERED


def test_the_line_leads_only_those_who_may_enter(client, mari, anna, covenant):
    assert entering(client) == []
    assert entering(mari) == ["/members/gabrovo/inventories/"]
    assert all(address.endswith(("report=plan", "report=monitoring")) for address in entering(anna))
    page = text_of(anna.get("/members/riga/reports/"))
    assert "Enter when it was handed in" in page and "handed in elsewhere is not known here" in page
    assert "Enter when it was handed in" not in text_of(mari.get("/members/riga/reports/"))
    assert "Enter the inventory" in text_of(mari.get("/members/gabrovo/reports/"))


def test_another_networks_secretariat_is_not_led_to_a_form_that_refuses_it(covenant):
    user = User.objects.create_user("ben")
    network = Network.objects.get(key="climate_alliance")
    Assignment.objects.create(user=user, role=Role.SECRETARIAT, network=network)
    ben = Client()
    ben.force_login(user)
    assert entering(ben) == []


days = st.none() | st.dates(TODAY - timedelta(days=900), TODAY + timedelta(days=900))
kinds = st.lists(st.sampled_from([report.value for report in Report]), unique=True)


def row(key: int, due: tuple[date | None, ...], held: list[str], is_known: bool) -> Row:
    blank = dict.fromkeys(Row._fields)
    told = {
        "name": f"Member {key}",
        "local_names": {},
        "kind": "municipality",
        "country": "LV",
        "inventories": 0,
        "series": [],
        "must_be_put_right": 0,
        "probably_wrong": 0,
        "worth_knowing": 0,
        "memberships": {},
        "shared_status": "cannot_tell",
        "own_status": "no_target",
        "grade": "",
        "computed_by_version": "",
    }
    dates = dict(zip(("plan_due", "monitoring_due", "inventory_due"), due, strict=True))
    return Row(**{**blank, **told, **dates, "key": key, "held_reports": held, "is_due_known": is_known})


@given(st.lists(st.tuples(st.tuples(days, days, days), kinds, st.booleans()), max_size=6))
def test_arrays_say_what_single_members_say(members):
    rows = [row(key, *member) for key, member in enumerate(members)]
    found = columns(rows, Token())
    nearest = [each.next_due(TODAY) for each in rows]
    expected = [
        one[0].value if one else ("no_duty" if each.is_due_known else "unknown")
        for each, one in zip(rows, nearest, strict=True)
    ]
    assert due_states(found, TODAY).tolist() == expected
    for state in DueState:
        of_each = [
            any(each.due_days[n] and each.state_of(report, TODAY) is state for n, report in enumerate(Report))
            for each in rows
        ]
        if state in (DueState.UNKNOWN, DueState.NO_DUTY):
            of_each = [word == state for word in expected]
        assert is_in(found, state, TODAY).tolist() == of_each
    order = [key for key in urgency(found, TODAY).argsort(kind="stable").tolist() if nearest[key]]
    ranked = [(list(DueState).index(nearest[key][0]), nearest[key][1]) for key in order]
    assert ranked == sorted(ranked)


def test_every_report_with_a_date_is_an_event_once(covenant):
    found = network_of({}, TODAY)
    events = Events(found)
    dated = sum(day is not None for each in view().columns.rows for day in each.due_days)
    assert len(events) == len({(event.row.key, event.report) for event in events}) == dated
    assert found.asked == Asked({}, TODAY)


def test_the_demonstration_says_of_no_city_that_it_is_late(client):
    answer = client.get(DUE)
    assert answer.context["counts"]["overdue"] == 0 < answer.context["counts"]["not_entered"]
    assert "Overdue" not in {str(quarter.state) for quarter in answer.context["quarters"]}
    signatories = Membership.objects.filter(network__key="covenant_of_mayors")
    assert signatories.count() == 10 and not signatories.filter(source="").exists()


def test_loading_the_signatories_again_keeps_what_was_entered():
    entered = Membership.objects.get(network__key="covenant_of_mayors", member__slug="riga")
    entered.note = "They called."
    entered.save()
    load_register()
    assert Membership.objects.get(pk=entered.pk).note == "They called."
    assert Membership.objects.filter(network=entered.network).count() == 10


def test_the_signatories_are_those_of_the_published_list(shared_data: Path):
    published = mycovenant.load(shared_data / "inventories" / "mycovenant_signatories_2024.csv.gz").items
    known = {(each.country.upper(), each.name, str(each.adhesion_date)) for each in published}
    for row in Membership.objects.filter(network__key="covenant_of_mayors").select_related("member"):
        names = {row.member.name, *row.member.local_names.values()}
        assert any((row.member.country, name, str(row.board_decided_on)) in known for name in names), (
            row.member
        )
