"""Words for the fields of records and what they hold."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import FieldDoesNotExist
from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    Field,
    FloatField,
    ForeignKey,
    JSONField,
    Model,
)
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cascais.web.display.templatetags.display import figures, percent
from cascais.web.history.models import Entry
from cascais.web.history.places import places
from cascais.web.history.tracked import TRACKED, Tracked, tracked_models
from cascais.web.history.values import HIDDEN, Plain, plain

NOTHING = "–"
LONGEST = 300
NEARLY = 0.05
"""Per cent, below which a share is written without decimals."""
SHARES = frozenset({"reduction", "uncertainty", "estimated_share", "share"})
"""Fields that hold shares of one."""
DIGEST = "sha256:"
EMPTY: tuple[Plain, ...] = (None, "", False, "[]", "{}")

LINE_TITLES: dict[str, Promise] = {
    "lines": gettext_lazy("activities"),
    "prescribed_factors": gettext_lazy("prescribed factors"),
    "printed_totals": gettext_lazy("printed totals"),
}

Titles = dict[tuple[type[Model], str], str]
"""What records are called that others refer to."""


def field_title(tracked: Tracked | None, name: str) -> str:
    """What a form calls a field."""
    field = _field(tracked, name)
    return str(field.verbose_name) if field is not None else name.replace("_", " ")


def choice_title(tracked: Tracked, name: str, value: str) -> str:
    """The words of a choice; whatever is none stays as it is."""
    field = _field(tracked, name)
    return str(dict(field.flatchoices).get(value, value)) if field is not None and field.choices else value


def said(tracked: Tracked | None, name: str, value: Plain, titles: Titles) -> str:
    """What a field holds, as a person reads it."""
    if value is None or value == "":
        return NOTHING
    if value == HIDDEN:
        return _("not kept")
    if name in LINE_TITLES:
        count = int(str(value).split()[0])
        return _("{count} lines").format(count=count)
    if isinstance(value, str) and value.startswith(DIGEST):
        return _("content {digest}…").format(digest=value.removeprefix(DIGEST)[:8])
    field = _field(tracked, name)
    return _of_field(field, value, titles) if field is not None else Truncator(str(value)).chars(LONGEST)


def says_little(tracked: Tracked | None, name: str, value: Plain) -> bool:
    """Whether a field that a record holds is of no interest to most: empty, as every new record has it, or a digest."""
    if value in EMPTY or name in LINE_TITLES:
        return value in EMPTY
    if value == HIDDEN or str(value).startswith(DIGEST):
        return True
    field = _field(tracked, name)
    if isinstance(field, DateTimeField) and (field.auto_now or field.auto_now_add):
        return True
    return field is not None and field.has_default() and plain(field.get_default()) == value


def titles_of(entries: Iterable[Entry]) -> Titles:
    """What the records are called that the entries' fields refer to, asked for together."""
    wanted: dict[type[Model], set[str]] = {}
    known = {each.label: each for each in TRACKED}
    for entry in entries:
        for name, pair in entry.changes.items():
            field = _field(known.get(entry.model), name)
            if isinstance(field, ForeignKey):
                wanted.setdefault(field.related_model, set()).update(
                    str(key) for key in pair if key is not None
                )
    return {(model, key): title for model, keys in wanted.items() for key, title in _titles(model, keys)}


def _titles(model: type[Model], keys: set[str]) -> Iterable[tuple[str, str]]:
    if model is User:
        for user in User.objects.filter(pk__in=keys):
            is_erased = user.username == f"erased-{user.pk}"
            yield str(user.pk), _("an erased person") if is_erased else user.get_full_name() or user.username
    elif model in tracked_models():
        for key, place in places(tracked_models()[model], sorted(keys)).items():
            yield str(key), place.title


def _field(tracked: Tracked | None, name: str) -> Field[Any, Any] | None:
    try:
        field = tracked.model._meta.get_field(name) if tracked else None
    except FieldDoesNotExist:  # one of an earlier version
        return None
    return field if isinstance(field, Field) else None


def _of_field(field: Field[Any, Any], value: Plain, titles: Titles) -> str:
    if isinstance(field, ForeignKey):
        key = (field.related_model, str(value))
        return titles.get(key, _("no. {key}").format(key=value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, JSONField):
        return _json(str(value))
    return _number_or_date(field, value)


def _number_or_date(field: Field[Any, Any], value: Plain) -> str:
    if isinstance(field, FloatField):
        number = float(str(value))
        is_whole = abs(number * 100 - round(number * 100)) < NEARLY
        return percent(number, 0 if is_whole else 1) if field.name in SHARES else figures(number, 4)
    if isinstance(field, DateTimeField):
        return date_format(localtime(field.to_python(str(value))), "SHORT_DATETIME_FORMAT")
    if isinstance(field, DateField):
        return date_format(field.to_python(str(value)), "DATE_FORMAT")
    return Truncator(str(value)).chars(LONGEST)


def _json(text: str) -> str:
    """Lists by their parts, tables by name and value, as far as they are short."""
    held = json.loads(text)
    if isinstance(held, list):
        parts = [str(each) for each in held]
    elif isinstance(held, dict):
        parts = [f"{key}: {value}" for key, value in held.items()]
    else:
        parts = [str(held)]
    return Truncator(", ".join(parts) or NOTHING).chars(LONGEST)
