"""Makes somebody an administrator: the first one of a new site, or one for who lost the way in."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cascais.web.accounts.models import Assignment, Role


class Command(BaseCommand):
    help = "Make somebody an administrator; a new person is asked for a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--email", default="", help="the address of a new person")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> str:  # noqa: ANN401 – as in the parent
        user, is_new = User.objects.get_or_create(
            username=options["name"], defaults={"email": options["email"]}
        )
        if is_new:
            password = _password()
            try:
                validate_password(password, user)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            user.set_password(password)
            user.save(update_fields=["password"])
        Assignment.objects.get_or_create(user=user, role=Role.ADMINISTRATOR, member=None, network=None)
        return f"{user.username} is an administrator."


def _password() -> str:
    """The password, typed unseen or given on the standard input."""
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return sys.stdin.readline().rstrip("\n")
