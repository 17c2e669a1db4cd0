"""The networks and their members at a glance."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import QueryDict

from cascais.search.place_names import folded
from cascais.web.display.templatetags.display import country_title
from cascais.web.inventories.models import InventoryYear
from cascais.web.members.models import MemberKind
from cascais.web.permissions import User
from cascais.web.register.models import Membership, MembershipState, Network
from cascais.web.register.policy import SEE_MEMBERSHIP
from cascais.web.register.steps import Actor, Standing, turn_of

OPEN = (MembershipState.APPLIED, MembershipState.RESOLVED)


@dataclass(frozen=True, slots=True)
class NetworkFacts:
    """How many members a network has, where, and how many of them have what."""

    members: int
    synthetic: int
    with_resolution: int
    with_inventory: int
    by_country: tuple[tuple[str, int], ...]
    by_kind: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which memberships of a network are wanted, as the address says it."""

    state: str = ""
    country: str = ""
    kind: str = ""
    name: str = ""

    @classmethod
    def read(cls, parameters: QueryDict) -> Filters:
        """Read the address; what is no state or kind is left out."""
        state, kind = parameters.get("state", ""), parameters.get("kind", "")
        return cls(
            state if state in MembershipState.values else "",
            parameters.get("country", "")[:2].upper().replace("\0", ""),
            kind if kind in MemberKind.values else "",
            parameters.get("q", "").replace("\0", "").strip()[:120],
        )

    def conditions(self) -> Q:
        """The condition on memberships."""
        wanted = {"state": self.state, "member__country": self.country, "member__kind": self.kind}
        found = Q(**{field: value for field, value in wanted.items() if value})
        if self.name:
            found &= Q(member__name__icontains=self.name) | Q(
                member__slug__contains=folded(self.name).replace(" ", "-")
            )
        return found


def with_counts(networks: QuerySet[Network]) -> QuerySet[Network]:
    """The networks with the number of their members."""
    members = Count("memberships", filter=Q(memberships__state=MembershipState.MEMBER))
    return networks.annotate(member_count=members).order_by("title")


def facts(network: Network) -> NetworkFacts:
    """A network in numbers, in a fixed number of queries."""
    standing = network.memberships.filter(state=MembershipState.MEMBER).order_by()
    published = InventoryYear.objects.filter(member=OuterRef("member"), superseded_at=None, is_published=True)
    counts = standing.aggregate(
        members=Count("pk"),
        synthetic=Count("pk", filter=Q(is_synthetic=True)),
        with_resolution=Count("pk", filter=Q(resolution__isnull=False)),
        with_inventory=Count("pk", filter=Exists(published)),
    )
    return NetworkFacts(**counts, by_country=_by(standing, "country"), by_kind=_by(standing, "kind"))


def members_of(network: Network, user: User, filters: Filters) -> QuerySet[Membership]:
    """The memberships that a person may see, those of the same member one after the other."""
    rows = SEE_MEMBERSHIP.rows(user, network.memberships.all()).filter(filters.conditions())
    return rows.select_related("member", "resolution").order_by("member__name", "-pk")


def countries_of(network: Network) -> list[tuple[str, str]]:
    """The countries of a network's members by name."""
    codes = network.memberships.order_by().values_list("member__country", flat=True).distinct()
    return sorted(((code, country_title(code)) for code in codes), key=lambda pair: pair[1].casefold())


def standing_of(row: Membership) -> Standing:
    """A membership as the rules of its steps see it."""
    return Standing(
        state=MembershipState(row.state),
        applied_on=row.applied_on,
        resolved_on=row.resolution.decided_on if row.resolution else None,
        board_decided_on=row.board_decided_on,
        withdrawn_on=row.withdrawn_on,
        has_council=not row.member.is_organisation,
    )


def open_cases(network: Network) -> dict[Actor, list[Membership]]:
    """Memberships on their way, by whose turn it is, the oldest application first."""
    rows = network.memberships.filter(state__in=OPEN).select_related("member", "resolution", "network")
    found: dict[Actor, list[Membership]] = {actor: [] for actor in Actor}
    for row in rows.order_by(F("applied_on").asc(nulls_last=True), "pk"):
        turn = turn_of(standing_of(row))
        if turn:
            found[turn].append(row)
    return found


def _by(standing: QuerySet[Membership], field: str) -> tuple[tuple[str, int], ...]:
    rows = (
        standing.values_list(f"member__{field}")
        .annotate(count=Count("pk"))
        .order_by("-count", f"member__{field}")
    )
    return tuple((str(key), int(number)) for key, number in rows)
