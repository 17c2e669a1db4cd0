"""How many people live in the members."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cascais.web.members.models import Population
from cascais.web.opendata.columns import Cells, Column, DataSet, Type
from cascais.web.opendata.data_sets import DATA_SETS, IS_DEMONSTRATION, MEMBER, SOURCE, YEAR

COLUMNS = (
    MEMBER,
    YEAR,
    Column("persons", _("Inhabitants"), Type.INTEGER, unit="persons", is_required=True),
    SOURCE,
    IS_DEMONSTRATION,
)
NAMES = ("member__slug", "year", "persons", "source", "member__is_demonstration")


def rows() -> Iterator[Cells]:
    """Year by year, member by member."""
    yield from Population.objects.order_by("member__slug", "year").values_list(*NAMES).iterator()


POPULATIONS = DATA_SETS.add(
    "populations",
    DataSet("populations", _("Populations"), _("Inhabitants by year."), COLUMNS, ("member", "year"), rows),
)
