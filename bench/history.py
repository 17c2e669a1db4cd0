"""What the history costs: the same work with and without it, on SQLite and on a PostgreSQL that is started for it.

Members are stored one by one and many at once, changed by one statement and one by one, and deleted; inventories are
stored with their lines. Without a history the statements go through Django's own compilers, on the same tables with the
same triggers. Each work is done in turns with and without, and the best of the turns counts.

    python bench/history.py [members] [turns]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from postgres_cluster import binaries, cluster  # noqa: E402 – from the tests

DJANGOS_OWN = {
    "sqlite": "django.db.models.sql.compiler",
    "postgresql": "django.db.backends.postgresql.compiler",
}
ONE_BY_ONE = 500
INVENTORIES, LINES = 100, 60


@dataclass(frozen=True, slots=True)
class Work:
    """Something that is done to `count` records, and what has to be there before."""

    title: str
    count: int
    prepare: Callable[[int], object]
    do: Callable[[object], object]


def main(arguments: list[str]) -> int:
    members = arguments[0] if arguments else "12000"
    turns = arguments[1] if len(arguments) > 1 else "3"
    own = [sys.executable, __file__, "--on", members, turns]
    with tempfile.TemporaryDirectory(prefix="cascais-bench-") as folder:
        statuses = [subprocess.call(own, env=environment(folder))]
    if binaries() is None:
        print("PostgreSQL is not on this machine and is left out")
        return max(statuses)
    with cluster() as address, tempfile.TemporaryDirectory(prefix="cascais-bench-") as folder:
        statuses.append(subprocess.call(own, env={**environment(folder), "DATABASE_URL": address}))
    return max(statuses)


def environment(folder: str) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("CASCAIS_", "DATABASE_"))
    }
    return {**kept, "CASCAIS_DATA": folder, "DJANGO_SETTINGS_MODULE": "cascais.web.settings"}


def on_one_database(members: int, turns: int) -> int:
    make_site()
    from django.db import connection  # noqa: PLC0415 – needs the settings first

    print(f"{connection.display_name}\n  {'':<44} {'without':>10} {'with':>10} {'ratio':>6} {'an entry':>10}")
    for work in works(members):
        bare, kept = (min(times) for times in zip(*(turn(work) for _ in range(turns)), strict=True))
        each = (kept - bare) / work.count * 1e6
        print(
            f"  {work.title:<44} {bare * 1000:7.0f} ms {kept * 1000:7.0f} ms {kept / bare:6.1f} {each:7.0f} µs",
            flush=True,
        )
    from cascais.web.history.verifying import verify  # noqa: PLC0415 – as above

    found = verify()
    print(f"  {found.links} links hold" if found.broken is None else f"  broken: {found.broken}")
    return 0 if found.broken is None else 1


def make_site() -> None:
    """An empty site."""
    from cascais.web.operations.preparing import build_files  # noqa: PLC0415 – needs the settings first

    build_files(Path(os.environ["CASCAIS_DATA"]))
    import django  # noqa: PLC0415 – as above
    from django.core.management import call_command  # noqa: PLC0415 – as above

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def turn(work: Work) -> tuple[float, float]:
    """Seconds without and with the history."""
    with without_history():
        bare = seconds(work)
    return bare, seconds(work)


def seconds(work: Work) -> float:
    from django.db import transaction  # noqa: PLC0415 – needs the settings first

    with without_history():
        empty()
        prepared = work.prepare(work.count)
    began = time.perf_counter()
    with transaction.atomic():
        work.do(prepared)
    return time.perf_counter() - began


@contextmanager
def without_history():
    """Statements go through Django's own compilers."""
    from django.db import connection  # noqa: PLC0415 – needs the settings first

    before = connection.ops.compiler_module
    connection.ops.compiler_module, connection.ops._cache = DJANGOS_OWN[connection.vendor], None
    try:
        yield
    finally:
        connection.ops.compiler_module, connection.ops._cache = before, None


def empty() -> None:
    from cascais.web.inventories.models import ActivityLine, InventoryYear  # noqa: PLC0415 – as above
    from cascais.web.members.models import Member  # noqa: PLC0415 – as above

    for model in (ActivityLine, InventoryYear, Member):
        model._base_manager.filter(pk__gt=0).delete()


def works(members: int) -> list[Work]:
    from django.db.models import F  # noqa: PLC0415 – needs the settings first

    from cascais.web.members.models import Member  # noqa: PLC0415 – as above

    def each_saved(rows) -> None:
        for row in rows:
            row.area_km2 = 2.0
            row.save()

    changed = {"area_km2": F("area_km2") + 1}
    return [
        Work("members stored one by one", ONE_BY_ONE, made, lambda rows: [row.save() for row in rows]),
        Work("members stored many at once", members, made, Member.objects.bulk_create),
        Work("members changed one by one", ONE_BY_ONE, stored, each_saved),
        Work("members changed by one statement", members, stored, lambda _: Member.objects.update(**changed)),
        Work("members deleted by one statement", members, stored, lambda _: Member.objects.all().delete()),
        Work(f"inventories stored, {LINES} lines each", INVENTORIES, stored, inventories),
    ]


def made(count: int) -> list:
    from cascais.web.members.models import Member  # noqa: PLC0415 – needs the settings first

    return [
        Member(slug=f"s{number}", name=f"Synthetic {number}", country="PL", area_km2=1.5, languages=["pl"])
        for number in range(count)
    ]


def stored(count: int) -> list:
    from cascais.web.members.models import Member  # noqa: PLC0415 – needs the settings first

    return Member.objects.bulk_create(made(count))


def inventories(members) -> None:
    from cascais.web.inventories.models import ActivityLine, InventoryYear  # noqa: PLC0415 – as above

    made = InventoryYear.objects.bulk_create(InventoryYear(member=each, year=2020) for each in members)
    ActivityLine.objects.bulk_create(
        ActivityLine(inventory=each, position=position, sector="x", carrier="y", unit="MWh", amount=1.5)
        for each in made
        for position in range(LINES)
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--on"]:
        sys.exit(on_one_database(int(sys.argv[2]), int(sys.argv[3])))
    sys.exit(main(sys.argv[1:]))
