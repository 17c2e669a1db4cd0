"""The operations of the interface, one module for each kind of thing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cascais.web.api.routes import (
    commitments,
    comparisons,
    drafts,
    dues,
    group_inventories,
    group_targets,
    groups,
    hazards,
    histories,
    inheritances,
    inventories,
    justice_writes,
    members,
    register,
    releases,
    start,
    tables,
    totals,
)

ROUTERS = (
    ("Start", start.router),
    ("Members", members.router),
    ("Members", inheritances.router),
    ("Members", histories.router),
    ("Networks", register.router),
    ("Networks", totals.router),
    ("Networks", dues.router),
    ("Targets", commitments.router),
    ("Climate justice", justice_writes.router),
    ("Groups", groups.router),
    ("Groups", group_inventories.router),
    ("Groups", group_targets.router),
    ("Climate", hazards.router),
    ("Inventories", inventories.router),
    ("Inventories", comparisons.router),
    ("Drafts", drafts.router),
    ("Drafts", releases.router),
    ("Published tables", tables.router),
)
"""The operations by what they are about, in the order of the documentation."""

TITLES = {
    "Start": _("Start"),
    "Members": _("Members"),
    "Networks": _("Networks"),
    "Targets": _("Targets"),
    "Climate justice": _("Climate justice"),
    "Groups": _("Groups"),
    "Climate": _("Climate"),
    "Inventories": _("Inventories"),
    "Drafts": _("Drafts"),
    "Published tables": _("Published tables"),
}
"""What the page calls the subjects that the document names in English."""
