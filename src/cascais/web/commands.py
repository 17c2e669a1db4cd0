"""The site's commands. Each goes over into the process that does it, so that none costs the others an import."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Annotated, NoReturn

import typer

PANEL = "The site"
File = Annotated[
    str, typer.Argument(help="A file, or a folder for one named by the time; CASCAIS_BACKUPS without it.")
]
Replace = Annotated[
    bool, typer.Option("--replace", help="Also where there are records already; they are kept beside.")
]

member = typer.Typer(help="The whole data of a member.", no_args_is_help=True)
history = typer.Typer(help="The record of all changes.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add the commands of the site to those of the science."""
    for function in (migrate, serve, worker, doctor, backup, restore, appoint):
        app.command(rich_help_panel=PANEL)(function)
    app.add_typer(member, name="member", rich_help_panel=PANEL)
    app.add_typer(history, name="history", rich_help_panel=PANEL)
    _group(app, "hazards", "Climate indices and their results.").command("import")(import_climate)


def _group(app: typer.Typer, name: str, help_text: str) -> typer.Typer:
    """The group of commands that the science has under this name already, or a new one."""
    for each in app.registered_groups:
        if each.name == name and each.typer_instance is not None:
            return each.typer_instance
    made = typer.Typer(help=help_text, no_args_is_help=True)
    made.callback()(lambda: None)
    app.add_typer(made, name=name, rich_help_panel=PANEL)
    return made


def backup(
    file: File = "",
    keep: Annotated[int, typer.Option(help="In a folder: how many backups to keep; 0 keeps all.")] = 0,
) -> None:
    """Write everything into one file while the site goes on."""
    _django("backup", *([file] if file else []), "--keep", str(keep))


def restore(
    file: Annotated[str, typer.Argument(help="The file of a backup.")], replace: Replace = False
) -> None:
    """Check a backup and put it in the place of the database; the site and its workers stand still meanwhile."""
    _django("restore", file, *(["--replace"] if replace else []))


def doctor() -> None:
    """Say what is missing or weak, and what to do about it; ends with 1 where something is missing."""
    _django("doctor")


def worker(
    once: Annotated[bool, typer.Option("--once", help="End as soon as no job waits.")] = False,
) -> None:
    """Do the jobs of the queue until stopped."""
    _django("worker", *(["--once"] if once else []))


def migrate() -> None:
    """Bring database and files up to this version of Cascais: after installing and after each update."""
    _go_over("cascais.web.operations.preparing")


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(help="Processes that answer.")] = 2,
    threads: Annotated[int, typer.Option(help="Threads of each process.")] = 4,
) -> None:
    """Serve the site behind a proxy."""
    places = ["--host", host, "--port", str(port)]
    _django("serve", *places, "--workers", str(workers), "--threads", str(threads))


def appoint(
    name: Annotated[str, typer.Argument(help="The name to sign in with.")],
    email: Annotated[str, typer.Option(help="The e-mail address of a new person.")] = "",
) -> None:
    """Make somebody an administrator; a new person is asked for a password."""
    _django("appoint", name, "--email", email)


@member.command("export")
def export_member(
    slug: Annotated[str, typer.Argument(help="The member as its address names it, such as gabrovo.")],
    file: Annotated[str, typer.Argument(help="Where to write it; a name with the date without it.")] = "",
) -> None:
    """Write the whole data of a member into an archive."""
    _django("export_member", slug, *([file] if file else []))


@member.command("import")
def import_member(
    file: Annotated[str, typer.Argument(help="The archive of a member.")],
    slug: Annotated[str, typer.Option(help="The address that the member shall have here.")] = "",
) -> None:
    """Take a member in from an archive of another installation."""
    _django("import_member", file, "--slug", slug)


@history.command("verify")
def verify(
    anchor: Annotated[
        str, typer.Option(help="A link that was kept elsewhere, as this command prints it.")
    ] = "",
) -> None:
    """Check the chain of all changes, and name the first link that is broken."""
    _django("verify_history", *(["--anchor", anchor] if anchor else []))


def import_climate(
    file: Annotated[str, typer.Argument(help="A Parquet file of results.")],
    private: Annotated[bool, typer.Option("--private", help="For administrators only.")] = False,
) -> None:
    """Check a file of climate results and store it for the pages of the members, all of it or nothing."""
    _django("import_climate", file, *(["--private"] if private else []))


def _django(*words: str) -> NoReturn:
    _go_over("cascais.web.manage", *words)


def _go_over(module: str, *words: str) -> NoReturn:
    command = [sys.executable, "-m", module, *words]
    if os.name == "nt":
        sys.exit(subprocess.call(command))  # noqa: S603 – our own module
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606 – our own module
