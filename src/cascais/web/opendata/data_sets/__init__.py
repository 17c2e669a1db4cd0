"""Everything that is published as open data, one module for each data set."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cascais.registry import Registry
from cascais.web.opendata.columns import Column, DataSet, Type

DATA_SETS: Registry[DataSet] = Registry("cascais.web.opendata.data_sets")
"""The data sets by their key."""

MEMBER = Column(
    "member",
    _("Member"),
    about=_("The short name of the member, as in the addresses of its pages"),
    is_required=True,
    points_to=("members", "slug"),
)
YEAR = Column("year", _("Year"), Type.INTEGER, is_required=True)
SOURCE = Column("source", _("Source"), about=_("Who says so"))
IS_DEMONSTRATION = Column(
    "is_demonstration",
    _("Demonstration"),
    Type.BOOLEAN,
    about=_("Whether the row was made up, or belongs to a member that shows the site"),
    is_required=True,
)


def choices(words: object) -> tuple[str, ...]:
    """The values of an enumeration of Django."""
    return tuple(str(value) for value in words.values)  # type: ignore[attr-defined]
