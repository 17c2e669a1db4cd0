"""The network view with 12 000 synthetic members, on SQLite and on a PostgreSQL that is started for it.

First the server time of the member page, the network's map and table, the table alone, what is due and the totals: the
median of some askings, with the number of queries, when nothing changed since (warm) and right after a change (cold:
what a process keeps is thrown away). The limit is 100 ms. For comparison the earlier way, judging record by record at
every asking, is measured on a part of the members.

Then a real server (granian, two processes of four threads) with 50 readers and 5 writers for 20 s on each database:
with a second between two pages of a reader, and without any pause, which shows how much the server can answer. The
writers sign in, add and remove targets, estimate inventories and publish them, all through forms. The aim: no
error, p95 below 300 ms with two processor cores, of which the readers' own program takes its share.

    python bench/network.py [members] [seconds]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from postgres_cluster import binaries, cluster, free_port  # noqa: E402 – from the tests

HOST = "127.0.0.1"
LIMIT_MS = 100.0
P95_MS = 300.0
REPEATS = 15
RECORD_BY_RECORD = 300
READERS = 50


def main(arguments: list[str]) -> int:
    members = arguments[0] if arguments else "12000"
    seconds = arguments[1] if len(arguments) > 1 else "20"
    own = [sys.executable, __file__, "--on", members, seconds]
    with tempfile.TemporaryDirectory(prefix="cascais-bench-") as folder:
        print(f"SQLite, {members} members", flush=True)
        statuses = [subprocess.call(own, env=environment(folder))]
    if binaries() is None:
        print("PostgreSQL is not on this machine and is left out")
        return max(statuses)
    with cluster() as address, tempfile.TemporaryDirectory(prefix="cascais-bench-") as folder:
        print(f"\nPostgreSQL, {members} members", flush=True)
        statuses.append(subprocess.call(own, env={**environment(folder), "DATABASE_URL": address}))
    return max(statuses)


def environment(folder: str) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("CASCAIS_", "DATABASE_"))
    }
    return {
        **kept,
        "CASCAIS_DATA": folder,
        "CASCAIS_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "cascais.web.settings",
        "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT / "bench"), kept.get("PYTHONPATH", "")))),
    }


def on_one_database(members: int, seconds: float) -> int:
    make_site()
    from _synthetic_network import load  # noqa: PLC0415 – as above

    from cascais.web.overview.settling import settle  # noqa: PLC0415 – as above

    print(
        f"  loaded in {timed(lambda: load(members)):.0f} s, all looked at in {timed(settle):.0f} s (checks included)"
    )
    server_times()
    return under_load(seconds)


def make_site() -> None:
    """An empty site with its static files."""
    from cascais.web.operations.preparing import build_files  # noqa: PLC0415 – needs the settings first

    build_files(Path(os.environ["CASCAIS_DATA"]))
    import django  # noqa: PLC0415 – as above
    from django.core.management import call_command  # noqa: PLC0415 – as above

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)


def timed(function) -> float:
    began = time.perf_counter()
    function()
    return time.perf_counter() - began


def server_times() -> None:
    from cascais.web.members.models import Member  # noqa: PLC0415 – as above
    from cascais.web.members.reads import glance  # noqa: PLC0415 – as above
    from cascais.web.overview import columns, kept  # noqa: PLC0415 – as above
    from cascais.web.overview.settling import refresh  # noqa: PLC0415 – as above

    pages = {
        "member page": "/members/synthetic-00007/",
        "map and table": "/",
        "table, page 60, by change": "/?sort=change&order=down&page=60",
        "table of a country": "/?country=PL&status=off_track&age=old",
        "reports due": "/network/due/",
        "totals and spread": "/network/totals/",
    }
    changed = list(Member.objects.filter(slug="synthetic-00001").values_list("pk", flat=True))
    print(f"  {'page':<26} {'warm':>9} {'after a change':>15} {'queries':>8} {'of 100 ms':>10}")
    for title, address in pages.items():
        warm, queries = measured(address, lambda: None)
        cold, _ = measured(address, lambda: refresh(changed), least=5)
        print(f"  {title:<26} {warm:6.1f} ms {cold:12.1f} ms {queries:8d} {warm / LIMIT_MS:10.2f}")
    columns._KEPT.columns = None
    for store in (kept.CHARTS, kept.ROWS, kept.FORMS):
        store.parts.clear()
    print(f"  a process that starts reads all members in {timed(columns.view) * 1000:.0f} ms")
    some = Member.objects.filter(slug__startswith="synthetic")[:RECORD_BY_RECORD]
    each = timed(lambda: glance(some)) / RECORD_BY_RECORD
    everybody = each * Member.objects.count()
    warm, _ = measured("/", lambda: None)
    print(
        f"  judged record by record, all members would take {everybody:.1f} s: {everybody * 1000 / warm:.0f} times as long"
    )


def measured(address: str, before, least: int = REPEATS) -> tuple[float, int]:
    """Median server time [ms] of a page, and the number of its queries."""
    from django.db import connection, reset_queries  # noqa: PLC0415 – needs the settings first
    from django.test import Client  # noqa: PLC0415 – as above
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 – as above

    client = Client(headers={"host": HOST})
    client.get(address)
    times = []
    for _ in range(least):
        before()
        reset_queries()
        began = time.perf_counter()
        answer = client.get(address)
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, (address, answer.status_code)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return median(times), len(queries)


def under_load(seconds: float) -> int:
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "cascais.web.wsgi:application"]
    command += [
        "--host",
        HOST,
        "--port",
        str(port),
        "--workers",
        "2",
        "--blocking-threads",
        "4",
        "--log-level",
        "error",
    ]
    server = subprocess.Popen(command, env=os.environ)
    try:
        wait_for(port)
        errors = [crowded(port, seconds, pause) for pause in (1.0, 0.0)]
    finally:
        server.terminate()
        server.wait(20)
    return 1 if any(errors) else 0


def wait_for(port: int) -> None:
    from _browsers import Browser  # noqa: PLC0415 – as above

    for _ in range(120):
        try:
            if Browser(HOST, port).get("/")[0] == 200:
                return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("The server did not start.")


def crowded(port: int, seconds: float, pause: float) -> int:
    from _browsers import Tally, crowd, reader  # noqa: PLC0415 – as above
    from _synthetic_network import WRITERS  # noqa: PLC0415 – as above
    from _writers import writer  # noqa: PLC0415 – as above

    pages = ["/", "/?country=PL", "/?sort=total&order=down", "/?page=40", "/network/due/", "/network/totals/"]
    pages += [f"/members/synthetic-{number:05}/" for number in range(300, 420)]
    weighted = pages[:6] * 20 + pages[6:]
    readers, writers = Tally(), Tally()
    tasks = [reader(HOST, port, weighted, pause) for _ in range(READERS)]
    tasks += [writer(HOST, port, number) for number in range(WRITERS)]
    before = time.process_time()
    elapsed = crowd(tasks, [readers] * READERS + [writers] * WRITERS, seconds)
    own = time.process_time() - before
    how = f"a pause of {pause:.0f} s" if pause else "no pause"
    print(f"  {READERS} readers with {how}: {readers.told(elapsed)} (p95 aimed at: {P95_MS:.0f} ms)")
    print(f"  {WRITERS} writers:                     {writers.told(elapsed)}")
    print(f"  their own program took {own / elapsed:.2f} of a core", flush=True)
    for error in [*readers.errors, *writers.errors][:5]:
        print(f"    {error}")
    return len(readers.errors) + len(writers.errors)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--on"]:
        sys.exit(on_one_database(int(sys.argv[2]), float(sys.argv[3])))
    sys.exit(main(sys.argv[1:]))
