"""The states that a page shows, each as colour, icon and word."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class State:
    """A state; `tone` is a class of the style sheet, `icon` a key of the icons."""

    tone: str
    icon: str
    word: str | Promise


UNKNOWN = State("quiet", "question", _("Unknown"))

STATES = {
    "on_track": State("good", "tick", _("On track")),
    "reached": State("good", "tick", _("Reached")),
    "off_track": State("warn", "warning", _("Off track")),
    "far_off_track": State("bad", "cross", _("Far off track")),
    "missed": State("bad", "cross", _("Missed")),
    "uncertain": State("warn", "question", _("Uncertain")),
    "cannot_tell": State("quiet", "question", _("Too little data")),
    "no_target": State("quiet", "dash", _("No target entered")),
    "blocks_editing": State("bad", "cross", _("Must be put right")),
    "blocks_publishing": State("bad", "cross", _("Must be put right before publishing")),
    "warns": State("warn", "warning", _("Probably wrong")),
    "informs": State("info", "info", _("Worth knowing")),
    "fine": State("good", "tick", _("Nothing found")),
    "published": State("good", "tick", _("Published")),
    "agrees": State("good", "tick", _("Agrees")),
    "differs": State("warn", "warning", _("Differs")),
    "met": State("good", "tick", _("Met")),
    "not_met": State("warn", "warning", _("Not met")),
    "kept": State("good", "tick", _("Yes")),
    "broken": State("warn", "warning", _("No")),
    "draft": State("info", "info", _("Draft")),
    "applied": State("info", "info", _("Applied")),
    "resolved": State("info", "info", _("Resolution passed")),
    "member": State("good", "tick", _("Member")),
    "refused": State("quiet", "cross", _("Refused")),
    "withdrawn": State("quiet", "dash", _("Withdrawn")),
    "overdue": State("bad", "cross", _("Overdue")),
    "soon": State("warn", "warning", _("Due within a year")),
    "not_entered": State("quiet", "question", _("Not entered here")),
    "later": State("good", "tick", _("Due later")),
    "no_duty": State("quiet", "dash", _("Nothing to hand in")),
}


def state(name: str) -> State:
    """The state of a name; a name that nobody knows is shown as unknown."""
    return STATES.get(name, UNKNOWN)
