"""A site at work that is killed at a random moment, again and again; what is left is looked at after each time.

Processes import, publish, back up and do jobs with the site's own functions, by turns two of them and all together. They
are killed with SIGKILL; nothing of theirs runs afterwards. Run by test_killed.py: `killed_site.py FOLDER KILLS SEED`.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cascais.web.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.db import transaction  # noqa: E402
from django.db.models import QuerySet  # noqa: E402
from wholeness import check_all  # noqa: E402

from cascais.inventory.factors import Options  # noqa: E402
from cascais.inventory.intake.results import ReadingOptions  # noqa: E402
from cascais.web.history.verifying import verify  # noqa: E402
from cascais.web.imports.reads import preview, read_content, read_upload  # noqa: E402
from cascais.web.imports.writes import keep, store_upload  # noqa: E402
from cascais.web.inventories.computing import computing_version  # noqa: E402
from cascais.web.inventories.drafting import withdraw  # noqa: E402
from cascais.web.inventories.models import InventoryYear  # noqa: E402
from cascais.web.inventories.publishing import publish  # noqa: E402
from cascais.web.members.models import Member  # noqa: E402
from cascais.web.operations.backups.writing import write_backup  # noqa: E402
from cascais.web.operations.jobs.storing import store  # noqa: E402
from cascais.web.operations.queue import counts  # noqa: E402
from cascais.web.operations.worker import RunningWorker  # noqa: E402
from cascais.workflows.inventories import checked_inventory  # noqa: E402
from cascais.workflows.reading import Uploaded  # noqa: E402

LINES = 40
YEARS = (2019, 2020)
NAME = "killed.csv"
SHORTEST, LONGEST = 0.05, 4.0
"""Seconds after which the site is killed."""


def spreadsheet() -> bytes:
    rows = [
        f"{year};Residential buildings;Electricity;Supplier {number};{100 + number};MWh"
        for year in YEARS
        for number in range(LINES)
    ]
    return ("year;sector;carrier;supplier;amount;unit\n" + "\n".join(rows) + "\n").encode()


def importing(folder: Path) -> None:
    """Store imports: the one at once, the next by a job that is enqueued with its upload."""
    member, user = Member.objects.get(slug="gabrovo"), User.objects.get(username="mari")
    for number in range(10_000):
        with transaction.atomic():
            upload = keep(member, user, Uploaded(NAME, spreadsheet()))
            if number % 2:
                store.enqueue(upload.pk, is_published=False)
        if not number % 2:
            years = preview(upload, read_upload(upload).reading.storable)
            assert isinstance(years, list) and len(years) == len(YEARS)
            store_upload(upload, years, is_published=False)


def publishing(folder: Path) -> None:
    """Take an inventory back and publish it again."""
    user = User.objects.get(username="janez")
    while True:
        row = standing().order_by("is_published").first()
        assert row is not None
        if row.is_published:
            withdraw(row, user)
        else:
            publish(row, user, as_printed=True)
        time.sleep(0.05)


def standing() -> QuerySet[InventoryYear]:
    """What stands of the inventory that is taken back and published."""
    return InventoryYear.objects.filter(member__slug="kranj", year=2018, superseded_at=None)


def backing_up(folder: Path) -> None:
    """Make one backup after the other."""
    for number in range(10_000):
        write_backup(settings.ENVIRONMENT, folder / f"{time.time_ns()}-{number}.zip")


def working(folder: Path) -> None:
    """Do jobs."""
    RunningWorker().run(pause_seconds=0.02)


ROUNDS: tuple[tuple[Callable[[Path], None], ...], ...] = (
    (importing, working),
    (publishing, working),
    (backing_up, importing),
    (importing, publishing, backing_up, working),
)
"""What is at work together; SQLite's only write lock would leave an import little room beside everything else."""


def run_and_kill(folder: Path, activities: tuple[Callable[[Path], None], ...], seconds: float) -> None:
    children = [begin(activity, folder) for activity in activities]
    time.sleep(seconds)
    for child in children:
        os.kill(child, signal.SIGKILL)
    for child in children:
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), "an activity ended by itself"


def begin(activity: Callable[[Path], None], folder: Path) -> int:
    """Run an activity in a process of its own; the parent never opens the database."""
    child = os.fork()
    if child:
        return child
    try:
        activity(folder)
    except BaseException:
        traceback.print_exc()
    os._exit(1)


def look(folder: Path) -> None:
    """Start again, do what waits, and look at everything that is stored."""
    RunningWorker().run(until_empty=True)
    check_all(folder, {NAME: LINES}, {NAME: len(YEARS)})
    assert standing().exists(), "what was taken back and published is gone"


def looked_at(folder: Path) -> bool:
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return status == 0
    try:
        look(folder)
        figures = {
            "inventories": InventoryYear.objects.filter(source=NAME).count(),
            "backups": len(list(folder.glob("*.zip"))),
            "unfinished_backups": len(list(folder.glob(".*.part"))),
            "jobs": counts()["SUCCESSFUL"],
            "links": verify().links,
        }
        (folder / "figures.json").write_text(json.dumps(figures))
        os._exit(0)
    except BaseException:
        traceback.print_exc()
    os._exit(1)


def warm_up() -> None:
    """Read what every activity reads first, so that none spends its short life on it; the database stays closed."""
    rows = read_content(Uploaded(NAME, spreadsheet()), ReadingOptions()).reading.storable
    assert len(rows) == LINES * len(YEARS)
    checked_inventory(rows, Options(country="BG"))
    computing_version()


def main(folder: Path, kills: int, seed: int) -> int:
    chance = random.Random(seed)
    # What the clock asks for is done first: a letter that is cut off waits for a person, and is no matter of this test.
    if not looked_at(folder):
        return 1
    warm_up()
    for number in range(kills):
        seconds = chance.uniform(SHORTEST, LONGEST)
        run_and_kill(folder, ROUNDS[number % len(ROUNDS)], seconds)
        if not looked_at(folder):
            sys.stderr.write(f"after kill {number + 1}, {seconds:.3f} s after the start\n")
            return 1
    sys.stdout.write("\n" + (folder / "figures.json").read_text())
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
