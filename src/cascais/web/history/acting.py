"""Who is at work at this moment, and through what: a page, the interface, a command or a job."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

PAGE, API, COMMAND, JOB = "page", "api", "command", "job"


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, as a bare key or as a function that finds out, and through what."""

    actor: int | None | Callable[[], int | None] = None
    origin: str = COMMAND
    is_restoring: bool = False

    def settled(self) -> Acting:
        """The same with the key looked up."""
        return Acting(self.actor(), self.origin, self.is_restoring) if callable(self.actor) else self


_ACTING: ContextVar[Acting] = ContextVar("acting", default=Acting())  # noqa: B039 – it is frozen


def current() -> Acting:
    """Who acts at this moment; without a word about it, a command for nobody in particular."""
    return _ACTING.get().settled()


@contextmanager
def acting(
    actor: int | None | Callable[[], int | None], origin: str, *, is_restoring: bool = False
) -> Iterator[None]:
    """What is written within this is written down as this person's, through this."""
    token = _ACTING.set(Acting(actor, origin, is_restoring))
    try:
        yield
    finally:
        _ACTING.reset(token)
