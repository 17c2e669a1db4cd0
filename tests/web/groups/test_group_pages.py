"""What everybody can read of a group: sums, what is missing, what stands in, what is refused, what can be taken away."""

from __future__ import annotations

import csv
import io

import pytest
from django.utils import timezone

from cascais.web.groups.models import Group, GroupMember, GroupTarget
from cascais.web.groups.reads import loaded
from cascais.web.inventories.models import InventoryYear
from cascais.web.members.models import Member
from cascais.workflows.joint import joint_inventory

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> Group:
    """Kranj and Velenje, each with its inventory of 2018."""
    return grouped("kranj", "velenje")


def grouped(*slugs: str, kind: str = "shared", **more: object) -> Group:
    made = Group.objects.create(slug="upper-valley", title="Upper valley", kind=kind, **more)
    for slug in slugs:
        GroupMember.objects.create(
            group=made, member=Member.objects.get(slug=slug), confirmed_at=timezone.now()
        )
    return made


def text(answer) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def published_t(slug: str, year: int) -> float:
    return InventoryYear.objects.get(
        member__slug=slug, year=year, is_published=True, superseded_at=None
    ).total_without_sinks_t


def test_the_list_names_each_group_with_the_number_of_its_members(client, group):
    page = text(client.get("/groups/"))
    assert "Upper valley" in page
    assert "Synthetic example of a joint plan" in page
    assert "synthetic example</span>" in page
    row = page.partition("Upper valley")[2]
    assert "<span>2</span>" in row


def test_the_sum_of_a_group_is_what_its_members_published(client, group):
    answer = client.get("/groups/upper-valley/")
    total = answer.context["board"].latest.joint.total.total_t
    assert total == pytest.approx(published_t("kranj", 2018) + published_t("velenje", 2018))
    assert "2 members together emitted" in text(answer)


def test_a_member_without_an_inventory_of_the_year_is_named(client):
    grouped("kranj", "gabrovo")
    page = text(client.get("/groups/upper-valley/2008/"))
    assert "Without an inventory of this year, and not in the sum: Kranj" in page


def test_without_a_complete_year_the_page_speaks_of_the_year_with_most_members(client):
    grouped("gabrovo", "kranj", "velenje", "liepaja")  # 2018 lacks Liepāja, 2022 has nobody else
    assert client.get("/groups/upper-valley/").context["board"].latest.year == 2018


def test_another_year_stands_in_only_on_request_and_wears_its_label(client):
    grouped("gabrovo", "liepaja")
    plain = client.get("/groups/upper-valley/2008/")
    assert not plain.context["year"].joint.estimated
    asked = client.get("/groups/upper-valley/2008/?within=2")
    page = text(asked)
    assert "its inventory of 2006 stands in" in page
    assert "label-estimate" in page
    (standing_in,) = asked.context["year"].joint.estimated
    stored = InventoryYear.objects.get(member__slug="liepaja", year=2006, is_published=True)
    assert standing_in.total.relative > stored.uncertainty


@pytest.mark.parametrize("given", ["-1", "abc", "999999999999999999999999", "", "²"])
def test_a_strange_distance_is_no_error(client, group, given):
    assert client.get("/groups/upper-valley/", {"within": given}).status_code == 200


def test_members_that_count_differently_are_refused_by_name(client):
    grouped("kranj", "ljubljana")
    page = text(client.get("/groups/upper-valley/2018/"))
    assert "such inventories are not added up" in page
    assert "covenant: Kranj; gpc: Ljubljana" in page
    assert client.get("/groups/upper-valley/2018/table.csv").status_code == 404
    assert "not added up" in text(client.get("/groups/upper-valley/"))


def test_the_matrix_adds_up_and_each_number_leads_to_its_member(client, group):
    answer = client.get("/groups/upper-valley/2018/")
    rows, sectors = answer.context["rows"], answer.context["sectors"]
    for position, (_sector, total) in enumerate(sectors):
        assert sum(cells[position][1] or 0.0 for _share, cells, _year in rows) == pytest.approx(total)
    page = text(answer)
    for share, cells, _year in rows:
        sector = next(sector for sector, value in cells if value is not None)
        address = f"/members/{share.counted.part.key}/inventories/2018/explanation/?sector={sector}"
        assert address in page
        assert client.get(address).status_code == 200


