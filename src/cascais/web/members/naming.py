"""The address of a member, made from its name, and members that a name or code stands for already."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, count

from django.utils.text import slugify

from cascais.search.place_names import folded, spellings
from cascais.web.members.models import Member

LONGEST_SLUG = 50
RESERVED = frozenset({"add", "new"})
NAMED = ("name", "local_names", "slug", "country")


@dataclass(frozen=True, slots=True)
class Doubles:
    """Members that a new one may be: the one of the same code, and those of the same kind, country and name."""

    of_code: Member | None
    of_name: tuple[Member, ...]


def free_slug(name: str, country: str) -> str:
    """An address that no member has yet: the name in Latin letters, where needed with the country or a number."""
    bare = slugify(folded(name))[: LONGEST_SLUG - 8].strip("-") or "member"
    taken = set(Member.objects.filter(slug__startswith=bare).values_list("slug", flat=True)) | RESERVED
    candidates = chain((bare, f"{bare}-{country.lower()}"), (f"{bare}-{number}" for number in count(2)))
    return next(each for each in candidates if each not in taken)


def doubles(*, name: str, country: str, kind: str, lau_code: str, besides: int | None = None) -> Doubles:
    """Who has this code or this name already, in any script and without diacritics."""
    others = Member.objects.filter(country=country, ended_on=None).exclude(
        pk__in=[besides] if besides else []
    )
    same = others.filter(lau_code=lau_code, kind=kind).first() if lau_code else None
    wanted = spellings(name, country)
    alike = [each for each in others.filter(kind=kind).only(*NAMED) if wanted & _names(each)]
    return Doubles(same, tuple(alike))


def _names(member: Member) -> frozenset[str]:
    names = (member.name, *member.local_names.values())
    return frozenset().union(*(spellings(name, member.country) for name in names))
