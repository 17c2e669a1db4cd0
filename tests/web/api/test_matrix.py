"""Every operation is called with the token of people of every role; what they get follows from its audience.

`docs/permissions.md` lists the operations from the same data; it is written by `tests/web/accounts/test_matrix.py`.
"""

from __future__ import annotations

import pytest

from cascais.web.api.calling import ORDER
from cascais.web.api.models import CallCount, Scope
from cascais.web.audience import Audience
from cascais.web.members.models import Member
from web.api_walker import REFUSED, Program, called, calls, headers_of, operations, sent
from web.walker import NOBODY, PEOPLE, build_world, may, state


@pytest.fixture
def world(db):
    return build_world()


@pytest.mark.parametrize("person", PEOPLE)
def test_each_role_gets_what_the_audience_says(world, person):
    program, walked = Program(headers_of(world, person)), 0
    for operation, address in calls(world):
        audience, name = operation.audience, operation.name
        answer = called(program, operation, address)
        assert answer.status_code < 500, (name, address)
        is_open = may(audience, person)
        # What everybody may read is missing here and there: resolutions and groups that the demonstration lacks.
        if audience.value != "everybody":
            # Whoever may gets the answer, or is told that another version stands; nobody else comes so far.
            assert (answer.status_code not in REFUSED) == is_open, (name, person, answer.status_code)
            walked += 1
        elif person == NOBODY or is_open:
            # A comparison that names no versions is told so.
            assert answer.status_code in (200, 404) or name == "inventory_comparison", (name, address)
    assert walked == len([each for each in operations() if each.audience is not Audience.EVERYBODY]) > 15


@pytest.mark.parametrize(
    "person", [person for person in PEOPLE if person.startswith("stranger") or person == NOBODY]
)
def test_whoever_is_refused_has_changed_nothing(world, person):
    program = Program(headers_of(world, person))
    found = calls(world)
    program.get("/api/v1/")
    before = state_without_counts()
    for operation, address in found:
        if operation.method != "get":
            sent(program, operation, address, "*")
    assert state_without_counts() == before


def state_without_counts() -> str:
    """The state of the site; how often somebody called is none of it."""
    CallCount.objects.all().delete()
    return state()


def test_it_is_said_of_every_operation_for_whom_it_is_and_what_token_it_takes():
    found = list(operations())
    assert len(found) > 50
    assert [each.name for each in found if each.audience is None] == []
    assert [each.name for each in found if each.method != "get" and each.scope is None] == []
    assert {each.name for each in found if each.audience is Audience.EVERYBODY} <= {
        each.name for each in found if each.method == "get" and each.scope is None
    }


def test_operation_that_nobody_classified_is_found():
    document = {"paths": {"/api/v1/new": {"post": {"operationId": "added_yesterday"}}}}
    (found,) = operations(document)
    assert (found.audience, found.scope) == (None, None)


@pytest.mark.parametrize("scope", Scope)
def test_token_of_an_editor_reaches_as_far_as_its_scope(world, scope):
    program, wide = Program(headers_of(world, "editor", scope)), ORDER.index(scope)
    for operation, address in calls(world):
        needed = operation.scope
        if needed is not None:
            refused = called(program, operation, address).status_code == 403
            assert refused == (ORDER.index(needed) > wide), (operation.name, scope)


def test_token_for_another_member_opens_nothing_of_this_one(world):
    kranj = Member.objects.get(slug="kranj")
    program = Program(headers_of(world, "editor", member=kranj))
    for operation, address in calls(world):
        if operation.audience is not Audience.EVERYBODY:
            assert called(program, operation, address).status_code in REFUSED, operation.name
