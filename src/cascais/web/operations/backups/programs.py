"""PostgreSQL's own programs, wherever the machine keeps them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from cascais.web.operations.backups.manifest import BackupError

DEBIAN = Path("/usr/lib/postgresql")


def find_program(name: str) -> Path | None:
    """The newest of a program: of those that Debian keeps by version, or the one on the path."""
    by_version = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: float(path.parent.parent.name))
    on_path = shutil.which(name)
    return by_version[-1] if by_version else Path(on_path) if on_path else None


def program_for(name: str, server_version: int) -> Path:
    """The program, where it is as new as the server; raises BackupError with what to install."""
    found = find_program(name)
    wanted = f"postgresql-client-{server_version}"
    if found is None:
        raise BackupError(f"{name} is not on this machine. Install it (Debian: apt install {wanted}).")
    version = major_version(found)
    if version < server_version:
        raise BackupError(
            f"{found} is of version {version}, and the server of version {server_version}. "
            f"Install the programs of the server's version (Debian: apt install {wanted})."
        )
    return found


def major_version(program: Path) -> int:
    """The first number of a program's version."""
    text = subprocess.check_output([program, "--version"], text=True)  # noqa: S603 – found by its name
    found = re.search(r"(\d+)(?:\.\d+)*", text)
    return int(found[1]) if found else 0
