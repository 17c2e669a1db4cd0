"""Checks the latest inventory of members, and remembers the answer until an inventory, a population or a rule changes."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from cascais.errors import CascaisError
from cascais.inventory.emissions import Inventory
from cascais.inventory.findings import Severity
from cascais.tables import vocabulary
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.reads import computed, found, with_lines
from cascais.web.overview.models import Glance

LETTERS = 24


@dataclass(frozen=True, slots=True)
class Subject:
    """A member's inventories to check, in the order of their years, and whatever else the checks look at."""

    member: int
    inventories: tuple[int, ...]
    populations: tuple[tuple[int, int], ...]
    version: str

    @property
    def key(self) -> str:
        """A short name of all that the answer depends on."""
        text = repr((self.inventories, self.populations, self.version))
        return hashlib.sha256(text.encode()).hexdigest()[:LETTERS]


@dataclass(frozen=True, slots=True)
class Checked:
    """How many findings the latest inventory has, by what they ask for, and the grade of its data.

    Half of the emissions rest on data of that grade or a better one; it is empty where half carry no grade.
    """

    key: str
    must_be_put_right: int = 0
    probably_wrong: int = 0
    worth_knowing: int = 0
    grade: str = ""


def checked(subjects: Iterable[Subject], standing: Mapping[int, Glance]) -> dict[int, Checked]:
    """The checks of each member's latest inventory by the member's key; what is known of it already is kept."""
    answers: dict[int, Checked] = {}
    asked = []
    for subject in subjects:
        glance = standing.get(subject.member)
        if glance and glance.checked_key == subject.key:
            answers[subject.member] = _kept(glance)
        elif subject.inventories:
            asked.append(subject)
    keys = [key for subject in asked for key in subject.inventories]
    rows = with_lines(InventoryYear.objects.filter(pk__in=keys).select_related("member"))
    full = {row.pk: row for row in rows}
    return answers | {subject.member: _check(subject, full) for subject in asked}


def _kept(glance: Glance) -> Checked:
    return Checked(
        glance.checked_key,
        glance.must_be_put_right,
        glance.probably_wrong,
        glance.worth_knowing,
        glance.grade,
    )


def _check(subject: Subject, full: Mapping[int, InventoryYear]) -> Checked:
    """What the checks say now; an inventory that cannot be computed any more must be put right."""
    rows = [full[key] for key in subject.inventories]
    try:
        *earlier, latest = (computed(row) for row in rows)
        findings = found(rows[-1], latest, tuple(earlier))
    except (CascaisError, KeyError):
        # A KeyError names a word that the vocabulary had once and has no longer.
        return Checked(subject.key, must_be_put_right=1)
    counts = Counter(finding.severity for finding in findings)
    return Checked(
        subject.key,
        counts[Severity.BLOCKS_EDITING] + counts[Severity.BLOCKS_PUBLISHING],
        counts[Severity.WARNS],
        counts[Severity.INFORMS],
        middle_grade(latest),
    )


def middle_grade(inventory: Inventory) -> str:
    """The grade within which half of the emissions rest on data as good or better."""
    sizes: defaultdict[str, float] = defaultdict(float)
    for record, co2e_t in zip(inventory.activities.records, np.abs(inventory.co2e_t), strict=True):
        sizes[record.quality] += float(co2e_t)
    half, reached = sum(sizes.values()) / 2, 0.0
    for grade in vocabulary.quality_grades():
        reached += sizes[grade]
        if reached > half:
            return grade
    return ""
