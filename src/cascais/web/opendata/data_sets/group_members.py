"""Who belongs to which group."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from cascais.web.groups.models import GroupMember
from cascais.web.groups.policy import SEE_PART
from cascais.web.opendata.columns import Cells, Column, DataSet, Type
from cascais.web.opendata.data_sets import DATA_SETS, IS_DEMONSTRATION, MEMBER

COLUMNS = (
    Column("group", _("Group"), is_required=True, points_to=("groups", "slug")),
    MEMBER,
    Column("from_year", _("From"), Type.INTEGER, about=_("The first year whose inventory counts")),
    Column("to_year", _("To"), Type.INTEGER, about=_("The last year whose inventory counts")),
    IS_DEMONSTRATION,
)
NAMES = ("group__slug", "member__slug", "from_year", "to_year", "group__is_demonstration")


def rows() -> Iterator[Cells]:
    """Member by member, group by group."""
    found = SEE_PART.rows(AnonymousUser(), GroupMember.objects.order_by("group__slug", "member__slug"))
    yield from found.values_list(*NAMES).iterator()


GROUP_MEMBERS = DATA_SETS.add(
    "group_members",
    DataSet(
        "group_members",
        _("Members of groups"),
        _("Who plans together."),
        COLUMNS,
        ("group", "member"),
        rows,
    ),
)
