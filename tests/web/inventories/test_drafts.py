"""Stories of drafts beside what is published: who sees which, what publishing freezes, what can be taken back."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, User

from cascais.errors import ConflictError
from cascais.web.accounts.models import Assignment, Role
from cascais.web.commitments.standing import member_standing
from cascais.web.inventories import drafting, publishing, reads
from cascais.web.inventories.computing import computed_by, computing_version
from cascais.web.inventories.keeping import refresh_totals
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.years import computed_years, published
from cascais.web.members.boards import BOARDS
from cascais.web.members.models import Member

pytestmark = pytest.mark.django_db

PAGE = "/members/gabrovo/inventories/2018/"
EDIT = f"{PAGE}edit/"
TONNES_AS_ENERGY = {"line-9-amount": "239300", "line-9-reported_t": "239300"}


@pytest.fixture
def gabrovo() -> Member:
    return Member.objects.get(slug="gabrovo")


@pytest.fixture
def public(gabrovo) -> InventoryYear:
    """What is published of 2018."""
    return InventoryYear.objects.get(member=gabrovo, year=2018, is_published=True, superseded_at=None)


def draft() -> InventoryYear:
    return InventoryYear.objects.get(
        member__slug="gabrovo", year=2018, is_published=False, superseded_at=None
    )


@pytest.fixture
def person(signed_in, gabrovo):
    """Signs in somebody who has one role for Gabrovo."""

    def of(role: Role):
        user = User.objects.create(username=f"a-{role}")
        Assignment.objects.create(user=user, role=role, member=gabrovo)
        return signed_in(user.username)

    return of


def figures(client) -> list[object]:
    """What a visitor reads of Gabrovo on the pages whose figures rest on what is published, made anew."""
    BOARDS.parts.clear()
    overview = client.get("/members/gabrovo/").context["board"]
    years = client.get("/members/gabrovo/inventories/").context["years"]
    page = client.get(PAGE).context
    return [
        [(each.year, each.row.total_t, each.row.pk) for each in (*overview.years, *years)],
        [item.status for item in overview.standing.items],
        page["inventory"].pk,
        page["room"].matrix.total,
        client.get(f"{PAGE}inventory.json").content,
        client.get("/members/gabrovo/inventories/table.csv").content,
        client.get("/members/gabrovo/inventories/compare/table.csv").content,
    ]


def test_no_edit_changes_what_the_public_sees(client, mari, public):
    before = figures(client)
    assert mari.post(EDIT, {"version": public.pk, "line-0-amount": "99000"}).status_code == 302
    assert mari.post(EDIT, {"version": draft().pk, "line-1-amount": "88000"}).status_code == 302
    assert figures(client) == before
    mari.post(f"{PAGE}publish/", {"version": draft().pk})
    assert figures(client) != before


def test_the_statuses_that_an_editor_sees_rest_on_what_is_published(mari, gabrovo, public):
    editor = User.objects.get(username="mari")
    targets = list(gabrovo.targets.all())
    before = [
        each.status
        for each in member_standing(gabrovo, published(computed_years(gabrovo, editor)), targets).items
    ]
    mari.post(EDIT, {"version": public.pk, "line-0-amount": "9900000"})
    after = [
        each.status
        for each in member_standing(gabrovo, published(computed_years(gabrovo, editor)), targets).items
    ]
    assert after == before


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.VIEWER, True),
        (Role.CONTRIBUTOR, True),
        (Role.EDITOR, True),
        (Role.COORDINATOR, True),
        (None, False),
    ],
)
def test_a_draft_is_seen_by_those_who_work_on_it_alone(mari, client, person, public, role, sees):
    mari.post(EDIT, {"version": public.pk, "line-0-amount": "99000"})
    browser = person(role) if role else client
    page = browser.get(PAGE)
    assert page.context["inventory"].pk == (draft().pk if sees else public.pk)
    assert browser.get(f"{PAGE}?version={draft().pk}").status_code == (200 if sees else 404)
    assert browser.get(f"{PAGE}explanation/?version={draft().pk}").status_code == (200 if sees else 404)
    compared = browser.get(f"{PAGE}versions/compare/?from={public.pk}&to={draft().pk}")
    assert compared.status_code == (200 if sees else 404)
    assert ("Everybody else still sees" in page.content.decode()) == sees


def test_the_two_reads(gabrovo, mari, public):
    mari.post(EDIT, {"version": public.pk, "line-0-amount": "99000"})
    editor, visitor = User.objects.get(username="mari"), AnonymousUser()
    assert [row.year for row in reads.published(gabrovo)] == [2008, 2018]
    assert reads.published(gabrovo).get(year=2018) == public
    assert reads.working(gabrovo, editor).get(year=2018) == draft()
    assert [row.year for row in reads.working(gabrovo, editor)] == [2008, 2018]
    for other in (visitor, User.objects.get(username="janez")):
        assert reads.working(gabrovo, other).get(year=2018) == public
    assert reads.standing(gabrovo, editor).filter(year=2018).count() == 2


def test_publishing_freezes_what_the_inventory_came_to(mari, public):
    mari.post(EDIT, {"version": public.pk, "line-0-amount": "34000"})
    wanted = draft()
    answer = mari.post(f"{PAGE}publish/", {"version": wanted.pk}, follow=True)
    assert "Its figures stay as they are" in answer.content.decode()
    wanted.refresh_from_db()
    public.refresh_from_db()
    assert wanted.is_published and wanted.published_by.username == "mari" and wanted.published_at
    assert public.superseded_at is not None and public.is_published
    results = wanted.results
    assert sum(results["by_sector"].values()) == pytest.approx(wanted.total_t)
    assert sum(results["by_carrier"].values()) == pytest.approx(wanted.total_t)
    assert sum(results["by_gas"].values()) == pytest.approx(wanted.total_t)
    assert results["computed_by"]["tables"] == computed_by().tables
    assert wanted.computed_by_version == computing_version()
    page = answer.content.decode()
    assert computed_by().tables in page and computed_by().code in page


def test_the_totals_of_a_published_version_stay_when_the_tables_change(mari, client, public):
    InventoryYear.objects.filter(pk=public.pk).update(
        computed_by_version="0.0.1", total_t=1000.0, total_without_sinks_t=1000.0
    )
    refresh_totals()
    public.refresh_from_db()
    assert (public.total_t, public.computed_by_version) == (1000.0, "0.0.1")
    words = client.get(PAGE).content.decode()
    assert "as 1\u202f000 t CO₂e. With today’s tables the same lines come to" in words
    assert "Make a draft with today’s tables" not in words
    assert "Make a draft with today’s tables" in mari.get(PAGE).content.decode()
    mari.post(f"{PAGE}versions/{public.pk}/restore/", {"version": public.pk})
    assert draft().computed_by_version == computing_version() and draft().total_t > 100_000
    assert client.get(PAGE).context["inventory"].total_t == 1000.0


def test_a_draft_with_a_finding_that_forbids_it_is_not_published(mari, public):
    mari.post(EDIT, {"version": public.pk, **TONNES_AS_ENERGY})
    row = draft()
    assert "once the gravest findings" in mari.get(PAGE).content.decode()
    with pytest.raises(publishing.FindingsForbidError) as caught:
        publishing.publish(row, User.objects.get(username="mari"))
    assert "emissions_equal_activity" in str(caught.value)
    refused = mari.post(f"{PAGE}publish/", {"version": row.pk}, follow=True)
    assert "It cannot be published yet" in refused.content.decode()
    assert not draft().is_published


def test_a_contributor_writes_drafts_and_does_not_publish(person, client, public):
    browser = person(Role.CONTRIBUTOR)
    assert browser.post(EDIT, {"version": public.pk, "line-0-amount": "34000"}).status_code == 302
    page = browser.get(PAGE).content.decode()
    assert "Publish the draft" not in page and "An editor of this member publishes it" in page
    for change in ("publish", "withdraw"):
        assert browser.post(f"{PAGE}{change}/", {"version": draft().pk}).status_code == 403
    assert browser.post(f"{PAGE}discard/", {"version": draft().pk}).status_code == 302


def test_a_viewer_changes_nothing(person, mari, public):
    mari.post(EDIT, {"version": public.pk, "line-0-amount": "34000"})
    browser, row = person(Role.VIEWER), draft()
    page = browser.get(PAGE).content.decode()
    assert "Edit the figures" not in page and "Lay the draft aside" not in page
    assert browser.get(EDIT).status_code == 403
    for change in ("edit", "publish", "withdraw", "discard", f"versions/{public.pk}/restore"):
        assert browser.post(f"{PAGE}{change}/", {"version": row.pk}).status_code == 403


def test_what_is_taken_back_goes_on_as_a_draft_and_keeps_its_history(mari, client, public):
    assert mari.post(f"{PAGE}withdraw/", {"version": public.pk}).status_code == 302
    assert client.get(PAGE).status_code == 404
    public.refresh_from_db()
    assert public.published_at and public.results and public.superseded_at and not public.is_published
    assert draft().based_on == public and draft().lines.count() == public.lines.count()
    assert "Withdrawn" in mari.get(f"{PAGE}versions/").content.decode()
    mari.post(f"{PAGE}publish/", {"version": draft().pk})
    assert client.get(PAGE).status_code == 200


def test_taking_back_keeps_the_draft_that_stands_beside(mari, public):
    mari.post(EDIT, {"version": public.pk, "line-0-amount": "34000"})
    row = draft()
    mari.post(f"{PAGE}withdraw/", {"version": public.pk})
    assert draft() == row


def test_a_draft_laid_aside_is_kept_and_can_be_restored(mari, client, public):
    mari.post(EDIT, {"version": public.pk, "line-0-amount": "34000"})
    row = draft()
    answer = mari.post(f"{PAGE}discard/", {"version": row.pk}, follow=True)
    assert "It stands below and can be restored" in answer.content.decode()
    assert mari.get(PAGE).context["inventory"] == public
    mari.post(f"{PAGE}versions/{row.pk}/restore/", {"version": public.pk})
    assert draft().lines.get(position=0).amount == 34000.0
    assert draft().based_on == public


def test_the_only_draft_of_a_year_can_be_laid_aside_and_restored(mari):
    mari.post("/members/gabrovo/inventories/estimate/", {"year": "2021", "population": "56000"})
    row = InventoryYear.objects.get(member__slug="gabrovo", year=2021)
    page = "/members/gabrovo/inventories/2021/"
    assert mari.post(f"{page}discard/", {"version": row.pk}, follow=True).status_code == 200
    assert mari.get(page).status_code == 404
    assert mari.post(f"{page}versions/{row.pk}/restore/", {"version": ""}).status_code == 302
    assert mari.get(page).status_code == 200


@pytest.mark.parametrize("change", ["publish", "withdraw", "discard"])
def test_who_has_seen_another_version_changes_nothing(mari, public, change):
    mari.post(EDIT, {"version": public.pk, "line-0-amount": "34000"})
    first = draft()
    mari.post(EDIT, {"version": first.pk, "line-0-amount": "35000"})
    second, rows = draft(), list(InventoryYear.objects.order_by("pk").values())
    for seen in (first.pk, "", "9" * 30, second.pk if change == "withdraw" else public.pk):
        answer = mari.post(f"{PAGE}{change}/", {"version": seen})
        assert answer.status_code == 409
    assert "Nothing was done" in answer.content.decode()
    assert list(InventoryYear.objects.order_by("pk").values()) == rows


def test_a_version_is_not_restored_over_what_nobody_looked_at(mari, public):
    mari.post(EDIT, {"version": public.pk, "line-0-amount": "34000"})
    row = draft()
    answer = mari.post(f"{PAGE}versions/{public.pk}/restore/", {"version": public.pk})
    assert answer.status_code == 409
    assert draft() == row
    with pytest.raises(ConflictError):
        drafting.restore(public, None, User.objects.get(username="mari"))


def test_two_versions_are_compared_line_by_line(mari, public):
    form = {
        "version": public.pk,
        "line-0-amount": "33800",
        "line-1-removed": "on",
        "new-0-sector": "transport",
        "new-0-carrier": "electricity",
        "new-0-amount": "1200,5",
        "new-0-unit": "MWh",
    }
    mari.post(EDIT, form)
    page = mari.get(f"{PAGE}versions/compare/?from={public.pk}&to={draft().pk}")
    found = page.context["room"].found
    assert [line.kind.value for line in found.lines] == ["changed", "added", "removed"]
    in_total = [line.effect_t for line in found.lines if line.is_in_total]
    assert sum(in_total) == pytest.approx(found.effect_t)
    assert found.after_t == pytest.approx(draft().total_without_sinks_t)
    assert "33\u202f724" in page.content.decode() or "33724" in page.content.decode()


def test_a_draft_is_shown_in_a_number_of_queries_that_does_not_grow(
    mari, public, django_assert_max_num_queries
):
    mari.get(PAGE)
    with django_assert_max_num_queries(16):
        mari.get(PAGE)
    mari.post(EDIT, {"version": public.pk, "line-0-amount": "34000"})
    for _ in range(3):
        mari.post(EDIT, {"version": draft().pk, "line-0-amount": "35000"})
    with django_assert_max_num_queries(16):
        mari.get(PAGE)
