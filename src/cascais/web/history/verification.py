"""When the chain was last checked, and what came out."""

from __future__ import annotations

from cascais.web.history.models import Verification
from cascais.web.history.verifying import Anchor, Verified, verify


def check(anchor: Anchor | None = None) -> Verified:
    """Check the chain, also against the link that was its end when it was last found whole; keep what came out."""
    found = verify(anchor or _last_end())
    broken = found.broken
    Verification.objects.create(
        links=found.links,
        end=str(found.end),
        broken_number=broken.number if broken else None,
        why=broken.why if broken else "",
    )
    old = Verification.objects.values_list("pk", flat=True)[Verification.KEPT :]
    Verification.objects.filter(pk__in=list(old)).delete()
    return found


def last() -> Verification | None:
    """The last check."""
    return Verification.objects.first()


def _last_end() -> Anchor | None:
    whole = Verification.objects.filter(broken_number=None).first()
    if whole is None:
        return None
    number, _colon, hash_ = whole.end.partition(":")
    return Anchor(int(number), hash_)
