"""The operations of the interface, one module for each kind of thing."""

from __future__ import annotations

from cascais.web.api.routes import (
    commitments,
    drafts,
    groups,
    inventories,
    justice,
    members,
    register,
    start,
    tables,
    totals,
)

ROUTERS = (
    ("Start", start.router),
    ("Members", members.router),
    ("Networks", register.router),
    ("Networks", totals.router),
    ("Targets", commitments.router),
    ("Climate justice", justice.router),
    ("Groups", groups.router),
    ("Inventories", inventories.router),
    ("Drafts", drafts.router),
    ("Published tables", tables.router),
)
"""The operations by what they are about, in the order of the documentation."""
