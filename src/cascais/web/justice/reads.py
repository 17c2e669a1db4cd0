"""What members do for climate justice: of one member, and summed over a network, each currency by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from cascais.web.justice.models import ProcurementPledge, SupportProject
from cascais.web.members.models import Member
from cascais.web.register.models import MembershipState, Network


@dataclass(frozen=True, slots=True)
class MemberJustice:
    """The projects and pledges of a member, and the projects that support it."""

    projects: tuple[SupportProject, ...]
    pledges: tuple[ProcurementPledge, ...]
    supported_by: tuple[SupportProject, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.projects or self.pledges or self.supported_by)


@dataclass(frozen=True, slots=True)
class YearSum:
    """What projects that began in a year come to in one currency; made-up samples are summed apart."""

    year: int
    currency: str
    amount: Decimal | None
    projects: int
    without_amount: int
    is_synthetic: bool


@dataclass(frozen=True, slots=True)
class GoodCount:
    """How many pledges members made about a good."""

    good: ProcurementPledge.Good
    pledges: int
    is_synthetic: bool


@dataclass(frozen=True, slots=True)
class NetworkJustice:
    """Projects by year and currency, and pledges by good, of a network's present members."""

    sums: tuple[YearSum, ...]
    goods: tuple[GoodCount, ...]
    members: int

    @property
    def projects(self) -> int:
        """Projects without the made-up samples."""
        return sum(each.projects for each in self.sums if not each.is_synthetic)

    @property
    def pledges(self) -> int:
        """Pledges without the made-up samples."""
        return sum(each.pledges for each in self.goods if not each.is_synthetic)

    @property
    def has_samples(self) -> bool:
        return any(each.is_synthetic for each in self.sums) or any(each.is_synthetic for each in self.goods)

    @property
    def totals(self) -> tuple[tuple[str, Decimal], ...]:
        """The amounts of all years by currency, without the made-up samples; currencies never mix."""
        return _by_currency(each for each in self.sums if not each.is_synthetic)


def commitments_of_justice(member: Member) -> MemberJustice:
    """The projects and pledges of a member, the latest first."""
    projects = member.support_projects.select_related("partner_member", "resolution", "evidence_file")
    pledges = member.procurement_pledges.select_related("resolution", "evidence_file")
    supported = member.supported_by.select_related("member", "resolution", "evidence_file")
    return MemberJustice(
        tuple(projects.defer("evidence_file__content")),
        tuple(pledges.defer("evidence_file__content")),
        tuple(supported.defer("evidence_file__content")),
    )


def network_totals(network: Network) -> NetworkJustice:
    """The sums over the present members of a network, in three queries."""
    present = network.memberships.filter(state=MembershipState.MEMBER).order_by().values("member")
    projects = SupportProject.objects.filter(member__in=present).order_by()
    pledges = ProcurementPledge.objects.filter(member__in=present).order_by()
    return NetworkJustice(
        tuple(_sums(projects)),
        tuple(_goods(pledges)),
        projects.filter(is_synthetic=False)
        .values("member")
        .union(pledges.filter(is_synthetic=False).values("member"))
        .count(),
    )


def _sums(projects: QuerySet[SupportProject]) -> list[YearSum]:
    rows = projects.values("year", "currency", "is_synthetic").annotate(
        total=Sum("amount"), number=Count("pk"), known=Count("amount")
    )
    found = [
        YearSum(
            row["year"],
            row["currency"],
            row["total"],
            row["number"],
            row["number"] - row["known"],
            row["is_synthetic"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (each.is_synthetic, -each.year, each.currency))


def _goods(pledges: QuerySet[ProcurementPledge]) -> list[GoodCount]:
    rows = pledges.values("good", "is_synthetic").annotate(number=Count("pk"))
    found = [
        GoodCount(ProcurementPledge.Good(row["good"]), row["number"], row["is_synthetic"]) for row in rows
    ]
    return sorted(found, key=lambda each: (each.is_synthetic, -each.pledges, each.good))


def _by_currency(sums: Iterable[YearSum]) -> tuple[tuple[str, Decimal], ...]:
    found: dict[str, Decimal] = {}
    for each in sums:
        if each.amount is not None:
            found[each.currency] = found.get(each.currency, Decimal(0)) + each.amount
    return tuple(sorted(found.items()))
