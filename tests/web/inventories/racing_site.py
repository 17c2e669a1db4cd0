"""Two people who press a button at the same moment, each with a connection of their own, on a database of their own.

Run by test_races.py with the site's settings: `racing_site.py FILE`, where FILE becomes the database on SQLite.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cascais.web.settings")
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.db.models import F  # noqa: E402

from cascais.errors import ConflictError  # noqa: E402
from cascais.inventory.activities import Activity  # noqa: E402
from cascais.web.inventories import drafting, publishing  # noqa: E402
from cascais.web.inventories.models import InventoryYear  # noqa: E402
from cascais.web.inventories.writes import NewInventory, store  # noqa: E402
from cascais.web.members.models import Member  # noqa: E402

ROUNDS = 8
PEOPLE = 3
GAS = Activity(2020, "residential", "natural_gas", 100.0, "MWh")
REST = (replace(GAS, sector="tertiary"), Activity(2020, "transport", "diesel", 50.0, "MWh"))


def at_once(*tasks: Callable[[], object]) -> list[object]:
    """What each of several tasks gives, or the conflict that it meets; all begin together."""
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


def conflicts(outcome: list[object]) -> int:
    return sum(isinstance(each, ConflictError) for each in outcome)


def standing(member: Member) -> list[tuple[bool, int]]:
    rows = InventoryYear.objects.filter(member=member, superseded_at=None).order_by("is_published")
    return [(row.is_published, row.lines.count()) for row in rows]


def of_those_who_save_at_once_all_but_one_are_told(member: Member, people: list[User]) -> None:
    seen = store(member, NewInventory(2020, (GAS, *REST), head={"is_published": True}))
    for number in range(ROUNDS):
        lines = [(replace(GAS, amount=float(number * 10 + side)), *REST) for side in range(PEOPLE)]
        outcome = at_once(
            *(partial(drafting.save_lines, seen, lines[side], people[side]) for side in range(PEOPLE))
        )
        assert conflicts(outcome) == PEOPLE - 1, outcome
        assert standing(member) == [(False, 3), (True, 3)]
        (seen,) = (each for each in outcome if isinstance(each, InventoryYear))
    assert InventoryYear.objects.filter(member=member).count() == ROUNDS + 1


def saving_and_publishing_at_once_loses_nothing(member: Member, people: list[User]) -> None:
    for number in range(ROUNDS):
        draft = store(member, NewInventory(2020, (GAS, *REST)))
        lines = (replace(GAS, amount=float(number)), GAS, *REST)
        outcome = at_once(
            partial(publishing.publish, draft, people[0]),
            partial(drafting.save_lines, draft, lines, people[1]),
        )
        saved = outcome[1]
        assert isinstance(saved, InventoryYear), "what was typed is stored, whichever of the two came first"
        assert standing(member)[0] == (False, 4)
        drafting.discard(saved)


def of_those_who_publish_at_once_all_but_one_are_told(member: Member, people: list[User]) -> None:
    for _ in range(ROUNDS):
        draft = store(member, NewInventory(2020, (GAS, *REST)))
        outcome = at_once(*(partial(publishing.publish, draft, person) for person in people))
        assert conflicts(outcome) == PEOPLE - 1, outcome
        assert standing(member) == [(True, 3)]


def of_those_who_restore_and_lay_aside_at_once_one_is_told(member: Member, people: list[User]) -> None:
    for _ in range(ROUNDS):
        draft = store(member, NewInventory(2020, (GAS, *REST)))
        outcome = at_once(
            partial(drafting.restore, draft, draft, people[0]), partial(drafting.discard, draft)
        )
        assert conflicts(outcome) == 1, outcome


RACES = (
    of_those_who_save_at_once_all_but_one_are_told,
    saving_and_publishing_at_once_loses_nothing,
    of_those_who_publish_at_once_all_but_one_are_told,
    of_those_who_restore_and_lay_aside_at_once_one_is_told,
)


def main(path: str) -> None:
    connection.settings_dict["TEST"]["NAME"] = path if connection.vendor == "sqlite" else None
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        people = [User.objects.create(username=f"racer-{number}") for number in range(PEOPLE)]
        for race in RACES:
            race(Member.objects.create(slug=race.__name__[:50], name=race.__name__, country="BG"), people)
        twice = InventoryYear.objects.filter(superseded_at=None, based_on=F("pk"))
        assert not twice.exists()
    finally:
        connection.creation.destroy_test_db("postgres", verbosity=0)
    sys.stdout.write(f"{len(RACES)} races of {ROUNDS} rounds on {connection.vendor}\n")


if __name__ == "__main__":
    main(sys.argv[1])
