"""Checks the chain once a day."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from cascais.web.history.verification import check
from cascais.web.operations.queue import job

LOG = logging.getLogger("cascais.jobs")


@job(_("Check the history"), in_steps=True, every=timedelta(days=1))
def verify_chain() -> dict[str, int]:
    """Check every link; what is broken is in the log and on the administrators' page."""
    found = check()
    if found.broken is not None:
        LOG.error("the history is broken at link %s: %s", found.broken.number, found.broken.why)
    return {"links": found.links, "broken": 1 if found.broken else 0}
