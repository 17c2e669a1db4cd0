"""Marks text for translation, without Django: the web layer translates, everything else reads English."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias


def _(text: str) -> str:
    """Mark a fixed text for the catalogue and return it unchanged."""
    return text


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with named placeholders, kept apart from its values so that it can be translated.

    >>> str(message("{carrier} is missing", carrier="Natural gas"))
    'Natural gas is missing'
    """

    template: str
    values: Mapping[str, object]

    def __str__(self) -> str:
        return self.template.format(**self.values) if self.values else self.template


def message(template: str, **values: object) -> Message:
    """Mark a sentence with placeholders for the catalogue and bind its values."""
    return Message(template, MappingProxyType(values))


@dataclass(frozen=True, slots=True)
class Listed:
    """Texts that stand one after the other in a sentence, kept apart so that each can be translated.

    >>> str(message("Missing: {sectors}.", sectors=listed(["Waste", "Transport"])))
    'Missing: Waste, Transport.'
    """

    parts: tuple[Message | str, ...]
    separator: str = ", "

    def __str__(self) -> str:
        return self.separator.join(map(str, self.parts))


def listed(parts: Iterable[Message | str], separator: str = ", ") -> Listed:
    """Put texts one after the other."""
    return Listed(tuple(parts), separator)


Translate: TypeAlias = Callable[[Message | str], str]
"""How a reader is told a text: `str` gives English; the web layer gives the language of the page."""
