"""A throwaway PostgreSQL cluster, made from the machine's own binaries.

As a program it runs a command with DATABASE_URL set to such a cluster, and ends with 77 where the machine has
no PostgreSQL (in CI that is a failure):

    python tests/postgres_cluster.py pytest tests/web
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SKIPPED = 77
MISSING = "no PostgreSQL on this machine (Debian: apt install postgresql)"
SETTINGS = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c listen_addresses=127.0.0.1"


def binaries() -> Path | None:
    """Return the folder that holds initdb and pg_ctl: on the path, or where Debian keeps its newest version."""
    on_path = [Path(found).resolve().parent] if (found := shutil.which("initdb")) else []
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    folders = [*on_path, *reversed(debian)]
    return next((folder for folder in folders if (folder / "pg_ctl").exists()), None)


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster on a free port of 127.0.0.1, yield its address and remove it at the end.

    Raises FileNotFoundError where the machine has no PostgreSQL.
    """
    programs = binaries()
    if programs is None:
        raise FileNotFoundError(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="cascais-postgres-"))
    owner = unprivileged_user(folder)
    data, port = str(folder / "data"), free_port()
    options = f"-p {port} -k {folder} {SETTINGS}"
    pg_ctl = [str(programs / "pg_ctl"), "-D", data, "-w", "-s"]
    # C.UTF-8 exists on every Debian, and sorts alike on all machines.
    initdb = [str(programs / "initdb"), "-D", data, "-U", "cascais", "-A", "trust", "--locale=C.UTF-8", "-N"]
    try:
        call(initdb, folder, owner)
        call([*pg_ctl, "-t", "60", "-l", str(folder / "log"), "-o", options, "start"], folder, owner)
        try:
            yield f"postgres://cascais@127.0.0.1:{port}/postgres"
        finally:
            call([*pg_ctl, "-m", "immediate", "stop"], folder, owner)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged_user(folder: Path) -> str | None:
    """Give the folder to a user who may run PostgreSQL, which refuses to start as root."""
    if os.name == "nt" or os.geteuid() != 0:
        return None
    for user in ("postgres", "nobody"):
        try:
            shutil.chown(folder, user)
        except LookupError:
            continue
        return user
    raise RuntimeError("PostgreSQL cannot run as root, and there is no user “postgres” or “nobody”.")


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def call(command: list[str], folder: Path, user: str | None) -> None:
    """Run one of PostgreSQL's programs as the given user, and show what it said where it fails."""
    output = folder / "output"
    with output.open("w") as file:
        status = subprocess.call(
            command, cwd=folder, user=user, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT
        )
    if status:
        raise RuntimeError(f"{' '.join(command)} failed:\n{output.read_text()}")


def main(command: list[str]) -> int:
    """Run a command with DATABASE_URL set to a new cluster."""
    if binaries() is None:
        print(f"Skipped: {MISSING}", flush=True)
        return 1 if os.environ.get("CI") == "true" else SKIPPED
    with cluster() as address:
        print(f"PostgreSQL listens on {address}", flush=True)
        return subprocess.call(command, env={**os.environ, "DATABASE_URL": address})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
