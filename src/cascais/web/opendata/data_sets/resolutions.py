"""The decisions of councils."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from cascais.web.opendata.columns import Cells, Column, DataSet, Type
from cascais.web.opendata.data_sets import DATA_SETS, IS_DEMONSTRATION, MEMBER
from cascais.web.register.models import Resolution
from cascais.web.register.policy import SEE_RESOLUTION

COLUMNS = (
    Column("id", _("Number"), Type.INTEGER, is_required=True),
    MEMBER,
    Column("title", _("Title"), is_required=True),
    Column("decided_on", _("Decided on"), Type.DATE, is_required=True),
    Column("number", _("Number of the council")),
    Column("language", _("Language"), about=_("ISO 639-1")),
    Column("url", _("Address")),
    Column(
        "file_sha256",
        _("Checksum of the document"),
        about=_("SHA-256 of the file that the interface hands out"),
    ),
    IS_DEMONSTRATION,
)
NAMES = (
    *("pk", "member__slug", "title", "decided_on", "number", "language", "url", "file__sha256"),
    "member__is_demonstration",
)


def rows() -> Iterator[Cells]:
    """The resolutions in the order in which they were entered."""
    seen = SEE_RESOLUTION.rows(AnonymousUser(), Resolution.objects.all())
    yield from seen.order_by("pk").values_list(*NAMES).iterator()


RESOLUTIONS = DATA_SETS.add(
    "resolutions",
    DataSet(
        "resolutions",
        _("Resolutions"),
        _("Decisions of councils by which members commit themselves."),
        COLUMNS,
        ("id",),
        rows,
    ),
)
