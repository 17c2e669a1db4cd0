"""Changes of a transaction that waits to be committed: they become entries in the same transaction, at its end.

The chain has one end, which who adds to it has to lock. At the end of the transaction the lock is held for a moment
only, and it is the last one that any transaction takes, so that nobody waits for another in a circle.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cascais.web.history.acting import Acting
from cascais.web.history.tracked import Tracked
from cascais.web.history.values import Image


@dataclass(frozen=True, slots=True)
class Place:
    """To whom a record belongs, and what it is called."""

    member: int | None
    title: str


@dataclass(frozen=True, slots=True)
class Change:
    """What one statement did to one record. Lines of an inventory changed where `has_new_lines`."""

    tracked: Tracked
    key: str
    by: Acting
    before: Image | None = None
    after: Image | None = None
    place: Place | None = None
    has_new_lines: bool = False


@dataclass(slots=True)
class Pending:
    """The changes of one transaction; a savepoint remembers how many there were and how many were written."""

    changes: list[Change] = field(default_factory=list)
    written: int = 0
    savepoints: dict[str, tuple[int, int]] = field(default_factory=dict)

    def mark(self, savepoint: str) -> None:
        """Remember where a savepoint stands."""
        self.savepoints[savepoint] = (len(self.changes), self.written)

    def go_back(self, savepoint: str) -> None:
        """Forget what came after a savepoint."""
        count, self.written = self.savepoints[savepoint]
        del self.changes[count:]

    def unwritten(self) -> list[Change]:
        """The changes that are not in the chain yet."""
        return self.changes[self.written :]

    def clear(self) -> None:
        """Forget everything: the transaction is over."""
        self.changes.clear()
        self.savepoints.clear()
        self.written = 0
