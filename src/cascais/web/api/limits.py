"""How often a caller may call within a minute. The counts lie in the database, so that all processes share them."""

from __future__ import annotations

import time

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from cascais.web.accounts.attempts import address_of
from cascais.web.api.models import ApiToken, CallCount
from cascais.web.api.problems import RefusalError

SECONDS = 60
KEPT_MINUTES = 5


def count_address(request: HttpRequest) -> None:
    """Count a call without a token; raises RefusalError where the address called too often."""
    address = address_of(request) or "unknown"
    _count(
        f"address:{salted_hmac('cascais.api.limits', address).hexdigest()}",
        settings.API_CALLS_PER_MINUTE,
    )


def count_token(token: ApiToken) -> None:
    """Count a call with a token; raises RefusalError where it was used too often."""
    _count(f"token:{token.pk}", settings.API_TOKEN_CALLS_PER_MINUTE)


def _count(caller: str, most: int) -> None:
    now = time.time()
    minute = int(now // SECONDS)
    found = CallCount.objects.filter(caller=caller, minute=minute)
    if not found.update(calls=models.F("calls") + 1):
        CallCount.objects.filter(minute__lt=minute - KEPT_MINUTES).delete()
        # Another process may make the row in the same moment; then both add to it.
        CallCount.objects.bulk_create([CallCount(caller=caller, minute=minute)], ignore_conflicts=True)
        found.update(calls=models.F("calls") + 1)
    if found.values_list("calls", flat=True).get() > most:
        wait = SECONDS - int(now % SECONDS)
        raise RefusalError("too-many", headers={"Retry-After": str(wait)})
