"""What merged members have from their predecessors."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cascais.web.inventories.models import InventoryYear
from cascais.web.members.models import Member
from cascais.web.members.successions import besides, inheritances
from cascais.web.opendata.columns import Cells, Column, DataSet, Type
from cascais.web.opendata.data_sets import DATA_SETS, IS_DEMONSTRATION, MEMBER, YEAR

COLUMNS = (
    MEMBER,
    YEAR,
    Column(
        "summed_from",
        _("Summed from"),
        about=_("The members that it came from, with spaces between; their inventories were added up"),
        is_required=True,
    ),
    Column("t_co2e_without_sinks", _("Emissions without sinks"), Type.NUMBER, unit="t CO2e"),
    Column("t_co2e_with_sinks", _("Emissions with sinks"), Type.NUMBER, unit="t CO2e"),
    Column(
        "uncertainty",
        _("Uncertainty"),
        Type.NUMBER,
        about=_("Of the emissions without sinks: half of the 95 % interval divided by the value"),
        unit="1",
    ),
    Column("population", _("Inhabitants"), Type.NUMBER, unit="persons"),
    Column(
        "is_estimated",
        _("Estimated"),
        Type.BOOLEAN,
        about=_("Whether it rests on a share of the inhabitants, after a split"),
        is_required=True,
    ),
    IS_DEMONSTRATION,
)


def rows() -> Iterator[Cells]:
    """The years of which a member has no inventory of its own, member by member.

    Their inventories stand in the data set of inventories, too, under the predecessors: never add both up.
    """
    members = list(Member.objects.filter(predecessions__isnull=False).distinct().order_by("slug"))
    found = inheritances([member.pk for member in members])
    own: dict[int, set[int]] = {}
    published = InventoryYear.objects.filter(member__in=found, superseded_at=None, is_published=True)
    for member, year in published.values_list("member", "year"):
        own.setdefault(member, set()).add(year)
    for each in members:
        for inherited in besides(found[each.pk].years, own.get(each.pk, ())):
            yield (
                each.slug,
                inherited.year,
                " ".join(origin.key for origin in inherited.edition.origins),
                inherited.total.total_t,
                inherited.total_with_sinks.total_t,
                inherited.total.relative,
                inherited.population,
                inherited.is_estimated,
                each.is_demonstration,
            )


INHERITED_YEARS = DATA_SETS.add(
    "inherited_years",
    DataSet(
        "inherited_years",
        _("Years before mergers"),
        _("What the inventories of merged members came to together, for those that they became."),
        COLUMNS,
        ("member", "year"),
        rows,
    ),
)
