"""What the network pages can be narrowed to: each filter is one parameter of the address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cascais.pathways.dues import DueState
from cascais.search.place_names import folded
from cascais.web.display.states import state
from cascais.web.display.templatetags.display import country_title
from cascais.web.members.models import MemberKind
from cascais.web.overview.columns import Columns, Truths
from cascais.web.overview.nearness import is_in
from cascais.web.register.policy import PUBLIC_STATES
from cascais.workflows.next_steps import MUCH_ESTIMATED

FROM_BEST = (
    "reached", "on_track", "uncertain", "off_track", "far_off_track", "missed", "cannot_tell", "no_target",
)  # fmt: skip
NONE = "none"
FORMER = "former"
RECENT, OLD, VERY_OLD = 2, 4, 10
"""Ages of an inventory [years]: the Covenant of Mayors asks for one every four."""
LONGEST = 60

Title = str | Promise
Mask = Callable[[Columns, str, "Asked"], Truths]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; only values that a filter offers are kept."""

    values: Mapping[str, str] = field(default_factory=dict)
    today: date = date.min

    def get(self, key: str) -> str:
        """The value of a filter, empty where it is not set."""
        return self.values.get(key, "")

    @property
    def is_detailed(self) -> bool:
        """Whether a filter is set that the form keeps folded away."""
        return any(each.key in self.values for each in FILTERS if not each.is_first)

    @property
    def query(self) -> str:
        """The same as the query of an address."""
        return urlencode(self.values)


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: its parameter and name, what can be chosen, and which members remain."""

    key: str
    title: Title
    mask: Mask
    options: Callable[[Columns], Sequence[tuple[str, Title]]]
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter as the form shows it."""

    key: str
    title: Title
    value: str
    options: Sequence[tuple[str, Title]]
    is_first: bool


def asked(parameters: Mapping[str, str], columns: Columns, today: date) -> Asked:
    """Read the address; what no filter offers is left out."""
    values = {}
    for each in FILTERS:
        value = parameters.get(each.key, "")
        if value and value in dict(each.options(columns)):
            values[each.key] = value
    if wanted := " ".join(parameters.get("q", "").replace("\0", "").split())[:LONGEST]:
        values["q"] = wanted
    return Asked(values, today)


def chosen(columns: Columns, wanted: Asked) -> Truths:
    """Which members remain."""
    remaining = np.ones(len(columns), dtype=np.bool_)
    if wanted.get("membership") != FORMER:
        remaining &= ~columns.is_former
    for each in FILTERS:
        if value := wanted.get(each.key):
            remaining &= each.mask(columns, value, wanted)
    if text := folded(wanted.get("q")):
        remaining &= np.array([text in names for names in columns.searched], dtype=np.bool_)
    return remaining


def choices(columns: Columns, wanted: Asked) -> list[Choice]:
    """The filters as the form shows them."""
    return [
        Choice(each.key, each.title, wanted.get(each.key), each.options(columns), each.is_first)
        for each in FILTERS
    ]


def _fixed(*options: tuple[str, Title]) -> Callable[[Columns], Sequence[tuple[str, Title]]]:
    return lambda columns: options


def _countries(columns: Columns) -> list[tuple[str, Title]]:
    present = set(columns.country.tolist())
    return sorted(((code, country_title(code)) for code in present), key=lambda option: option[1])


def _kinds(columns: Columns) -> list[tuple[str, Title]]:
    present = set(columns.kind.tolist())
    return [(kind.value, kind.label) for kind in MemberKind if kind.value in present]


def _networks(columns: Columns) -> list[tuple[str, Title]]:
    return [(each.key, each.title) for each in columns.networks]


def _base_years(columns: Columns) -> list[tuple[str, Title]]:
    years = columns.base_year[~np.isnan(columns.base_year)]
    return [(str(int(year)), str(int(year))) for year in np.unique(years)]


def _statuses(*names: str) -> Callable[[Columns], Sequence[tuple[str, Title]]]:
    return _fixed(*((name, state(name).word) for name in names))


def _by_network(columns: Columns, value: str, wanted: Asked) -> Truths:
    network = _row_of(columns, value)
    return _truths(network in row.memberships for row in columns.rows)


def _row_of(columns: Columns, key: str) -> str:
    return next(each.row for each in columns.networks if each.key == key)


