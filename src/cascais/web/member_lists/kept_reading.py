"""What was read of a list, packed to be kept: reading 12 000 rows takes seconds, unpacking them a tenth of one."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, fields

from cascais.workflows.member_lists import ListedMember, MemberList

FIELDS = [field.name for field in fields(ListedMember)]
FAST = 1


def packed(read: MemberList) -> bytes | None:
    """A reading as bytes; None of one with problems, as such a list is uploaded anew."""
    if read.problems:
        return None
    said = {
        "fields": FIELDS,
        "members": [list(asdict(member).values()) for member in read.members],
        "columns": dict(read.columns),
        "unused": read.unused,
    }
    return zlib.compress(json.dumps(said).encode(), FAST)


def unpacked(content: bytes | memoryview | None) -> MemberList | None:
    """A reading again; None where there is none, or another version of Cascais has packed it."""
    said = json.loads(zlib.decompress(content)) if content else {}
    if said.get("fields") != FIELDS:
        return None
    return MemberList(
        tuple(_member(values) for values in said["members"]),
        columns=said["columns"],
        unused=tuple(said["unused"]),
    )


def _member(values: list[object]) -> ListedMember:
    said = dict(zip(FIELDS, values, strict=True))
    languages = said.pop("languages")
    return ListedMember(**said, languages=tuple(languages))  # type: ignore[arg-type]
