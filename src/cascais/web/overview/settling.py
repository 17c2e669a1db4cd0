"""Works changes of members into their glances."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction

from cascais.web.members.models import Member
from cascais.web.members.successions import heirs
from cascais.web.overview.judging import glances, judging_version
from cascais.web.overview.models import Glance, Mark, Stand

AT_ONCE = 500
"""Members that are worked in together."""
AT_A_READING = 20
"""Marks up to which a page works them in before it is shown; more wait for the queue and are said to be missing."""
REMEMBERED = 64
"""Stands by which a reader can catch up without reading everything anew."""
WRITTEN = [
    field.name for field in Glance._meta.concrete_fields if field.name not in ("member", "refreshed_at")
]


def settle(most: int | None = None, *, is_waiting: bool = True) -> int:
    """Work in what is marked, at most so many members; tells how many.

    Without waiting nothing is done where somebody else is writing.
    """
    if not Mark.objects.exists():
        return 0
    done = 0
    while most is None or done < most:
        count = _settle_some(AT_ONCE if most is None else min(AT_ONCE, most - done), is_waiting)
        if not count:
            break
        done += count
    return done


def refresh(members: Sequence[int]) -> int:
    """Make the glances of some members anew, whether they are marked or not."""
    for start in range(0, len(members), AT_ONCE):
        with transaction.atomic():
            _store(_held(), members[start : start + AT_ONCE])
    return len(members)


def refresh_all(report: Callable[[int], None] = lambda done: None) -> int:
    """Make every glance anew that another state of code or tables made, or that is missing; tells how many."""
    settle()
    up_to_date = Glance.objects.filter(computed_by_version=judging_version()).values("pk")
    members = list(Member.objects.exclude(pk__in=up_to_date).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(members), AT_ONCE):
        refresh(members[start : start + AT_ONCE])
        report(min(start + AT_ONCE, len(members)))
    return len(members)


def settle_soon(**_signal: Any) -> None:  # noqa: ANN401 – whatever the signal says
    """Work the change in once it is committed; where that fails, the mark stays and the next reader sees it."""
    transaction.on_commit(_settle_now, robust=True)


def _settle_now() -> None:
    settle(AT_ONCE)


def _settle_some(most: int, is_waiting: bool) -> int:
    try:
        with _patience(is_waiting), transaction.atomic():
            stand = _held(is_waiting)
            if stand is None:
                return 0
            marks = list(Mark.objects.order_by("pk").values_list("pk", "member_id"))
            members = list(dict.fromkeys(member for _pk, member in marks))[:most]
            chosen = set(members)
            if members:
                _store(stand, members)
                Mark.objects.filter(pk__in=[pk for pk, member in marks if member in chosen]).delete()
            return len(members)
    except OperationalError:
        if is_waiting:
            raise
        return 0


@contextmanager
def _patience(is_waiting: bool) -> Iterator[None]:
    """SQLite waits for its one write lock as long as the connection says; whoever will not wait says not at all."""
    if is_waiting or connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")


def _held(is_waiting: bool = True) -> Stand | None:
    """The stand, held until the end of the transaction: changes are worked in one after the other."""
    Stand.objects.get_or_create(pk=1)
    return Stand.objects.select_for_update(skip_locked=not is_waiting).filter(pk=1).first()


def _store(stand: Stand | None, changed: Sequence[int]) -> None:
    """Make the glances of the members that changed, and of those that came of them and inherit their years."""
    if stand is None:
        return
    stand.value += 1
    members = [*changed, *sorted(heirs(changed) - set(changed))]
    rows = glances(members, stand.value)
    is_whole = len(rows) == len(set(members))
    # Who remembers an earlier stand cannot see that a member is gone, and reads everything anew.
    kept = stand.tokens[-REMEMBERED:] if is_whole else []
    stand.tokens = [*kept, [stand.value, secrets.token_hex(8)]]
    Glance.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["member"], update_fields=[*WRITTEN, "refreshed_at"]
    )
    stand.save()
