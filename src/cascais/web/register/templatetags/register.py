"""Names of kinds and countries in a list."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from cascais.web.display.templatetags.display import country_title
from cascais.web.members.models import MemberKind

register = template.Library()


@register.filter
def kind_titles(kinds: Iterable[str]) -> str:
    """The kinds of members in words."""
    return ", ".join(str(MemberKind(kind).label) for kind in kinds if kind in MemberKind.values)


@register.filter
def country_titles(codes: Iterable[str]) -> str:
    """The countries in words."""
    return ", ".join(sorted(map(country_title, codes)))
