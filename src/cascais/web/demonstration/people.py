"""The people of the demonstration, one for each role, and the password that all of them share."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "cascais-demonstration"  # noqa: S105 – printed at every start, for one's own machine only
ADDRESSES = "demonstration.example"
"""The domain of their e-mail addresses; it exists nowhere."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the demonstration with one role: for members, for a network, or for the whole site."""

    username: str
    first_name: str
    role: str
    members: tuple[str, ...] = ()
    network: str = ""

    @property
    def task(self) -> str:
        """What the person does, for whoever starts the demonstration."""
        return f"{TASKS[self.role]} {self.network or ', '.join(self.members)}".strip()


@dataclass(frozen=True, slots=True)
class Agency:
    """An invented agency, and the members that it works for."""

    slug: str
    name: str
    country: str
    cares_for: tuple[str, ...]


TASKS = {
    "viewer": "sees drafts of",
    "contributor": "edits drafts of",
    "editor": "edits and publishes for",
    "coordinator": "coordinates",
    "secretariat": "keeps the register of",
    "administrator": "may do everything",
}
AGENCY = Agency("synthetic-agency", "Synthetic Energy Agency", "PL", ("rzeszow", "wroclaw", "liepaja"))
NETWORKS = {"climate_alliance": "Climate Alliance", "ceesen": "CEESEN"}
PEOPLE = (
    Person("mari", "Mari", "editor", ("gabrovo",)),
    Person("janez", "Janez", "editor", ("kranj", "velenje", "ljubljana")),
    Person("ilze", "Ilze", "editor", ("riga", "liepaja")),
    Person("petra", "Petra", "viewer", ("gabrovo",)),
    Person("ivo", "Ivo", "contributor", ("gabrovo",)),
    Person("marek", "Marek", "coordinator", (AGENCY.slug,)),
    Person("elena", "Elena", "secretariat", network="climate_alliance"),
    Person("tamas", "Tamás", "secretariat", network="ceesen"),
    Person("sofia", "Sofia", "administrator"),
)
