"""The groups."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cascais.web.groups.models import Group
from cascais.web.opendata.columns import Cells, Column, DataSet
from cascais.web.opendata.data_sets import DATA_SETS, IS_DEMONSTRATION, choices

COLUMNS = (
    Column("slug", _("Short name"), is_required=True),
    Column("title", _("Title"), is_required=True),
    Column("kind", _("Kind"), is_required=True, choices=choices(Group.Kind)),
    Column("coordinator", _("Coordinator"), points_to=("members", "slug")),
    Column("about", _("About")),
    IS_DEMONSTRATION,
)
NAMES = ("slug", "title", "kind", "coordinator__slug", "about", "is_demonstration")


def rows() -> Iterator[Cells]:
    """The groups in the order of their short names."""
    yield from Group.objects.order_by("slug").values_list(*NAMES).iterator()


GROUPS = DATA_SETS.add(
    "groups",
    DataSet("groups", _("Groups"), _("Joint and regional plans."), COLUMNS, ("slug",), rows),
)
