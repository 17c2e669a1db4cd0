"""Which records the history covers, how each leads to its member, and what of it is never written down.

Nothing that says who a person is enters the history: no name, no address, no secret. A person is a bare key.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import BinaryField, Field, Model


@dataclass(frozen=True, slots=True)
class Tracked:
    """A model whose changes are written down; `member` and `title` are paths from a row to them.

    Of `hidden` fields only that they changed is written, of `digested` ones a digest; a change of `ignored` ones
    alone is none.
    """

    label: str
    member: str = ""
    title: str = ""
    hidden: frozenset[str] = frozenset()
    digested: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()

    @property
    def model(self) -> type[Model]:
        """The model itself."""
        return apps.get_model(self.label)

    @property
    def fields(self) -> tuple[Field[Any, Any], ...]:
        """The fields whose changes count, all but the key."""
        return _fields(self)

    def keeps_digest_of(self, field: Field[Any, Any]) -> bool:
        """Whether a digest stands for what the field holds."""
        return field.name in self.digested or isinstance(field, BinaryField)


@dataclass(frozen=True, slots=True)
class Lines:
    """A model whose rows are never changed once they are there: the entry of their owner covers all of them."""

    label: str
    relation: str  # from the owner to its lines

    @property
    def model(self) -> type[Model]:
        """The model itself."""
        return apps.get_model(self.label)


@cache
def _fields(tracked: Tracked) -> tuple[Field[Any, Any], ...]:
    own = tracked.model._meta.concrete_fields
    return tuple(field for field in own if not field.primary_key and field.name not in tracked.ignored)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


TRACKED: tuple[Tracked, ...] = (
    Tracked(
        "auth.user",
        hidden=_names("username first_name last_name email password"),
        ignored=_names("last_login date_joined"),
    ),
    Tracked("accounts.assignment", "member", "role"),
    Tracked("accounts.invitation", "member", "role", hidden=_names("email secret_sha256")),
    Tracked(
        "api.apitoken",
        "member",
        "scope",
        hidden=_names("name prefix secret_sha256"),
        ignored=_names("last_used_on"),
    ),
    Tracked("members.member", "pk", "name"),
    Tracked("members.population", "member", "year"),
    Tracked("members.succession", "predecessor", "successor__name"),
    Tracked("members.care", "member", "agency__name"),
    Tracked("register.network", title="title"),
    Tracked("register.feeclass", title="title"),
    Tracked("register.nationaloffice", "member", "organisation", hidden=_names("email")),
    Tracked("register.resolution", "member", "title"),
    Tracked("register.membership", "member", "network__title"),
    Tracked("member_lists.listupload", title="file__name", digested=_names("columns decisions")),
    Tracked("justice.supportproject", "member", "title"),
    Tracked("justice.procurementpledge", "member", "title"),
    Tracked("groups.group", "coordinator", "title"),
    Tracked("groups.groupmember", "member", "group__title"),
    Tracked("groups.grouptarget", "group_of_members__coordinator", "title"),
    Tracked("inventories.storedfile", title="name"),
    Tracked("inventories.inventoryyear", "member", "year", digested=_names("results")),
    Tracked("hazards.hazarddataset", title="title"),
    Tracked("overview.handedin", "member", "report"),
    Tracked("commitments.target", "member", "title"),
    Tracked("imports.upload", "member", "file__name", digested=_names("options mapping own_factors")),
    Tracked("imports.upload_inventories", "upload__member", "upload__file__name"),
)

OWNER_OF_LINES = "inventories.inventoryyear"
OWNER_FIELD = "inventory"
"""How a line leads to its owner."""

LINES: tuple[Lines, ...] = (
    Lines("inventories.activityline", "lines"),
    Lines("inventories.prescribedfactorline", "prescribed_factors"),
    Lines("inventories.printedtotal", "printed_totals"),
)

NOT_TRACKED: dict[str, str] = {
    "accounts.signin": "where a person is signed in, for the person alone; gone with the session",
    "accounts.failedsignin": "kept for minutes, and names who tried",
    "api.callcount": "a counter, kept for minutes",
    "history.entry": "the history itself",
    "history.chainhead": "the end of the history itself",
    "history.verification": "when the history was checked",
    "history.tombstone": "what was deleted; the deletion and the restoring are entries",
    "members.loadeddata": "which shipped files were loaded; says nothing of a member",
    "overview.glance": "derived from other records, and made anew at any time",
    "overview.mark": "which glances have to be made anew",
    "overview.stand": "how often glances were made anew",
    "hazards.hazardplace": "follows from the imported file, whose checksum is written down",
    "operations.worker": "the processes that run at the moment",
    "operations.occasion": "which periodic jobs were put into the queue",
    "operations.letter": "which reminders were sent to whom; kept for a time only",
}
"""Models that are left out on purpose, each with the reason."""

APPS_NOT_TRACKED: dict[str, str] = {
    "auth": "groups and permissions of the library are not used: roles are assignments",
    "contenttypes": "a list of the models",
    "sessions": "where people are signed in",
    "account": "addresses of people, for the library of the sign-in",
    "socialaccount": "links of people to where they sign in",
    "mfa": "second factors of people, which are secrets",
    "django_tasks_database": "the queue of jobs",
}
"""Apps whose models are left out unless they are named above."""


@cache
def tracked_models() -> dict[type[Model], Tracked]:
    """The tracked models with what is said of each."""
    return {each.model: each for each in TRACKED}


@cache
def line_models() -> dict[type[Model], Lines]:
    """The models whose rows are covered by the entry of their owner."""
    return {each.model: each for each in LINES}


@cache
def by_label(label: str) -> Tracked:
    """What is said of a model, by its name in the history. Raises KeyError where it is not tracked."""
    return {each.label: each for each in TRACKED}[label]


def is_classified(model: type[Model]) -> bool:
    """Whether somebody decided how the history treats a model."""
    label, app = model._meta.label_lower, model._meta.app_label
    is_tracked = model in tracked_models() or model in line_models()
    return is_tracked or label in NOT_TRACKED or app in APPS_NOT_TRACKED
