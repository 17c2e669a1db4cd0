"""`python -m cascais` is the command `cascais`: the science's commands, and the site's where Django is installed."""

from __future__ import annotations

from importlib.util import find_spec

from cascais import cli
from cascais.cli import main
from cascais.web import commands

if find_spec("django"):
    commands.add_to(cli.app)

if __name__ == "__main__":
    main()
