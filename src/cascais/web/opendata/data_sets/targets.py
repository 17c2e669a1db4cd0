"""What members promised."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cascais.pathways.targets import TargetKind
from cascais.web.commitments.models import Target
from cascais.web.opendata.columns import Cells, Column, DataSet, Type
from cascais.web.opendata.data_sets import DATA_SETS, IS_DEMONSTRATION, MEMBER, SOURCE

COLUMNS = (
    Column("id", _("Number"), Type.INTEGER, is_required=True),
    MEMBER,
    Column("title", _("Title"), is_required=True),
    Column("kind", _("Kind"), is_required=True, choices=tuple(kind.value for kind in TargetKind)),
    Column("base_year", _("Base year"), Type.INTEGER),
    Column("target_year", _("Target year"), Type.INTEGER),
    Column("reduction", _("Reduction"), Type.NUMBER, about=_("A share: 0.55 for −55 %"), unit="1"),
    Column(
        "level",
        _("Level"),
        Type.NUMBER,
        about=_("For each inhabitant where the kind is per_capita_level"),
        unit="t CO2e",
    ),
    Column("step_years", _("Years of a step"), Type.INTEGER, unit="years"),
    Column("has_sinks", _("Counts sinks"), Type.BOOLEAN, is_required=True),
    Column(
        "is_adopted",
        _("Adopted"),
        Type.BOOLEAN,
        about=_("Whether the council decided it; else it is shown for comparison"),
        is_required=True,
    ),
    Column("decided", _("Decided on"), Type.DATE),
    SOURCE,
    Column("source_url", _("Address of the source")),
    IS_DEMONSTRATION,
)
NAMES = (
    *("pk", "member__slug", "title", "kind", "base_year", "target_year", "reduction", "level", "step_years"),
    *("has_sinks", "is_adopted", "decided", "source", "source_url", "member__is_demonstration"),
)


def rows() -> Iterator[Cells]:
    """The targets, member by member."""
    found = Target.objects.order_by("member__slug", "position", "pk")
    yield from found.values_list(*NAMES).iterator()


TARGETS = DATA_SETS.add(
    "targets", DataSet("targets", _("Targets"), _("What members promised."), COLUMNS, ("id",), rows)
)
