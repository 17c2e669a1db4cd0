"""A server of several processes that is killed while people use it and backups are made; looked at after each time.

All is real: the server with its processes, a worker, backups, visitors over HTTP. They are forked from a process that has
read the modules already, so that a start takes no time. Run by test_killed.py: `killed_server.py FOLDER KILLS SEED`.
"""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cascais.web.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.urls import get_resolver  # noqa: E402
from visiting import (  # noqa: E402
    LARGE,
    LARGE_LINES,
    LARGE_YEARS,
    SMALL,
    SMALL_LINES,
    SMALL_YEARS,
    Diary,
    Visitor,
    importing,
    publishing,
    spreadsheet,
    visit,
)
from wholeness import check_all  # noqa: E402

from cascais.inventory.factors import Options  # noqa: E402
from cascais.inventory.intake.results import ReadingOptions  # noqa: E402
from cascais.web.demonstration.people import PASSWORD  # noqa: E402
from cascais.web.history.verifying import verify  # noqa: E402
from cascais.web.imports.models import Upload  # noqa: E402
from cascais.web.imports.reads import read_content  # noqa: E402
from cascais.web.inventories.computing import computing_version  # noqa: E402
from cascais.web.inventories.models import InventoryYear  # noqa: E402
from cascais.web.operations.backups.writing import LAST  # noqa: E402
from cascais.web.operations.queue import counts  # noqa: E402
from cascais.web.operations.worker import RunningWorker  # noqa: E402
from cascais.workflows.inventories import checked_inventory  # noqa: E402
from cascais.workflows.reading import Uploaded  # noqa: E402

PROCESSES = 2
PATIENCE = 60
LONGEST = {"import": 1.5, "publish": 0.8, "backup": 3.0}
"""Seconds within which the site is killed, after what is awaited has begun."""
AWAITED = {"import": ("upload", "store", "store"), "publish": ("withdraw", "publish"), "backup": ("",)}
"""What has to be asked for first, by what the kill is during; chosen by chance."""
LINES_OF = {SMALL: SMALL_LINES, LARGE: LARGE_LINES}
YEARS_OF = {SMALL: len(SMALL_YEARS), LARGE: len(LARGE_YEARS)}


