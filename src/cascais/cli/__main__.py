"""`python -m cascais.cli` is the command `cascais`."""

from cascais.cli import main

main()
