"""Who belongs to which network."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from cascais.web.opendata.columns import Cells, Column, DataSet, Type
from cascais.web.opendata.data_sets import DATA_SETS, IS_DEMONSTRATION, MEMBER
from cascais.web.register.models import Membership
from cascais.web.register.policy import PUBLIC_STATES, SEE_MEMBERSHIP

COLUMNS = (
    Column("id", _("Number"), Type.INTEGER, is_required=True),
    Column("network", _("Network"), is_required=True, points_to=("networks", "key")),
    MEMBER,
    Column("state", _("State"), is_required=True, choices=tuple(state.value for state in PUBLIC_STATES)),
    Column("applied_on", _("Applied on"), Type.DATE),
    Column("board_decided_on", _("Decision of the board"), Type.DATE),
    Column("withdrawn_on", _("Withdrawn on"), Type.DATE),
    Column("resolution", _("Resolution"), Type.INTEGER, about=_("Its number among the resolutions")),
    Column("fee_class", _("Fee class")),
    IS_DEMONSTRATION,
)
NAMES = (
    *("pk", "network__key", "member__slug", "state", "applied_on", "board_decided_on", "withdrawn_on"),
    *("resolution", "fee_class__key", "member__is_demonstration"),
)


def rows() -> Iterator[Cells]:
    """Memberships from the resolution of the council on."""
    seen = SEE_MEMBERSHIP.rows(AnonymousUser(), Membership.objects.all())
    found = seen.order_by("network__key", "member__slug", "pk")
    yield from found.values_list(*NAMES).iterator()


MEMBERSHIPS = DATA_SETS.add(
    "memberships",
    DataSet(
        "memberships", _("Memberships"), _("Who belongs to which network since when."), COLUMNS, ("id",), rows
    ),
)
