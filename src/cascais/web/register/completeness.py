"""What a resolution still lacks before it says all that a network asks for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Part(Enum):
    """A part of a complete resolution; the value says it in words."""

    DATE = _("The day on which the council decided")
    DOCUMENT = _("The document: a file, or the address where it is published")
    TEXT = _("The text of the commitments")
    CUT = _("A target for the emissions, such as 95 % less by 2050 than in 1990")
    JUSTICE = _("A support project or a procurement pledge for climate justice")


OPTIONAL = frozenset({Part.TEXT, Part.JUSTICE})
"""Parts that a resolution is complete without."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a resolution holds."""

    has_date: bool
    has_document: bool
    has_text: bool
    targets: int
    commitments_of_justice: int


@dataclass(frozen=True, slots=True)
class Check:
    """A part, whether it is there, and whether the resolution needs it."""

    part: Part
    is_there: bool
    is_needed: bool

    @property
    def words(self) -> str | Promise:
        return self.part.value


def checks(contents: Contents) -> tuple[Check, ...]:
    """Each part of a resolution, and whether it is there."""
    found = {
        Part.DATE: contents.has_date,
        Part.DOCUMENT: contents.has_document,
        Part.TEXT: contents.has_text,
        Part.CUT: contents.targets > 0,
        Part.JUSTICE: contents.commitments_of_justice > 0,
    }
    return tuple(Check(part, is_there, part not in OPTIONAL) for part, is_there in found.items())


def missing(found: Collection[Check]) -> tuple[Check, ...]:
    """The parts without which a resolution is not complete."""
    return tuple(each for each in found if each.is_needed and not each.is_there)
