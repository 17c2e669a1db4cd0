"""Counts failed sign-ins, so that guessing passwords takes too long to be worth it.

An address that fails too often with an account has to wait before it tries that account again: whoever guesses locks
himself out, not the editor. Only guesses from many addresses close an account to everybody for a while.
"""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from cascais.web.accounts.models import FailedSignIn

MOST_FAILURES = 8
MOST_FAILURES_OF_ADDRESS = 40
MOST_FAILURES_OF_ACCOUNT = 40
COUNTS_FOR = timedelta(minutes=15)


def is_blocked(request: HttpRequest, account: str) -> bool:
    """Whether an account, or everything from an address, must wait."""
    recent = FailedSignIn.objects.filter(at__gte=timezone.now() - COUNTS_FOR)
    of_account = recent.filter(account=_key(account))
    of_address = recent.filter(address=address_of(request))
    return (
        of_account.filter(address=address_of(request)).count() >= MOST_FAILURES
        or of_account.count() >= MOST_FAILURES_OF_ACCOUNT
        or of_address.count() >= MOST_FAILURES_OF_ADDRESS
    )


def note_failure(request: HttpRequest, account: str) -> None:
    """Note a failed attempt and forget those that no longer count."""
    FailedSignIn.objects.filter(at__lt=timezone.now() - COUNTS_FOR).delete()
    FailedSignIn.objects.create(account=_key(account), address=address_of(request))


def forget(request: HttpRequest, account: str) -> None:
    """Forget the failures of an account from the address that it has signed in from."""
    FailedSignIn.objects.filter(account=_key(account), address=address_of(request)).delete()


def address_of(request: HttpRequest) -> str | None:
    """The address that the request comes from; behind a proxy the last one it names, as the proxy itself wrote it."""
    text = str(request.META.get("REMOTE_ADDR", ""))
    if settings.SECURE_PROXY_SSL_HEADER:
        text = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip() or text
    try:
        return str(ip_address(text.partition("%")[0]))
    except ValueError:
        return None


def _key(account: str) -> str:
    return account.strip().casefold()[:254]
