"""The people of the demonstration, and the password that all of them share."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "cascais-demonstration"  # noqa: S105 – printed at every start, for one's own machine only


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the demonstration and the members that he or she edits."""

    username: str
    first_name: str
    members: tuple[str, ...]


PEOPLE = (
    Person("mari", "Mari", ("gabrovo",)),
    Person("janez", "Janez", ("kranj", "velenje", "ljubljana")),
    Person("ilze", "Ilze", ("riga", "liepaja")),
)
