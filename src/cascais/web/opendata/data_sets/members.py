"""The members."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cascais.web.members.models import Member, MemberKind
from cascais.web.opendata.columns import Cells, Column, DataSet, Type
from cascais.web.opendata.data_sets import DATA_SETS, IS_DEMONSTRATION, choices

COLUMNS = (
    Column("slug", _("Short name"), about=_("As in the addresses of its pages"), is_required=True),
    Column("name", _("Name"), is_required=True),
    Column("country", _("Country"), about=_("ISO 3166-1, two letters"), is_required=True),
    Column("kind", _("Kind"), is_required=True, choices=choices(MemberKind)),
    Column("lau_code", _("LAU code"), about=_("Local administrative unit of Eurostat")),
    Column("nuts_code", _("NUTS code"), about=_("Region of Eurostat")),
    Column("latitude", _("Latitude"), Type.NUMBER, about=_("North of the equator (WGS 84)"), unit="°"),
    Column("longitude", _("Longitude"), Type.NUMBER, about=_("East of Greenwich (WGS 84)"), unit="°"),
    Column("area_km2", _("Area"), Type.NUMBER, unit="km2"),
    Column("languages", _("Languages"), about=_("ISO 639-1, with spaces between")),
    Column("ended_on", _("Ended on"), Type.DATE, about=_("Since when it is merged or split")),
    IS_DEMONSTRATION,
)


def rows() -> Iterator[Cells]:
    """The members in the order of their short names."""
    for member in Member.objects.order_by("slug").iterator():
        yield (
            member.slug,
            member.name,
            member.country,
            member.kind,
            member.lau_code,
            member.nuts_code,
            member.latitude,
            member.longitude,
            member.area_km2,
            " ".join(member.languages),
            member.ended_on,
            member.is_demonstration,
        )


MEMBERS = DATA_SETS.add(
    "members",
    DataSet("members", _("Members"), _("Municipalities, regions and agencies."), COLUMNS, ("slug",), rows),
)
