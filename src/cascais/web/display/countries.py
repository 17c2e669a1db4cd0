"""Countries in which partners of the networks live and that the published tables do not know."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FURTHER_COUNTRIES: dict[str, str | Promise] = {
    "BO": _("Bolivia"),
    "BR": _("Brazil"),
    "CO": _("Colombia"),
    "EC": _("Ecuador"),
    "GF": _("French Guiana"),
    "GY": _("Guyana"),
    "PE": _("Peru"),
    "SR": _("Suriname"),
    "VE": _("Venezuela"),
}
"""The countries of the Amazon basin, whose indigenous organisations are partners of the Climate Alliance."""
