"""Two people who press a button at the same moment, each with a connection of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connections

from cascais.errors import ConflictError
from cascais.inventory.activities import Activity
from cascais.web.inventories import drafting, publishing
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.writes import NewInventory, store
from cascais.web.members.models import Member

ROUNDS = 5
GAS = Activity(2020, "residential", "natural_gas", 100.0, "MWh")


@pytest.fixture
def member(django_db_serialized_rollback, transactional_db) -> Member:
    return Member.objects.create(slug="walked-town", name="Walked town", country="BG")


@pytest.fixture
def people(transactional_db) -> list[User]:
    return [User.objects.create(username=f"racer-{number}") for number in range(2)]


def at_once(*tasks: Callable[[], object]) -> list[object]:
    """What each of several tasks gives, or the error it ends with; all begin together."""
    together = Barrier(len(tasks))

    def run(task: Callable[[], object]) -> object:
        try:
            together.wait(timeout=10)
            return task()
        except ConflictError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def standing(member: Member) -> list[tuple[bool, int]]:
    rows = InventoryYear.objects.filter(member=member, superseded_at=None).order_by("is_published")
    return [(row.is_published, row.lines.count()) for row in rows]


def test_of_two_who_save_at_once_one_is_told(member, people):
    seen = store(member, NewInventory(2020, (GAS,), head={"is_published": True}))
    for number in range(ROUNDS):
        lines = [(replace(GAS, amount=float(number * 10 + side)),) for side in range(2)]
        outcome = at_once(
            *(partial(drafting.save_lines, seen, lines[side], people[side]) for side in range(2))
        )
        assert sum(isinstance(each, ConflictError) for each in outcome) == 1
        assert standing(member) == [(False, 1), (True, 1)]
        seen = next(each for each in outcome if isinstance(each, InventoryYear))
    assert InventoryYear.objects.filter(member=member).count() == ROUNDS + 1


def test_saving_and_publishing_at_once_loses_nothing(member, people):
    for number in range(ROUNDS):
        draft = store(member, NewInventory(2020, (GAS,)))
        lines = (replace(GAS, amount=float(number)), GAS)
        outcome = at_once(
            partial(publishing.publish, draft, people[0]),
            partial(drafting.save_lines, draft, lines, people[1]),
        )
        saved = [each for each in outcome[1:] if isinstance(each, InventoryYear)]
        assert saved, "what was typed is stored, whichever of the two came first"
        assert standing(member)[0] == (False, 2)
        drafting.discard(saved[0])


def test_of_two_who_publish_at_once_one_is_told(member, people):
    for _ in range(ROUNDS):
        draft = store(member, NewInventory(2020, (GAS,)))
        outcome = at_once(*(partial(publishing.publish, draft, person) for person in people))
        assert sum(isinstance(each, ConflictError) for each in outcome) == 1
        assert standing(member) == [(True, 1)]
