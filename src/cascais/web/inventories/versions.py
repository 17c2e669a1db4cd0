"""What a page says of the version that it shows: what stands beside it, and whether today's tables say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from cascais.inventory import totals
from cascais.web.inventories.computing import computing_version
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.years import ComputedYear

SAME_T = 0.5
SAME_SHARE = 1e-6
"""Up to half a tonne and a millionth a total is the same."""


class VersionState(Enum):
    """What a version is; the value is a key of the states that a page shows."""

    DRAFT = "draft"
    PUBLISHED = "published"
    EARLIER = "earlier"
    WITHDRAWN = "withdrawn"
    LAID_ASIDE = "laid_aside"


@dataclass(frozen=True, slots=True)
class VersionsBeside:
    """A version, and the other one that stands for its year: the draft beside the published one or the reverse."""

    state: VersionState
    other: InventoryYear | None
    today_t: float | None

    @property
    def is_draft(self) -> bool:
        return self.state is VersionState.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state is VersionState.PUBLISHED

    @property
    def stands(self) -> bool:
        """Whether the version is the draft or the published one of now."""
        return self.is_draft or self.is_published


def state_of(row: InventoryYear) -> VersionState:
    """Whether a version is the draft, the published one, or one of those before."""
    if row.superseded_at is None:
        return VersionState.PUBLISHED if row.is_published else VersionState.DRAFT
    if row.is_published:
        return VersionState.EARLIER
    return VersionState.WITHDRAWN if row.published_at else VersionState.LAID_ASIDE


def versions_beside(computed: ComputedYear, standing: Sequence[ComputedYear]) -> VersionsBeside:
    """What to say of a version beside those that stand and that the user may see."""
    others = [each.row for each in standing if each.year == computed.year and each.row.pk != computed.row.pk]
    return VersionsBeside(state_of(computed.row), others[-1] if others else None, _differing_t(computed))


def _differing_t(computed: ComputedYear) -> float | None:
    """What a frozen total [t CO2e] would be with the code and tables of today, None where it is the same."""
    kept = computed.row.total_without_sinks_t
    if kept is None or computed.row.computed_by_version == computing_version():
        return None
    today = totals.gross_t(computed.inventory)
    return today if abs(today - kept) > max(SAME_T, SAME_SHARE * abs(kept)) else None
