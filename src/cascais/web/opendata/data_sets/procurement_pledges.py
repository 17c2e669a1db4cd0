"""What members promised about what they buy."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cascais.web.justice.models import ProcurementPledge
from cascais.web.opendata.columns import Cells, Column, DataSet, Type
from cascais.web.opendata.data_sets import DATA_SETS, IS_DEMONSTRATION, MEMBER, YEAR, choices

COLUMNS = (
    Column("id", _("Number"), Type.INTEGER, is_required=True),
    MEMBER,
    Column("good", _("Good"), is_required=True, choices=choices(ProcurementPledge.Good)),
    Column("title", _("Title"), is_required=True),
    YEAR,
    Column("last_year", _("Last year"), Type.INTEGER),
    Column("evidence", _("Evidence"), about=_("Which document says so")),
    Column("evidence_url", _("Address of the evidence")),
    IS_DEMONSTRATION,
)
NAMES = (
    *("pk", "member__slug", "good", "title", "year", "last_year", "evidence", "evidence_url"),
    "is_made_up",
)


def rows() -> Iterator[Cells]:
    """The pledges in the order in which they were entered."""
    made_up = Q(is_synthetic=True) | Q(member__is_demonstration=True)
    found = ProcurementPledge.objects.annotate(is_made_up=made_up).order_by("pk")
    yield from found.values_list(*NAMES).iterator()


PROCUREMENT_PLEDGES = DATA_SETS.add(
    "procurement_pledges",
    DataSet(
        "procurement_pledges",
        _("Procurement pledges"),
        _("What members buy only under conditions, or not at all."),
        COLUMNS,
        ("id",),
        rows,
    ),
)
