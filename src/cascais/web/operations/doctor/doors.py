"""Whether the settings are those of a public site."""

from __future__ import annotations

import os
from collections.abc import Iterator
from difflib import get_close_matches

from django.contrib.auth.models import User
from django.core.mail import get_connection

from cascais.web.demonstration.people import PEOPLE
from cascais.web.environment import VARIABLES, Environment
from cascais.web.operations.examining import Found, examination, good, missing, weak

OF_THIS_MACHINE = {"127.0.0.1", "localhost", "[::1]"}


@examination
def settings(environment: Environment) -> Iterator[Found]:
    """Debugging, names, HTTPS, and variables that nothing reads."""
    if environment.is_debug:
        yield missing("Errors are shown in full to everybody.", "Unset CASCAIS_DEBUG.")
    if set(environment.allowed_hosts) <= OF_THIS_MACHINE:
        yield weak("The site answers on this machine alone.", "Set CASCAIS_ALLOWED_HOSTS to its public name.")
    elif "*" in environment.allowed_hosts:
        yield missing("The site answers under every name.", "Name the hosts in CASCAIS_ALLOWED_HOSTS.")
    else:
        yield good(f"The site answers as {environment.allowed_hosts[0]}.")
    if environment.is_behind_https:
        yield good("Cookies are sent over HTTPS alone.")
    else:
        yield weak(
            "Passwords and cookies go over plain HTTP.", "Put a proxy with HTTPS in front; CASCAIS_HTTPS=1."
        )
    for name in sorted(os.environ):
        like = get_close_matches(name, VARIABLES, 1, 0.85) if name.startswith("CASCAIS_") else []
        if like and name not in VARIABLES:
            yield weak(f"Nothing reads {name}.", f"Is {like[0]} meant?")


@examination
def secret(environment: Environment) -> Iterator[Found]:
    """Who can read the secret key, and the data folder with it."""
    path = environment.data_folder / "secret-key"
    if not os.environ.get("CASCAIS_SECRET_KEY") and path.exists() and path.stat().st_mode & 0o077:
        yield missing(f"Others on this machine can read {path}.", f"chmod 600 {path}")
    if environment.data_folder.exists() and environment.data_folder.stat().st_mode & 0o077:
        yield weak(
            f"Others on this machine can read {environment.data_folder}.",
            f"chmod 700 {environment.data_folder}",
        )
    yield good("There is a secret key. Keep a copy of it apart from the backups.")


@examination
def e_mail(environment: Environment) -> Iterator[Found]:
    """Whether letters reach a server."""
    server = environment.mail_server
    if not server.host:
        yield weak(
            "E-mail is written to the standard output; nobody gets an invitation.", "Set CASCAIS_EMAIL_URL."
        )
        return
    try:
        with get_connection():
            yield good(f"The mail server {server.host} takes letters.")
    except OSError as error:  # the errors of SMTP are such, too
        yield missing(
            f"The mail server {server.host}:{server.port} does not: {error}.", "Correct CASCAIS_EMAIL_URL."
        )
    if environment.mail_from.rstrip(">").endswith("@localhost"):
        yield weak("Letters come from an address that does not exist.", "Set CASCAIS_EMAIL_FROM.")


@examination
def people(environment: Environment) -> Iterator[Found]:
    """Whether the demonstration's people, whose password everybody knows, can sign in."""
    names = [person.username for person in PEOPLE]
    known = User.objects.filter(username__in=names, is_active=True).order_by("username")
    open_doors = [user.username for user in known if user.has_usable_password()]
    if open_doors:
        yield weak(
            f"The demonstration's people can sign in with the printed password: {', '.join(open_doors)}.",
            "On a public site remove them.",
        )
    else:
        yield good("Nobody signs in with the demonstration's password.")
