"""The support of indigenous partners."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cascais.web.justice.models import SupportProject
from cascais.web.opendata.columns import Cells, Column, DataSet, Type
from cascais.web.opendata.data_sets import DATA_SETS, IS_DEMONSTRATION, MEMBER, YEAR

COLUMNS = (
    Column("id", _("Number"), Type.INTEGER, is_required=True),
    MEMBER,
    Column("title", _("Title"), is_required=True),
    YEAR,
    Column("last_year", _("Last year"), Type.INTEGER),
    Column("amount", _("Amount"), Type.NUMBER, about=_("In the currency of the next column")),
    Column("currency", _("Currency"), about=_("ISO 4217"), is_required=True),
    Column("partner", _("Partner"), is_required=True),
    Column("partner_country", _("Country of the partner")),
    Column("evidence", _("Evidence"), about=_("Which document says so")),
    Column("evidence_url", _("Address of the evidence")),
    IS_DEMONSTRATION,
)
NAMES = (
    *("pk", "member__slug", "title", "year", "last_year", "amount", "currency", "partner"),
    *("partner_country", "evidence", "evidence_url", "is_made_up"),
)


def rows() -> Iterator[Cells]:
    """The projects in the order in which they were entered."""
    made_up = Q(is_synthetic=True) | Q(member__is_demonstration=True)
    found = SupportProject.objects.annotate(is_made_up=made_up).order_by("pk")
    yield from found.values_list(*NAMES).iterator()


SUPPORT_PROJECTS = DATA_SETS.add(
    "support_projects",
    DataSet(
        "support_projects",
        _("Support projects"),
        _("Support of indigenous partners by members."),
        COLUMNS,
        ("id",),
        rows,
    ),
)
