"""Where a number comes from: its source, how it was chosen, how good it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cascais.text import Message, _, message


class HowKnown(StrEnum):
    """How a figure reached the table."""

    READ = "read"  # read in the publication or in a data set that its publisher made
    CITED = "cited"  # read in another document that cites the publication
    COMPUTED = "computed"  # computed from figures with a source; the locator says how
    MEMORY = "memory"  # not yet checked against a publication: shown as unverified


class How(StrEnum):
    """How a lookup chose the figure it returned."""

    EXACT = "exact"
    ANY_SECTOR = "any_sector"
    ANY_YEAR = "any_year"
    EARLIER_YEAR = "earlier_year"
    LATER_YEAR = "later_year"
    PARENT_AREA = "parent_area"
    PROXY = "proxy"
    PRESCRIBED = "prescribed"  # given by the member in a factor file
    LOCAL = "local"  # computed from the member's own supply
    REPORTED = "reported"  # implied by the emissions that the member's own source prints
    DEFAULT = "default"

    @property
    def in_words(self) -> str:
        """The choice as a reader would say it."""
        return HOW_WORDS[self]


HOW_WORDS = {
    How.EXACT: _("published for exactly this case"),
    How.ANY_SECTOR: _("published for all sectors"),
    How.ANY_YEAR: _("published for all years"),
    How.EARLIER_YEAR: _("published for an earlier year"),
    How.LATER_YEAR: _("published for a later year"),
    How.PARENT_AREA: _("published for a larger area"),
    How.PROXY: _("taken over from something similar"),
    How.PRESCRIBED: _("given by the member"),
    How.LOCAL: _("computed from local supply"),
    How.REPORTED: _("none: emissions as printed"),
    How.DEFAULT: _("a default: nothing more fitting was given"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """A publication, and the place in it."""

    id: str
    title: str
    publisher: str
    year: int | None
    url: str = ""
    doi: str = ""
    locator: str = ""
    licence: str = ""
    accessed: str = ""
    how_known: HowKnown = HowKnown.READ

    @property
    def is_verified(self) -> bool:
        """Whether somebody read the figure in a publication."""
        return self.how_known is not HowKnown.MEMORY

    @property
    def citation(self) -> str:
        """One line that names the publication and the place in it."""
        year = f" ({self.year})" if self.year else ""
        publisher = f"{self.publisher}{year}: " if self.publisher else ""
        locator = f", {self.locator}" if self.locator else ""
        link = f". https://doi.org/{self.doi}" if self.doi else f". {self.url}" if self.url else ""
        return f"{publisher}{self.title}{locator}{link}"


@dataclass(frozen=True, slots=True)
class Choice:
    """How a figure was chosen, and a sentence that says so."""

    how: How
    note: Message = field(default_factory=lambda: message("as published"))

    @property
    def is_exact(self) -> bool:
        """Whether the figure answers exactly what was asked."""
        return self.how in (How.EXACT, How.PRESCRIBED, How.LOCAL)


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its unit, its relative uncertainty and how it came about.

    `uncertainty` is half of the 95 % confidence interval divided by the value (0.05 = ± 5 %),
    None where nobody knows it.
    """

    value: float
    unit: str
    uncertainty: float | None = None
    source: Source | None = None
    choice: Choice | None = None
    quality: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
