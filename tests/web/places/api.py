"""A token of whoever asks; the operations of the interface are walked with tokens, in its own tests."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from cascais.web.api.models import ApiToken
from cascais.web.members.models import Member


def places(gabrovo: Member, person: User) -> dict[str, object]:
    token, _ = ApiToken.objects.get_or_create(
        user=person,
        name="walked",
        defaults={
            "prefix": "cascais_walked",
            "secret_sha256": f"walked{person.pk}",
            "expires_on": timezone.localdate() + timedelta(days=1),
        },
    )
    return {"revoke:token": token.pk}
