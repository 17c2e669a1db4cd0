"""Counts failed sign-ins, so that guessing passwords takes too long to be worth it."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from cascais.web.accounts.models import FailedSignIn

MOST_FAILURES = 8
MOST_FAILURES_OF_ADDRESS = 40
COUNTS_FOR = timedelta(minutes=15)


def is_blocked(request: HttpRequest, account: str) -> bool:
    """Whether an account, or everything from an address, must wait."""
    since = timezone.now() - COUNTS_FOR
    recent = FailedSignIn.objects.filter(at__gte=since)
    if recent.filter(account=_key(account)).count() >= MOST_FAILURES:
        return True
    address = address_of(request)
    return bool(address) and recent.filter(address=address).count() >= MOST_FAILURES_OF_ADDRESS


def note_failure(request: HttpRequest, account: str) -> None:
    """Note a failed attempt and forget those that no longer count."""
    FailedSignIn.objects.filter(at__lt=timezone.now() - COUNTS_FOR).delete()
    FailedSignIn.objects.create(account=_key(account), address=address_of(request) or None)


def forget(request: HttpRequest, account: str) -> None:
    """Forget the failures of an account after it has signed in."""
    FailedSignIn.objects.filter(Q(account=_key(account))).delete()


def address_of(request: HttpRequest) -> str:
    """The address that the request comes from."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _key(account: str) -> str:
    return account.strip().casefold()[:254]
