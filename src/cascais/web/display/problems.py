"""Problems of an input in the language of the page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cascais.errors import Problem
from cascais.text import Message
from cascais.web.display.texts import translated


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """What is wrong, where, what was found, what is allowed, what to do."""

    message: str
    place: str
    value: str
    allowed: str
    next_step: str


def shown(problem: Problem) -> ShownProblem:
    """One problem, ready to be shown."""
    return ShownProblem(
        message=_sentence(problem.message),
        place=_place(problem),
        value=problem.value,
        allowed=problem.allowed,
        next_step=_sentence(problem.next_step),
    )


def _sentence(text: str) -> str:
    """The translation of a sentence that remembers the message it comes from, else of the text itself."""
    message = getattr(text, "message", None)
    return translated(message if isinstance(message, Message) else text)


def _place(problem: Problem) -> str:
    parts = [
        _("sheet “{name}”").format(name=problem.sheet) if problem.sheet else "",
        _("row {number}").format(number=problem.row) if problem.row is not None else "",
        _("column “{name}”").format(name=problem.column) if problem.column else "",
    ]
    return ", ".join(part for part in parts if part)