def _by_membership(columns: Columns, value: str, wanted: Asked) -> Truths:
    if value == FORMER:
        return columns.is_former
    if value == NONE:
        return _truths(not row.memberships for row in columns.rows)
    if wanted.get("network"):
        network = _row_of(columns, wanted.get("network"))
        return _truths(row.memberships.get(network) == value for row in columns.rows)
    return _truths(value in row.memberships.values() for row in columns.rows)


def _by_age(columns: Columns, value: str, wanted: Asked) -> Truths:
    age = wanted.today.year - columns.latest_year
    masks: dict[str, Truths] = {
        "new": age <= RECENT,
        "recent": (age > RECENT) & (age <= OLD),
        "old": (age > OLD) & (age < VERY_OLD),
        "very_old": age >= VERY_OLD,
    }
    return masks[value]


def _by_data(columns: Columns, value: str, wanted: Asked) -> Truths:
    share = columns.estimated_share
    masks: dict[str, Truths] = {
        "measured": share == 0,
        "partly": (share > 0) & (share <= MUCH_ESTIMATED),
        "estimated": share > MUCH_ESTIMATED,
    }
    return masks[value] if value in masks else (columns.grade == value)


def _by_findings(columns: Columns, value: str, wanted: Asked) -> Truths:
    has_inventory = columns.inventories > 0
    masks: dict[str, Truths] = {
        "must": columns.must_be_put_right > 0,
        "wrong": columns.probably_wrong > 0,
        "any": columns.findings > 0,
        NONE: has_inventory & (columns.findings == 0),
    }
    return masks[value]


def _by_reported(columns: Columns, value: str, wanted: Asked) -> Truths:
    return columns.inventories > 0 if value == "yes" else columns.inventories == 0


def _by_due(columns: Columns, value: str, wanted: Asked) -> Truths:
    return is_in(columns, value, wanted.today)


def _truths(values: Iterable[bool]) -> Truths:
    return np.array(list(values), dtype=np.bool_)


FILTERS = (
    Filter("network", _("Network"), _by_network, _networks, is_first=True),
    Filter(
        "country",
        _("Country"),
        lambda columns, value, wanted: columns.country == value,
        _countries,
        is_first=True,
    ),
    Filter(
        "status",
        _("−95 % by 2050"),
        lambda columns, value, wanted: columns.status == value,
        _statuses(*FROM_BEST[:-1]),
        is_first=True,
    ),
    Filter("due", _("Reports due"), _by_due, _statuses(*(each.value for each in DueState)), is_first=True),
    Filter(
        "own", _("Own target"), lambda columns, value, wanted: columns.own == value, _statuses(*FROM_BEST)
    ),
    Filter("kind", _("Kind"), lambda columns, value, wanted: columns.kind == value, _kinds),
    Filter(
        "membership",
        _("Membership"),
        _by_membership,
        _fixed(
            *((each.value, each.label) for each in PUBLIC_STATES),
            (NONE, _("In no network")),
            (FORMER, _("Merged into others")),
        ),
    ),
    Filter(
        "reported",
        _("Reported"),
        _by_reported,
        _fixed(("yes", _("An inventory is published")), ("no", _("No inventory is published"))),
    ),
    Filter(
        "base", _("Base year"), lambda columns, value, wanted: columns.base_year == int(value), _base_years
    ),
    Filter(
        "age",
        _("Age of the latest inventory"),
        _by_age,
        _fixed(
            ("new", _("Up to two years")),
            ("recent", _("Three or four years")),
            ("old", _("Five to nine years")),
            ("very_old", _("Ten years or more")),
        ),
    ),
    Filter(
        "data",
        _("Quality of the data"),
        _by_data,
        _fixed(
            ("measured", _("Nothing estimated")),
            ("partly", _("Up to a quarter estimated")),
            ("estimated", _("More than a quarter estimated")),
            ("A", _("Grade A")),
            ("B", _("Grade B")),
            ("C", _("Grade C")),
            ("D", _("Grade D")),
        ),
    ),
    Filter(
        "findings",
        _("Findings of the checks"),
        _by_findings,
        _fixed(
            ("must", _("Something must be put right")),
            ("wrong", _("Something is probably wrong")),
            ("any", _("Any finding")),
            (NONE, _("Nothing found")),
        ),
    ),
)
"""In the order of the form; the first few are always open."""
