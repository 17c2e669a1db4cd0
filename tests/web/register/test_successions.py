"""Mergers and splits: who ceased stays readable, who came of it inherits the sums, and what cannot be is refused."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cascais.inventory.activities import Activity
from cascais.web.commitments.models import Target
from cascais.web.commitments.standing import member_standing
from cascais.web.groups.models import Group, GroupMember
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.writes import NewInventory, store
from cascais.web.members.models import Member, Population, Succession
from cascais.web.opendata.data_sets.inherited_years import INHERITED_YEARS
from cascais.web.register.models import Membership

pytestmark = pytest.mark.django_db

ROOM = "/networks/climate_alliance/successions/"
MERGER = {
    "predecessors": "hill\nDale",
    "successor": "hilldale",
    "happened_on": "2018-01-01",
    "source": "Law 12/2017",
    "ends_memberships": "on",
}

LINES = (
    ("residential", "natural_gas", 40.0),
    ("tertiary", "natural_gas", 20.0),
    ("municipal_buildings", "natural_gas", 5.0),
    ("transport", "diesel", 30.0),
)


def town(alliance, name: str, amounts: dict[int, float], people: int = 1000) -> Member:
    member = Member.objects.create(name=name, slug=name.lower(), country="EE")
    Membership.objects.create(
        member=member,
        network=alliance,
        state="member",
        applied_on="2009-01-01",
        board_decided_on="2010-01-01",
    )
    for year, mwh in amounts.items():
        Population.objects.create(member=member, year=year, persons=people, source="Census")
        lines = tuple(
            Activity(year, sector, carrier, mwh * share, "MWh", source="Bill", quality="A")
            for sector, carrier, share in LINES
        )
        store(member, NewInventory(year, lines, head={"is_published": True}))
    return member


@pytest.fixture
def towns(alliance) -> tuple[Member, Member, Member]:
    return (
        town(alliance, "Hill", {2010: 100.0, 2015: 90.0}),
        town(alliance, "Dale", {2010: 300.0}, people=3000),
        town(alliance, "Hilldale", {2020: 200.0}, people=4000),
    )


def test_elena_records_a_merger_and_the_new_town_inherits_the_sum(elena, client, towns):
    hill, dale, hilldale = towns
    elena.post(f"{ROOM}merger/", MERGER)
    assert {row.predecessor.slug: row.share for row in hilldale.predecessions.all()} == {
        "hill": 1.0,
        "dale": 1.0,
    }
    for member in (hill, dale):
        member.refresh_from_db()
        row = member.memberships.get()
        assert (str(member.ended_on), row.state, str(row.withdrawn_on)) == (
            "2018-01-01",
            "withdrawn",
            "2018-01-01",
        )
    page = client.get("/members/hilldale/predecessors/").content.decode()
    whole = sum(
        InventoryYear.objects.get(member=each, year=2010).total_without_sinks_t for each in (hill, dale)
    )
    assert f"{whole:,.0f}".replace(",", "\u202f") in page
    assert "No inventory of 2015 is published of: Dale." in page


def test_the_merged_towns_inventories_stay_readable_and_say_where_it_went(elena, client, towns):
    elena.post(f"{ROOM}merger/", MERGER)
    for rest in ("", "inventories/2010/", "about/"):
        page = client.get(f"/members/hill/{rest}").content.decode()
        assert "Hill has ceased on 1 January 2018" in page
        assert 'href="/members/hilldale/"' in page
    assert "has ceased" not in client.get("/members/hilldale/").content.decode()


def test_the_merged_town_keeps_its_base_year(elena, towns):
    hilldale = towns[2]
    target = Target.objects.create(
        member=hilldale,
        key="own_1",
        title="Half",
        kind="reduction",
        base_year=2010,
        target_year=2030,
        reduction=0.5,
    )
    alone = member_standing(hilldale, [], [target]).items[0].status
    assert alone.base is None
    elena.post(f"{ROOM}merger/", MERGER)
    status = member_standing(hilldale, [], [target]).items[0].status
    whole = sum(InventoryYear.objects.get(member=each, year=2010).total_without_sinks_t for each in towns[:2])
    assert status.base.emissions_t == pytest.approx(whole)
    assert status.base.population == 4000
    assert not status.is_estimated


def test_the_new_towns_chart_begins_with_the_sums_and_names_whose_they_are(elena, client, towns):
    elena.post(f"{ROOM}merger/", MERGER)
    page = client.get("/members/hilldale/").content.decode()
    assert "spec-emissions_and_targets" in page
    assert "2010: added up from Hill, Dale." in page
    assert "Change since 2010" in page
    InventoryYear.objects.filter(member=towns[2]).update(is_published=False)
    page = client.get("/members/hilldale/").content.decode()
    assert "spec-emissions_and_targets" in page and "2010: added up from Hill, Dale." in page


def test_the_interface_and_the_open_data_tell_the_sums_with_those_they_are_from(elena, client, towns):
    elena.post(f"{ROOM}merger/", MERGER)
    whole = sum(InventoryYear.objects.get(member=each, year=2010).total_without_sinks_t for each in towns[:2])
    items = client.get("/api/v1/members/hilldale/inherited-years").json()["items"]
    assert [(each["year"], each["summed_from"]) for each in items] == [(2010, ["hill", "dale"]), (2015, [])]
    assert items[0]["emissions"]["value"] == pytest.approx(whole)
    assert items[0]["emissions"]["source"] == "Inventories of Hill, Dale, added up"
    assert items[0]["is_in_series"] and items[0]["population"]["value"] == 4000
    assert items[1]["problem"] == "No inventory of 2015 is published of: Dale."
    rows = [row for row in INHERITED_YEARS.rows() if row[0] == "hilldale"]
    assert [row[:3] for row in rows] == [("hilldale", 2010, "hill dale")]
    assert rows[0][3] == pytest.approx(whole)


def test_the_interface_tells_what_a_merged_member_brings_into_its_group(elena, client, towns):
    elena.post(f"{ROOM}merger/", MERGER)
    group = Group.objects.create(slug="merged", title="Merged", kind="shared")
    GroupMember.objects.create(group=group, member=towns[2], confirmed_at=timezone.now())
    (share,) = client.get("/api/v1/groups/merged/inventories/2010").json()["shares"]
    assert share["summed_from"] == ["hill", "dale"]
    assert share["inventory"] == "/api/v1/members/hilldale/inherited-years"


def test_a_split_is_an_estimate_and_says_so(elena, client, alliance, towns):
    dale = towns[1]
    for name in ("Upper", "Lower"):
        town(alliance, name, {})
    form = {
        "predecessor": "dale",
        "parts": "upper: 62.5\nLower: 37,5 %",
        "happened_on": "2019-01-01",
        "source": "Law",
    }
    elena.post(f"{ROOM}split/", form)
    assert dict(dale.successions.values_list("successor__slug", "share")) == {"upper": 0.625, "lower": 0.375}
    page = client.get("/members/lower/predecessors/").content.decode()
    assert "label-estimate" in page
    assert "37.5" in page
    assert Membership.objects.get(member=dale).state == "member"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"predecessors": "hill"}, "at least two members"),
        ({"predecessors": "hill\nhilldale"}, "cannot succeed itself"),
        ({"predecessors": "hill\nnowhere"}, "no member whose register you keep"),
        ({"predecessors": "hill\nriga"}, "no member whose register you keep"),
        ({"happened_on": "2999-01-01"}, "lies in the future"),
        ({"happened_on": "2021-01-01"}, "has own inventories of years before"),
        ({"happened_on": "2009-06-01"}, "lies before"),
        ({"source": ""}, "required"),
    ],
)
def test_a_merger_that_cannot_be_is_refused(elena, towns, changes, words):
    answer = elena.post(f"{ROOM}merger/", {**MERGER, **changes})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Succession.objects.filter(successor=towns[2]).exists()


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ("upper: 50\nlower: 40", "add up to 90 per cent"),
        ("upper: 100", "should read like this"),
        ("upper: 50\nupper: 50", "at least two members"),
        ("upper\nlower", "should read like this"),
        ("upper: -20\nlower: 120", "should read like this"),
    ],
)
def test_a_split_whose_shares_do_not_add_up_is_refused(elena, alliance, towns, parts, words):
    for name in ("Upper", "Lower"):
        town(alliance, name, {})
    form = {"predecessor": "dale", "parts": parts, "happened_on": "2019-01-01", "source": "Law"}
    answer = elena.post(f"{ROOM}split/", form)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_nobody_ceases_twice_and_nobody_comes_from_its_own_heir(elena, alliance, towns):
    elena.post(f"{ROOM}merger/", MERGER)
    town(alliance, "Other", {})
    again = elena.post(f"{ROOM}merger/", {**MERGER, "successor": "other"})
    assert "has ceased already" in again.content.decode()
    back = {**MERGER, "predecessors": "hilldale\nother", "successor": "hill", "happened_on": "2019-01-01"}
    assert "come from each other" in elena.post(f"{ROOM}merger/", back).content.decode()


def test_a_merger_entered_by_mistake_is_taken_away(elena, tamas, towns):
    elena.post(f"{ROOM}merger/", MERGER)
    row = towns[0].successions.get()
    assert tamas.post(f"{ROOM}{row.pk}/remove/").status_code == 403
    elena.post(f"{ROOM}{row.pk}/remove/")
    towns[0].refresh_from_db()
    assert towns[0].ended_on is None
    assert towns[1].successions.exists()


def test_other_secretariats_record_nothing(tamas, mari, towns):
    for browser in (tamas, mari):
        assert browser.post(f"{ROOM}merger/", MERGER).status_code == 403
    assert not Succession.objects.filter(successor=towns[2]).exists()
