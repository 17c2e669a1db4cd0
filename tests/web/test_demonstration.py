"""The demonstration's cities are those of their plans: same energy, same factors, same totals."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import User

from cascais.tables import vocabulary
from cascais.web.commitments.models import Target
from cascais.web.demonstration.loading import load
from cascais.web.demonstration.plans import city_plans
from cascais.web.inventories.models import ActivityLine, InventoryYear
from cascais.web.inventories.reads import computed, found, with_lines
from cascais.web.members.models import LoadedData, Member

pytestmark = pytest.mark.django_db

PRINTED = {  # total without sinks [t CO2e] that the plan prints, as far as its own energy and factors give it
    ("gabrovo", 2008): 400_573,
    ("gabrovo", 2018): 257_831,
    ("kranj", 2018): 238_832 + 4_645,
    ("dresden", 2018): 3_644_011,
    ("zagreb", 2019): 2_927_203.98,
    ("liepaja", 2006): 249_278,
    ("liepaja", 2022): 137_940,
    ("riga", 1990): 4_569_204,
    ("wroclaw", 1990): 4_823_885,
    ("wroclaw", 2022): 4_744_022,
}


def test_eleven_cities_and_their_twentytwo_inventories_are_there():
    with_plan = Member.objects.filter(kind="municipality").exclude(plan_title="")
    assert with_plan.count() == 11
    assert Member.objects.get(slug="synthetic-agency").cares_for.count() == 3
    assert InventoryYear.objects.filter(superseded_at=None, is_published=True).count() == 22


def test_loading_again_changes_nothing():
    before = InventoryYear.objects.count(), ActivityLine.objects.count(), Target.objects.count()
    assert load() is False
    assert (InventoryYear.objects.count(), ActivityLine.objects.count(), Target.objects.count()) == before


@pytest.mark.parametrize(("place", "printed_t"), PRINTED.items(), ids=lambda value: str(value))
def test_the_total_is_the_one_that_the_plan_prints(place, printed_t):
    inventory = InventoryYear.objects.get(member__slug=place[0], year=place[1])
    assert inventory.total_without_sinks_t == pytest.approx(printed_t, rel=0.002)


def test_every_line_and_target_names_its_plan():
    assert not ActivityLine.objects.filter(source="").exists()
    assert not Target.objects.filter(source="").exists()
    assert not Target.objects.filter(source_locator="").exists()


def test_words_of_the_plans_are_known():
    for plan in city_plans():
        for inventory in plan.inventories:
            for line in inventory["lines"]:
                assert line["sector"] in vocabulary.sectors()
                assert line["carrier"] in vocabulary.carriers()


def test_the_reference_is_never_said_to_be_adopted():
    references = Target.objects.filter(is_adopted=False)
    assert references.count() == 11
    assert {target.key for target in references} == {"climate_alliance_2050"}


def test_the_mistakes_of_the_plans_are_found_and_none_in_the_plans_that_add_up():
    rules: dict[str, set[str]] = {}
    for inventory in with_lines(InventoryYear.objects.filter(superseded_at=None).select_related("member")):
        findings = found(inventory, computed(inventory))
        blocking = {finding.rule for finding in findings if finding.severity.is_blocking}
        rules.setdefault(inventory.member.slug, set()).update(blocking)
    assert rules["velenje"] >= {"emissions_equal_activity", "same_flow_twice", "printed_totals"}
    assert {slug for slug, blocking in rules.items() if blocking} == {
        "velenje",
        "riga",
        "rzeszow",
        "budapest",
        "ljubljana",
    }


def test_what_a_person_entered_outlasts_a_new_edition_of_the_plans(mari):
    gabrovo = Member.objects.get(slug="gabrovo")
    own = InventoryYear.objects.get(member=gabrovo, year=2018, superseded_at=None)
    InventoryYear.objects.filter(pk=own.pk).update(created_by=User.objects.get(username="mari"))
    LoadedData.objects.update(digest="an older edition")
    assert load() is True
    assert InventoryYear.objects.get(member=gabrovo, year=2018, superseded_at=None) == own


def test_reading_inventories_takes_a_fixed_number_of_queries(django_assert_num_queries):
    with django_assert_num_queries(5):
        for inventory in with_lines(
            InventoryYear.objects.filter(superseded_at=None).select_related("member")
        ):
            found(inventory, computed(inventory))


def test_the_energy_is_the_one_collected_from_the_plans(shared_data):
    cases = json.loads((shared_data / "inventories" / "published_cases.json").read_text(encoding="utf-8"))[
        "cases"
    ]
    plans = {plan.slug: plan for plan in city_plans()}
    assert len(cases) == 12
    for case in cases:
        slug, year = case["id"].rsplit("-", 1)
        inventory = next(each for each in plans[slug].inventories if each["year"] == int(year))
        shipped = sorted(line["amount"] for line in inventory["lines"] if "amount" in line)
        for row in case["activity_MWh"]:
            assert row["MWh"] in shipped
