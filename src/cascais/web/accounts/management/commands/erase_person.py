"""Erases a person: the account is closed and says nothing of its person any more."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cascais.web.accounts.backends import account_named
from cascais.web.accounts.personal import LastAdministratorError, erase


class Command(BaseCommand):
    help = "Erase a person: name, address, password, second factors, roles and sessions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("account", help="the name for signing in, or the e-mail address")

    def handle(self, *args: Any, **options: Any) -> str | None:  # noqa: ANN401 – as in the parent
        user = account_named(options["account"])
        if user is None:
            raise CommandError(f"There is no account “{options['account']}”.")
        try:
            erase(user)
        except LastAdministratorError as error:
            raise CommandError("This is the last administrator. Invite another one first.") from error
        return f"The account {user.pk} is erased."
