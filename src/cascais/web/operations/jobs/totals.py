"""Computes anew what another state of code or tables computed."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from cascais.web.inventories.keeping import refresh_totals
from cascais.web.operations.queue import job

LOG = logging.getLogger("cascais.jobs")


@job(_("Compute the kept totals of inventories anew"), in_steps=True, every=timedelta(days=1))
def totals() -> dict[str, int]:
    """Bring the totals up to date; what is up to date is not computed again."""
    done, failures = refresh_totals()
    for failure in failures:
        LOG.warning("totals not computed anew: %s", failure)
    return {"computed": done, "failed": len(failures)}