def test_a_table_can_be_taken_away_with_its_sum(client, group):
    answer = client.get("/groups/upper-valley/2018/table.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    parts = [float(row["t_co2e_without_sinks"]) for row in rows if row["is_sum"] != "True"]
    (whole,) = [float(row["t_co2e_without_sinks"]) for row in rows if row["is_sum"] == "True"]
    assert sum(parts) == pytest.approx(whole)
    assert all(row["licence"] for row in rows)
    years = client.get("/groups/upper-valley/table.json").json()["rows"]
    assert [row["year"] for row in years] == [2018]
    assert client.get("/groups/upper-valley/table.exe").status_code == 404


def test_a_name_with_a_formula_is_harmless_in_the_table(client, group):
    Member.objects.filter(slug="kranj").update(name="=1+1", local_names={})
    content = client.get("/groups/upper-valley/2018/table.csv").content.decode("utf-8-sig")
    assert not any(cell.startswith("=") for row in csv.reader(io.StringIO(content)) for cell in row)


def test_a_shared_target_is_judged_on_the_sum(client, group):
    GroupTarget.objects.create(
        group_of_members=group, key="own_1", title="Half by 2030", kind="reduction", target_year=2030, reduction=0.5
    )  # fmt: skip
    standing = client.get("/groups/upper-valley/").context["board"].standing
    (item,) = standing.items
    assert item.status.latest is None or item.status.latest.year == 2018
    assert standing.series.latest.emissions_t == pytest.approx(
        published_t("kranj", 2018) + published_t("velenje", 2018)
    )


def test_individual_commitments_show_where_each_member_stands(client):
    grouped("kranj", "velenje", kind="individual")
    page = text(client.get("/groups/upper-valley/"))
    assert "Where each member stands" in page
    assert page.count("/targets/") >= 2
    assert "each member has one" in page


def test_every_target_that_a_council_adopted_stands_beside_its_member(client):
    grouped("velenje", "wroclaw", kind="individual")
    shown = {
        part.row.member.slug: {each.row.title: each.status.status.value for each in part.targets}
        for part in client.get("/groups/upper-valley/").context["board"].members
    }
    for slug, titles in shown.items():
        standing = client.get(f"/members/{slug}/targets/").context["standing"]
        assert titles == {
            each.row.title: each.status.status.value for each in standing.items if each.row.is_adopted
        }
    assert len(shown["wroclaw"]) == 2


def test_a_group_without_members_says_what_would_be_here(client):
    grouped()
    assert "No member has joined yet" in text(client.get("/groups/upper-valley/"))
    assert client.get("/groups/upper-valley/2018/").status_code == 404


def test_unknown_groups_and_years_are_no_pages(client, group):
    assert client.get("/groups/nowhere/").status_code == 404
    for year in ("1900", "0", "99999", "9" * 40):
        assert client.get(f"/groups/upper-valley/{year}/").status_code == 404
        assert client.get(f"/groups/upper-valley/{year}/table.csv?within=5").status_code == 404


def test_a_member_of_two_groups_of_one_kind_is_found(client, group):
    other = Group.objects.create(slug="other", title="The other plan", kind="shared")
    GroupMember.objects.create(
        group=other, member=Member.objects.get(slug="kranj"), confirmed_at=timezone.now()
    )
    assert "also count in “The other plan”" in text(client.get("/groups/upper-valley/"))


def test_years_bound_what_counts(client):
    made = grouped("gabrovo")
    made.parts.update(from_year=2010)
    assert [year.year for year in client.get("/groups/upper-valley/").context["board"].years] == [2018]


def test_the_member_links_to_its_groups(client, group):
    assert "Upper valley" in text(client.get("/members/kranj/groups/"))
    assert "It belongs to no group" in text(client.get("/members/riga/groups/"))


def test_the_number_of_queries_does_not_grow_with_the_members(client, django_assert_max_num_queries):
    small = grouped("kranj", "velenje")
    with django_assert_max_num_queries(40) as first:
        client.get("/groups/upper-valley/")
    for slug in ("gabrovo", "riga", "liepaja", "zagreb", "budapest"):
        GroupMember.objects.create(
            group=small, member=Member.objects.get(slug=slug), confirmed_at=timezone.now()
        )
    with django_assert_max_num_queries(len(first)):
        client.get("/groups/upper-valley/")


def test_what_is_read_for_the_page_is_what_a_notebook_adds_up(group, django_user_model):
    found = loaded(group, django_user_model.objects.get(username="mari"))
    assert joint_inventory(found.parts, 2018).total.total_t == pytest.approx(
        published_t("kranj", 2018) + published_t("velenje", 2018)
    )


def test_the_demonstration_has_a_joint_plan_that_says_it_is_made_up(client):
    page = text(client.get("/groups/synthetic-joint-plan/"))
    assert "Synthetic example of a joint plan" in page
    assert "synthetic example</span>" in page
    assert "Synthetic Energy Agency" in page