class Site:
    """The installation, what it promised, and how often it was killed in the middle of what."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.visitors = {name: Visitor("") for name in ("mari", "janez")}
        self.in_the_middle = dict.fromkeys(LONGEST, 0)
        self.port = 0

    def start(self) -> int:
        """Start the server, in a group of its own with its processes; wait until it answers."""
        self.port = free_port()
        port, processes = str(self.port), str(PROCESSES)
        server = begin(lambda: call_command("serve", "--port", port, "--workers", processes))
        for visitor in self.visitors.values():
            visitor.address = f"http://127.0.0.1:{self.port}"
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                assert self.visitors["mari"].ask("/health/ready").status == 200
                return server
            except OSError:
                time.sleep(0.02)
        raise AssertionError("the server does not answer")

    def sign_in(self) -> None:
        server = self.start()
        for name, visitor in self.visitors.items():
            visitor.sign_in(name, PASSWORD)
        kill([server])

    def do_what_waits(self) -> None:
        """Do what the clock asks for: a letter that is cut off waits for a person, and is no matter of this test."""
        RunningWorker().run(until_empty=True)

    def round(self, kind: str) -> None:
        """Start, let people do something, kill everything at a random moment."""
        server = self.start()
        diary = Diary(self.folder / "diary.jsonl")
        diary.path.unlink(missing_ok=True)
        own = [server, begin(lambda: call_command("worker"))]
        if kind == "backup":
            own.append(begin(lambda: backing_up(self.folder)))
        person, activity = ("janez", publishing) if kind == "publish" else ("mari", importing)
        seed = self.chance.randrange(10**6)
        people = begin(lambda: visit(activity, self.visitors[person], diary, seed))
        wait_for(diary, self.chance.choice(AWAITED[kind]))
        time.sleep(self.chance.uniform(0, LONGEST[kind]))
        kill(own)
        end_of(people)
        faults = [entry for entry in diary.entries() if "fault" in entry]
        assert not faults, faults
        self.in_the_middle[kind] += self.was_under_way(kind, diary)

    def was_under_way(self, kind: str, diary: Diary) -> bool:
        """Whether a change was asked for and not answered when the site was killed, or a backup unfinished."""
        if kind == "backup":
            return bool(unfinished(self.folder))
        last = [entry for entry in diary.entries() if "cut" not in entry][-1:]
        return bool(last) and "begin" in last[0]

    def look(self) -> None:
        """Do what waits, and look at everything that is stored and at everything that was promised."""
        RunningWorker().run(until_empty=True)
        check_all(self.folder, LINES_OF, YEARS_OF)
        note = settings.ENVIRONMENT.data_folder / LAST
        assert not note.exists() or json.loads(note.read_text()), "the note of the last backup is a half one"
        entries = Diary(self.folder / "diary.jsonl").entries()
        promised = [entry["upload"] for entry in entries if entry.get("end") == "store"]
        lost = [pk for pk in promised if not Upload.objects.filter(pk=pk, stored_at__isnull=False).exists()]
        assert not lost, f"imports that were promised and are not stored: {lost}"
        changes = [
            entry for entry in entries if {entry.get("begin"), entry.get("end")} & {"publish", "withdraw"}
        ]
        standing = InventoryYear.objects.filter(member__slug="kranj", year=2018, superseded_at=None)
        assert standing.exists(), "what was taken back and published is gone"
        if changes and "end" in changes[-1]:
            is_published = standing.filter(is_published=True).exists()
            assert is_published == (changes[-1]["end"] == "publish"), f"{changes[-1]} is not so"
        (self.folder / "figures.json").write_text(json.dumps(self.figures()))

    def figures(self) -> dict[str, object]:
        return {
            "small_imports": InventoryYear.objects.filter(source=SMALL).count() // len(SMALL_YEARS),
            "large_imports": InventoryYear.objects.filter(source=LARGE).count(),
            "backups": len(list(self.folder.glob("*.zip"))),
            "jobs": counts()["SUCCESSFUL"],
            "links": verify().links,
        }


def wait_for(diary: Diary, begun: str) -> None:
    """Wait until something has been asked for."""
    end = time.monotonic() + PATIENCE
    while begun and not any(entry.get("begin") == begun for entry in diary.entries()):
        assert time.monotonic() < end, f"nobody asked for {begun}: {diary.entries()}"
        time.sleep(0.005)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def backing_up(folder: Path) -> None:
    """Make one backup after the other with the command."""
    while True:
        call_command("backup", str(folder / f"{time.time_ns()}.zip"), stdout=io.StringIO())


def begin(activity: Callable[[], object]) -> int:
    """Run something in a process of its own, which leads a group; this process never opens the database."""
    child = os.fork()
    os.setpgid(child, 0)
    if child:
        return child
    try:
        activity()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
    os._exit(1)


def kill(leaders: list[int]) -> None:
    """Kill processes and whatever they began; all must have been at work."""
    for leader in leaders:
        os.killpg(leader, signal.SIGKILL)
    for leader in leaders:
        _, status = os.waitpid(leader, 0)
        assert os.WIFSIGNALED(status), "a process ended by itself"


def end_of(visitor: int) -> None:
    """Wait until a visitor has seen that the site is gone."""
    end = time.monotonic() + PATIENCE
    while os.waitpid(visitor, os.WNOHANG) == (0, 0):
        assert time.monotonic() < end, "a visitor still waits for a site that was killed"
        time.sleep(0.01)


def unfinished(folder: Path) -> list[Path]:
    """What killed backups left behind."""
    return list(folder.glob(".*"))


def apart(activity: Callable[[], object]) -> bool:
    """Do something in a process of its own, and tell whether it went well."""
    _, status = os.waitpid(begin(activity), 0)
    return status == 0


def warm_up() -> None:
    """Read what every process reads first; the database stays closed."""
    rows = read_content(Uploaded(SMALL, spreadsheet(SMALL_LINES, SMALL_YEARS)), ReadingOptions())
    checked_inventory(rows.reading.storable, Options(country="BG"))
    computing_version()
    assert get_resolver().url_patterns


def tidy(folder: Path) -> None:
    """Keep the newest backup, and nothing of those that were not finished."""
    for old in sorted(folder.glob("*.zip"))[:-1]:
        old.unlink()
    for path in unfinished(folder):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def main(folder: Path, kills: int, seed: int) -> int:
    site = Site(folder, seed)
    warm_up()
    site.sign_in()
    assert apart(site.do_what_waits)
    for number in range(kills):
        for kind in LONGEST:
            site.round(kind)
            if not apart(site.look):
                sys.stderr.write(f"after kill {number + 1} during {kind}\n")
                return 1
            tidy(folder)
    figures = json.loads((folder / "figures.json").read_text())
    sys.stdout.write("\n" + json.dumps({**figures, "in_the_middle": site.in_the_middle}))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
