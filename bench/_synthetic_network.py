"""A synthetic network in the database: members with populations, inventories, targets, memberships and reports.

Everything is invented and named so. The rows go in by plain statements, because a quarter of a million lines would
otherwise take minutes; the database marks the members by itself.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
from _synthetic_cities import CARRIERS, SECTORS
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.core.management.color import no_style
from django.db import connection, transaction

from cascais.inventory.activities import ActivityTable, carrier_codes, sector_codes, unit_codes
from cascais.inventory.factors import Options
from cascais.pathways.targets import standard_target
from cascais.web.accounts.models import Assignment, Role
from cascais.web.commitments.models import Target
from cascais.web.inventories.computing import computing_version
from cascais.web.inventories.models import ActivityLine, InventoryYear
from cascais.web.members.models import Member, Population
from cascais.web.overview.models import HandedIn
from cascais.web.register.models import Membership, Network, Resolution
from cascais.workflows.network import MemberLines, NetworkTotals, network_totals

WRITERS = 5
PASSWORD = "a synthetic person's password"
MEMBERS_OF_A_WRITER = 40
BATCH = 2_000
AMONG = {  # west, east, south, north of where the members lie [degrees]
    "AT": (10, 16.5, 46.8, 48.6), "BG": (23, 27, 42, 43.8), "CZ": (12.8, 18, 49, 50.6), "DE": (7, 13.5, 48, 53.5),
    "EE": (24, 27.5, 58, 59.4), "ES": (-6, 0, 38, 42.5), "FR": (-0.5, 6, 44, 49.5), "GR": (21, 23.5, 38, 41),
    "HR": (15, 18, 45.2, 46), "HU": (17, 21, 46.4, 47.8), "IT": (9, 12.5, 43, 45.8), "LT": (21.8, 25.5, 54.5, 56),
    "LV": (22, 27, 56.4, 57.5), "PL": (16, 23, 50, 53.8), "PT": (-8.4, -7, 38, 41.5), "RO": (22, 27, 44.5, 47.5),
    "SI": (14, 16, 45.8, 46.6), "SK": (18, 21.5, 48.3, 49.3),
}  # fmt: skip
PAIRS = tuple((sector, carrier) for sector in SECTORS for carrier in CARRIERS)[::6]
"""Ten lines an inventory, of every sector."""
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def load(members: int) -> None:
    """Put a network of so many members into the database, with five people who edit some of them."""
    rng = np.random.default_rng(7)
    with transaction.atomic():
        first = 1 + (Member.objects.order_by("pk").values_list("pk", flat=True).last() or 0)
        keys = range(first, first + members)
        countries = rng.choice(list(AMONG), members)
        insert(
            Member,
            [
                member(key, number, country, rng)
                for number, (key, country) in enumerate(zip(keys, countries.tolist(), strict=True), 1)
            ],
        )
        persons = np.exp(rng.normal(9.5, 1.2, members)).astype(int) + 200
        insert(
            Population,
            [
                Population(member_id=key, year=year, persons=int(count), source="synthetic")
                for key, count in zip(keys, persons, strict=True)
                for year in (2008, 2018)
            ],
        )
        inventories(keys, countries.tolist(), persons, rng)
        targets(keys)
        register(keys, rng)
        people(keys)
        for sql in connection.ops.sequence_reset_sql(
            no_style(),
            [Member, Population, InventoryYear, ActivityLine, Target, Resolution, Membership, HandedIn],
        ):
            with connection.cursor() as cursor:
                cursor.execute(sql)


def member(key: int, number: int, country: str, rng: np.random.Generator) -> Member:
    west, east, south, north = AMONG[country]
    return Member(
        pk=key, name=f"Synthetic {number:05}", slug=f"synthetic-{number:05}", country=country,
        longitude=round(float(rng.uniform(west, east)), 4), latitude=round(float(rng.uniform(south, north)), 4),
        about="A synthetic member for measuring.",
    )  # fmt: skip


def inventories(keys: range, countries: list[str], persons: np.ndarray, rng: np.random.Generator) -> None:
    """One to three inventories a member, two of them in the years of a population."""
    counts = rng.integers(1, 4, len(keys))
    owner = np.repeat(np.arange(len(keys), dtype=np.int32), counts)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    year = np.array([2008, 2014, 2018])[place] + rng.integers(0, 4, len(owner))
    trend = np.exp(rng.normal(-0.12, 0.15, len(owner)) * place)
    amount = (persons[owner] * trend)[:, None] * np.exp(rng.normal(-0.7, 0.5, (len(owner), len(PAIRS))))
    totals = network_totals(lines_of(owner, year, countries, amount, persons), Options())
    start = 1 + (InventoryYear.objects.order_by("pk").values_list("pk", flat=True).last() or 0)
    insert(InventoryYear, [
        inventory(start + row, keys[owner[row]], int(place[row]), totals, row)
        for row in range(len(owner))
    ])  # fmt: skip
    grades = ("A", "B", "C", "D")
    insert(ActivityLine, (
        ActivityLine(
            inventory_id=start + row, position=position, sector=sector, carrier=carrier,
            amount=round(float(amount[row, position]), 1), unit="MWh", quality=grades[(row + position) % 4], uncertainty=0.1,
        )
        for row in range(len(owner)) for position, (sector, carrier) in enumerate(PAIRS)
    ))  # fmt: skip


def lines_of(
    owner: np.ndarray, year: np.ndarray, countries: list[str], amount: np.ndarray, persons: np.ndarray
) -> MemberLines:
    rows, width = amount.shape
    n = rows * width
    return MemberLines(
        activities=ActivityTable(
            year=np.repeat(year, width).astype(np.int32),
            sector=np.tile(np.array([sector_codes()[sector] for sector, _ in PAIRS], dtype=np.int32), rows),
            carrier=np.tile(
                np.array([carrier_codes()[carrier] for _, carrier in PAIRS], dtype=np.int32), rows
            ),
            amount=np.round(amount, 1).ravel(),
            unit=np.full(n, unit_codes()["MWh"], dtype=np.int32),
            supplier=np.zeros(n, dtype=np.int32),
            uncertainty=np.full(n, 0.1),
            reported_t=np.full(n, np.nan),
        ),
        row=np.repeat(np.arange(rows, dtype=np.int32), width),
        member=owner,
        year=year.astype(np.int32),
        country=tuple(countries),
        population=persons[owner].astype(np.float64),
    )


def inventory(key: int, owner: int, place: int, totals: NetworkTotals, row: int) -> InventoryYear:
    total, year = float(totals.total_t[row]), int(totals.lines.year[row])
    sums = totals.by_sector[row]
    return InventoryYear(
        pk=key, member_id=owner, year=year, kind="monitoring" if place else "baseline", is_published=True,
        source="synthetic", created_at=NOW, published_at=NOW, total_t=total, total_without_sinks_t=total,
        uncertainty=float(totals.half_width_t[row]) / total if total else None, estimated_share=0.0,
        by_sector={sector: float(sums[code]) for sector, code in sector_codes().items() if sums[code]},
        computed_by_version=computing_version(),
    )  # fmt: skip


def targets(keys: range) -> None:
    """Every other member has adopted the target of the Covenant against its first inventory."""
    wanted = standard_target("covenant_2030")
    insert(Target, [
        Target(
            member_id=key, key=wanted.key, title=wanted.title, kind=wanted.kind.value, target_year=wanted.target_year,
            reduction=wanted.reduction, source="synthetic",
        )
        for key in keys[::2]
    ])  # fmt: skip


def register(keys: range, rng: np.random.Generator) -> None:
    """Two of three are signatories of the Covenant, half of them with a plan, some with a monitoring report."""
    covenant, _ = Network.objects.get_or_create(
        key="covenant_of_mayors", defaults={"title": "Covenant of Mayors"}
    )
    alliance, _ = Network.objects.get_or_create(
        key="climate_alliance", defaults={"title": "Climate Alliance"}
    )
    joined = [
        date(int(year), int(month), 10)
        for year, month in zip(
            rng.integers(2009, 2026, len(keys)), rng.integers(1, 13, len(keys)), strict=True
        )
    ]
    start = 1 + (Resolution.objects.order_by("pk").values_list("pk", flat=True).last() or 0)
    insert(Resolution, [
        Resolution(pk=start + row, member_id=key, title="Synthetic resolution", decided_on=day)
        for row, (key, day) in enumerate(zip(keys, joined, strict=True))
    ])  # fmt: skip
    insert(Membership, [
        Membership(
            network=alliance if row % 3 == 0 else covenant, member_id=key, state="member", resolution_id=start + row
        )
        for row, key in enumerate(keys)
    ])  # fmt: skip
    reports = [
        HandedIn(
            member_id=key, network=covenant, report=report, handed_in_on=day.replace(year=day.year + after)
        )
        for row, (key, day) in enumerate(zip(keys, joined, strict=True))
        for report, after, every in (("plan", 2, 2), ("monitoring", 4, 5))
        if row % 3 and row % every == 0 and day.year + after < 2026
    ]
    insert(HandedIn, reports)


def people(keys: range) -> None:
    """The writers, each an editor of some members."""
    for number in range(WRITERS):
        user, is_new = User.objects.get_or_create(
            username=f"writer_{number}", defaults={"password": make_password(PASSWORD)}
        )
        own = keys[number::WRITERS][:MEMBERS_OF_A_WRITER]
        if is_new:
            insert(Assignment, [Assignment(user=user, role=Role.EDITOR, member_id=key) for key in own])


def slugs_of(writer: int) -> list[str]:
    """The members that a writer edits."""
    return [
        f"synthetic-{number:05}"
        for number in range(1 + writer, 1 + writer + WRITERS * MEMBERS_OF_A_WRITER, WRITERS)
    ]


def insert(model, rows) -> None:
    """Insert rows without asking anybody; keys that are not given are made by the database."""
    fields = None
    batch = []
    with connection.cursor() as cursor:
        for row in rows:
            if fields is None:
                fields = [
                    field
                    for field in model._meta.concrete_fields
                    if not (field.primary_key and row.pk is None)
                ]
                names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
                marks = ", ".join(["%s"] * len(fields))
                sql = f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})"
            batch.append(
                [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
            )
            if len(batch) == BATCH:
                cursor.executemany(sql, batch)
                batch = []
        if batch:
            cursor.executemany(sql, batch)
