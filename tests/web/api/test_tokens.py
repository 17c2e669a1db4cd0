"""Tokens: made and revoked by their owner, shown once, never stronger than the owner or than their scope."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from cascais.web.accounts.models import Assignment
from cascais.web.api.calling import MARK, digest
from cascais.web.api.models import ApiToken, CallCount, Scope
from cascais.web.inventories.models import InventoryYear
from cascais.web.members.models import Member

PAGE = "/account/tokens/"
MADE = {"name": "meter readings", "scope": "draft", "member": "", "days": "90"}


def draft_of(slug: str) -> InventoryYear:
    """A draft beside what is published."""
    member = Member.objects.get(slug=slug)
    return InventoryYear.objects.create(member=member, year=2001, is_published=False, source="a draft")


def sees(caller, row: InventoryYear) -> bool:
    path = f"/members/{row.member.slug}/inventories/{row.year}"
    answers = {
        caller.get(path, {"version": row.pk}).status_code,
        caller.get(f"{path}/lines", {"version": row.pk}).status_code,
        caller.get(f"{path}/explanation", {"version": row.pk}).status_code,
    }
    assert len(answers) == 1
    listed = caller.get("/inventories", {"is_published": "false", "limit": 500}).json()["items"]
    assert (answers == {200}) == (row.pk in {each["id"] for each in listed})
    return answers == {200}


def test_a_token_is_shown_once_and_kept_as_a_digest(mari, visitor):
    page = mari.post(PAGE, MADE)
    text = page.content.decode()
    secret = text.partition('<code class="secret">')[2].partition("</code>")[0]
    assert secret.startswith(MARK)
    assert "no-store" in page.headers["Cache-Control"]
    token = ApiToken.objects.get()
    assert token.secret_sha256 == digest(secret)
    assert secret not in str(list(ApiToken.objects.values()))
    again = mari.get(PAGE).content.decode()
    assert secret not in again
    assert token.prefix in again
    visitor.secret = secret
    assert visitor.get("/members").status_code == 200
    token.refresh_from_db()
    assert token.last_used_on == timezone.localdate()


def test_a_revoked_token_is_refused_at_once(mari, program):
    caller = program("mari")
    assert caller.get("/members").status_code == 200
    assert mari.post(f"{PAGE}{ApiToken.objects.get().pk}/revoke/").status_code == 302
    answer = caller.get("/members")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_nobody_revokes_the_token_of_another(janez, program):
    caller = program("mari")
    assert janez.post(f"{PAGE}{ApiToken.objects.get().pk}/revoke/").status_code == 404
    assert caller.get("/members").status_code == 200


def test_tokens_are_made_by_forms_alone(mari):
    assert mari.get(f"{PAGE}1/revoke/").status_code == 405
    assert Client().get(PAGE).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="mari"))
    assert strict.post(PAGE, MADE).status_code == 403


def test_an_expired_token_and_one_of_a_closed_account_are_refused(program):
    assert program("mari", days=-1).get("/members").status_code == 401
    caller = program("janez")
    User.objects.filter(username="janez").update(is_active=False)
    assert caller.get("/members").status_code == 401


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer  ", "Basic bWFyaTptYXJp", "Bearer x" * 400, "Bearer \u00e4"]
)
def test_other_headers_are_refused_or_count_for_nothing(db, header):
    answer = Client().get("/api/v1/members", headers={"Authorization": header})
    assert answer.status_code == (200 if not header else 401)


def test_a_session_counts_for_nothing(mari):
    """Else another site could make the browser of an editor write."""
    row = draft_of("gabrovo")
    assert mari.get(f"/api/v1/members/gabrovo/inventories/2001?version={row.pk}").status_code == 404
    body = '{"title": "x", "kind": "level", "level": 0, "source": "x"}'
    answer = mari.post("/api/v1/members/gabrovo/targets", body, content_type="application/json")
    assert answer.status_code == 401


def test_drafts_are_seen_by_those_who_may_and_by_nobody_else(visitor, program):
    row = draft_of("gabrovo")
    assert sees(program("mari"), row)
    assert not sees(program("janez"), row)
    assert not sees(visitor, row)


def test_a_token_for_one_member_counts_for_nothing_at_the_others(program):
    of_kranj, of_velenje = draft_of("kranj"), draft_of("velenje")
    limited = program("janez", member="kranj")
    assert sees(limited, of_kranj)
    assert not sees(limited, of_velenje)
    assert sees(program("janez"), of_velenje)
    assert limited.get("/members/velenje/inventories").status_code == 200


def test_a_token_loses_what_its_owner_loses(program):
    row, caller = draft_of("gabrovo"), program("mari")
    assert sees(caller, row)
    Assignment.objects.filter(user__username="mari").delete()
    assert not sees(caller, row)


def test_a_token_limited_to_a_member_of_others_gives_nothing(program):
    """Mari makes a token for Kranj by hand: she may see no draft there, and neither may the token."""
    row = draft_of("kranj")
    assert not sees(program("mari", member="kranj"), row)


def test_the_form_offers_only_members_of_ones_own(mari):
    refused = mari.post(PAGE, {**MADE, "member": "kranj"})
    assert refused.status_code == 422
    assert not ApiToken.objects.exists()
    assert mari.post(PAGE, {**MADE, "member": "gabrovo"}).status_code == 200
    assert ApiToken.objects.get().member.slug == "gabrovo"


@pytest.mark.parametrize("field, value", [("scope", "administrator"), ("days", "36500"), ("name", "")])
def test_the_form_takes_what_it_offers_and_nothing_else(mari, field, value):
    assert mari.post(PAGE, {**MADE, field: value}).status_code == 422
    mari.post(PAGE, {**MADE, "user": "1", "expires_on": "2099-01-01", "secret_sha256": "0" * 64})
    token = ApiToken.objects.get()
    assert token.user.username == "mari"
    assert token.expires_on == timezone.localdate() + timedelta(days=90)
    assert token.secret_sha256 != "0" * 64


def test_nobody_has_tokens_without_number(mari):
    for _time in range(20):
        assert mari.post(PAGE, MADE).status_code == 200
    assert mari.post(PAGE, MADE).status_code == 422


def test_callers_wait_when_they_call_too_often(visitor, program, settings):
    settings.API_CALLS_PER_MINUTE, settings.API_TOKEN_CALLS_PER_MINUTE = 3, 5
    answers = [visitor.get("/tables", {"limit": 1}) for _call in range(5)]
    statuses = [answer.status_code for answer in answers]
    # A minute may end in between; then the count begins anew.
    assert 429 in statuses or CallCount.objects.values("minute").distinct().count() > 1
    if 429 in statuses:
        refused = answers[statuses.index(429)]
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
        assert refused.headers["Content-Type"] == "application/problem+json"
    assert program("mari").get("/members").status_code == 200, "a token is counted by itself"


def test_counts_hold_no_address_and_are_forgotten(visitor, settings):
    CallCount.objects.create(caller="address:x", minute=1, calls=7)
    visitor.get("/tables", {"limit": 1})
    assert not CallCount.objects.filter(minute=1).exists()
    assert "127.0.0.1" not in str(list(CallCount.objects.values_list("caller", flat=True)))


def test_guessing_tokens_is_counted_by_address(db, settings):
    settings.API_CALLS_PER_MINUTE = 2
    statuses = [
        Client().get("/api/v1/members", headers={"Authorization": f"Bearer guess{number}"}).status_code
        for number in range(6)
    ]
    assert set(statuses) <= {401, 429}
    assert 429 in statuses


def test_who_needs_a_second_factor_and_has_none_has_no_working_token(program, settings):
    settings.SECOND_FACTOR_ROLES = ("editor",)
    assert program("mari").get("/members").status_code == 403
    settings.SECOND_FACTOR_ROLES = ()
    assert program("mari").get("/members").status_code == 200


def test_scopes_include_those_before_them(program):
    body = {
        "title": "Half by 2030",
        "kind": "reduction",
        "reduction": 0.5,
        "target_year": 2030,
        "source": "x",
    }
    for scope, status in ((Scope.READ, 403), (Scope.DRAFT, 403), (Scope.PUBLISH, 201)):
        answer = program("mari", scope).send("post", "/members/gabrovo/targets", body)
        assert answer.status_code == status, answer.content
