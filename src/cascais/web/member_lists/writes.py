"""Brings a list into the register: all of it or nothing. What the register knows already is never overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, count

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from cascais.errors import ConflictError
from cascais.search.place_names import folded
from cascais.web.inventories.kept_files import keep_file
from cascais.web.member_lists.kept_reading import packed
from cascais.web.member_lists.models import ListUpload
from cascais.web.member_lists.reads import Preview, Row, file_of
from cascais.web.members.models import Member, Population
from cascais.web.members.naming import RESERVED
from cascais.web.register.models import Membership, MembershipState, Network
from cascais.workflows.member_lists import MemberList, read_member_list
from cascais.workflows.reading import Uploaded

FILLED = ("lau_code", "nuts_code", "latitude", "longitude", "area_km2", "languages")
BATCH = 500
LONGEST_SLUG = 50


@dataclass(frozen=True, slots=True)
class Stored:
    """How many members were added, completed and brought into the network."""

    added: int
    completed: int
    joined: int


@transaction.atomic
def keep(network: Network, user: User, file: Uploaded, read: MemberList | None = None) -> ListUpload:
    """Keep a list exactly as it came, and what was read of it."""
    stored = keep_file(file.name, file.content, user)
    reading = packed(read) if read else None
    return ListUpload.objects.create(network=network, user=user, file=stored, reading=reading)


def read_by(upload: ListUpload, columns: dict[str, str]) -> None:
    """Read a list anew by the headers that the person names; what was decided on rows no longer holds."""
    upload.columns, upload.decisions = columns, {}
    upload.reading = packed(read_member_list(file_of(upload), columns))
    upload.save(update_fields=["columns", "decisions", "reading"])


@transaction.atomic
def store_upload(upload: ListUpload, found: Preview) -> Stored:
    """Store a list once; raises ConflictError where that was done already."""
    if not ListUpload.objects.filter(pk=upload.pk, stored_at=None).update(stored_at=timezone.now()):
        raise ConflictError(f"{upload} is stored already.")
    return store(upload.network, found, upload.file.name)


@transaction.atomic
def store(network: Network, found: Preview, source: str) -> Stored:
    """Add the new members, fill in what known ones lack, and bring all of them into the network."""
    Network.objects.select_for_update().get(pk=network.pk)  # two lists at the same moment wait for each other
    new = [row for row in found.new if not row.is_skipped]
    added = Member.objects.bulk_create(_new_members(new), batch_size=BATCH)
    pairs = [(row, member) for row, member in zip(new, added, strict=True)]
    known = [(row, row.member) for row in found.known if row.member]
    completed = _complete(known)
    _keep_populations([*pairs, *known], source)
    return Stored(len(added), completed, _join(network, [*pairs, *known]))


def _new_members(rows: list[Row]) -> Iterator[Member]:
    slugs = _Slugs({*RESERVED, *Member.objects.values_list("slug", flat=True)})
    for row in rows:
        listed = row.listed
        yield Member(
            name=listed.name,
            local_names={listed.languages[0]: listed.local_name}
            if listed.local_name and listed.languages
            else {},
            slug=slugs.free(listed.name, listed.country),
            country=listed.country,
            kind=listed.kind,
            lau_code=listed.lau_code,
            nuts_code=listed.nuts_code,
            latitude=listed.latitude,
            longitude=listed.longitude,
            area_km2=listed.area_km2,
            languages=list(listed.languages),
        )


@dataclass(slots=True)
class _Slugs:
    """Gives each new member an address of its own."""

    taken: set[str]

    def free(self, name: str, country: str) -> str:
        bare = slugify(folded(name))[: LONGEST_SLUG - 8].strip("-") or "member"
        numbered = (f"{bare}-{number}" for number in count(2))
        candidates = chain((bare, f"{bare}-{country.lower()}"), numbered)
        slug = next(each for each in candidates if each not in self.taken)
        self.taken.add(slug)
        return slug


def _complete(pairs: list[tuple[Row, Member]]) -> int:
    changed = []
    for row, member in pairs:
        blanks = [name for name in FILLED if not getattr(member, name) and getattr(row.listed, name)]
        for name in blanks:
            value = getattr(row.listed, name)
            setattr(member, name, list(value) if name == "languages" else value)
        if blanks:
            changed.append(member)
    Member.objects.bulk_update(changed, FILLED, batch_size=BATCH)
    return len(changed)


def _keep_populations(pairs: list[tuple[Row, Member]], source: str) -> None:
    """Keep populations whose year is said; one of an unknown year belongs to no year and is left out."""
    wanted = {
        (member.pk, row.listed.population_year): row.listed.population
        for row, member in pairs
        if row.listed.population and row.listed.population_year
    }
    known = set(
        Population.objects.filter(member__in={key for key, _ in wanted}).values_list("member", "year")
    )
    Population.objects.bulk_create(
        [
            Population(member_id=member, year=year, persons=persons, source=source)
            for (member, year), persons in wanted.items()
            if (member, year) not in known
        ],
        batch_size=BATCH,
    )


def _join(network: Network, pairs: list[tuple[Row, Member]]) -> int:
    """Bring into the network who is not in it yet; where the list says since when, as members, else as applicants."""
    standing = set(
        network.memberships.exclude(
            state__in=(MembershipState.REFUSED, MembershipState.WITHDRAWN)
        ).values_list("member", flat=True)
    )
    new = [
        Membership(
            network=network,
            member=member,
            state=MembershipState.MEMBER if row.listed.joined_on else MembershipState.APPLIED,
            board_decided_on=date.fromisoformat(row.listed.joined_on) if row.listed.joined_on else None,
            external_key=row.listed.external_key,
        )
        for row, member in pairs
        if member.pk not in standing
    ]
    return len(Membership.objects.bulk_create(new, batch_size=BATCH))
