"""A list as it would be stored: each row with the member it means, and what would change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cascais.search.matching import Gazetteer, Place
from cascais.web.member_lists.kept_reading import unpacked
from cascais.web.member_lists.models import ListUpload
from cascais.web.members.models import Member
from cascais.workflows.member_lists import (
    ListedMember,
    MatchedMember,
    MemberList,
    match_members,
    read_member_list,
)
from cascais.workflows.reading import Uploaded

NEW, SKIP = "new", "skip"
COMPARED = ("lau_code", "nuts_code", "latitude", "longitude", "area_km2")
SAME_DEGREES = 0.05
"""Points within five kilometres of each other are one: lists give the town hall, the centre, or rounded figures."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which the list differs from the register; what stands in the register stays."""

    member: Member
    field: str
    stands: str
    listed: str


@dataclass(frozen=True, slots=True)
class Row:
    """A listed member and what becomes of it: an existing member, a new one, or nothing yet."""

    matched: MatchedMember
    member: Member | None
    offered: tuple[Member, ...]
    decision: str

    @property
    def listed(self) -> ListedMember:
        return self.matched.listed

    @property
    def is_new(self) -> bool:
        return self.decision == NEW if self.matched.is_open else self.matched.is_new

    @property
    def is_skipped(self) -> bool:
        return self.decision == SKIP

    @property
    def is_undecided(self) -> bool:
        return self.matched.is_open and not self.decision


@dataclass(frozen=True, slots=True)
class Preview:
    """What storing a list would do."""

    read: MemberList
    rows: tuple[Row, ...]

    @property
    def known(self) -> list[Row]:
        return [row for row in self.rows if row.member]

    @property
    def new(self) -> list[Row]:
        return [row for row in self.rows if row.is_new]

    @property
    def open(self) -> list[Row]:
        """The rows that a person has to decide, those decided already included."""
        return [row for row in self.rows if row.matched.is_open]

    @property
    def undecided(self) -> list[Row]:
        return [row for row in self.rows if row.is_undecided]

    @property
    def differences(self) -> list[Difference]:
        return [each for row in self.known for each in differences(row)]

    @property
    def can_be_stored(self) -> bool:
        return not self.read.problems and bool(self.rows)

    def may_be_stored(self, *, leaves_out: bool) -> bool:
        """Whether nothing stops it; rows that nobody decided do, unless they are to be left out."""
        return self.can_be_stored and (leaves_out or not self.undecided)


def preview(upload: ListUpload) -> Preview:
    """Take what was read, look for its members, apply what the person decided.

    The reading is kept, as it is what takes long. The matching is done anew each time: the register may have changed.
    """
    read = unpacked(upload.reading)
    if read is None:
        read = read_member_list(file_of(upload), upload.columns)
    return _preview(read, upload.decisions)


def file_of(upload: ListUpload) -> Uploaded:
    """The list as it came."""
    return Uploaded(upload.file.name, bytes(upload.file.content))


def preview_of(file: Uploaded, columns: dict[str, str], decisions: dict[str, str]) -> Preview:
    """The same for a file that is not kept."""
    return _preview(read_member_list(file, columns), decisions)


def _preview(read: MemberList, decisions: dict[str, str]) -> Preview:
    members = {str(member.pk): member for member in Member.objects.all()}
    matched = match_members(read.members, Gazetteer(map(place, members.values())))
    return Preview(
        read, tuple(_row(each, members, decisions.get(str(each.listed.row), "")) for each in matched)
    )


def place(member: Member) -> Place:
    """A member as it is looked for."""
    return Place(
        key=str(member.pk),
        name=member.name,
        country=member.country,
        other_names=tuple(member.local_names.values()),
        codes=(member.lau_code,) if member.lau_code else (),
        latitude=member.latitude,
        longitude=member.longitude,
    )


def differences(row: Row) -> Iterable[Difference]:
    """Where a known member and its row say different things."""
    for name in COMPARED:
        stands, listed = getattr(row.member, name), getattr(row.listed, name)
        if row.member and stands and listed and not _is_same(name, stands, listed):
            yield Difference(row.member, name, str(stands), str(listed))


def _is_same(name: str, stands: str | float, listed: str | float) -> bool:
    if name in ("latitude", "longitude"):
        return abs(float(stands) - float(listed)) <= SAME_DEGREES
    return stands == listed


def _row(matched: MatchedMember, members: dict[str, Member], decision: str) -> Row:
    offered = tuple(members[found.key] for found in matched.match.offered)
    found = matched.match.place
    if found is not None:
        return Row(matched, members[found.key], offered, "")
    is_allowed = decision in (NEW, SKIP, *(str(member.pk) for member in offered))
    chosen = members.get(decision) if is_allowed and matched.is_open else None
    return Row(matched, chosen, offered, decision if is_allowed else "")
