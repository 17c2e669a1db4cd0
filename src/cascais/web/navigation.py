"""Where one is and where one can go: the entries of the site, of a member, and the trail of a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cascais.web.members.models import Member
from cascais.web.members.policy import DRAFT_FOR, EDIT_MEMBER, MANAGE_PEOPLE_OF

Title = str | Promise

SITE = (
    (gettext_lazy("Overview"), "home"),
    (gettext_lazy("Members"), "members:list"),
    (gettext_lazy("Networks"), "register:networks"),
    (gettext_lazy("Groups"), "groups:list"),
    (gettext_lazy("Published tables"), "library:tables"),
    (gettext_lazy("About the data"), "library:about"),
)
KEEPER = (gettext_lazy("Background work"), reverse_lazy("operations:queue"))
MEMBER = (
    (gettext_lazy("Overview"), "members:overview"),
    (gettext_lazy("Inventories"), "inventories:list"),
    (gettext_lazy("Targets"), "commitments:targets"),
    (gettext_lazy("Commitments"), "resolutions:commitments"),
    (gettext_lazy("Climate"), "hazards:climate"),
    (gettext_lazy("About"), "members:about"),
)
OF_PLACES = ("inventories:list", "commitments:targets", "hazards:climate")
"""Pages that an organisation has no use for: it has no territory with emissions and weather."""
PEOPLE = ((gettext_lazy("People"), "people:of_member"),)
"""Pages of a member, for everybody and for its editors; at most seven together. What imports stands on the pages of the inventories."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a navigation."""

    title: Title
    url: str
    is_current: bool
    is_same_page: bool = False

    @property
    def current(self) -> str:
        """What aria-current says of it."""
        return "page" if self.is_same_page else "true"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the trail; the last one has no address."""

    title: Title
    url: str = ""


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the entries of the site's header."""
    entries = [_entry(title, reverse(name), request.path, is_exact=name == "home") for title, name in SITE]
    if _keeps_site(request):
        entries.append(_entry(KEEPER[0], str(KEEPER[1]), request.path, is_exact=False))
    return {"site_navigation": entries}


def _keeps_site(request: HttpRequest) -> bool:
    """Whether who signed in was an administrator then; the pages themselves ask again."""
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated and request.session.get("role") == "administrator")


def member_page(request: HttpRequest, member: Member, *steps: Step) -> dict[str, Any]:
    """The context that every page of a member needs; the steps lead from the member to the page."""
    can_edit = EDIT_MEMBER.allows(request.user, member)
    can_draft = can_edit or DRAFT_FOR.allows(request.user, member)
    manages_people = can_edit or MANAGE_PEOPLE_OF.allows(request.user, member)
    pages = MEMBER + (PEOPLE if manages_people else ())
    if member.is_organisation:
        pages = tuple((title, name) for title, name in pages if name not in OF_PLACES)
    overview = reverse("members:overview", args=[member.slug])
    entries = [
        _entry(title, url, request.path, is_exact=url == overview)
        for title, name in pages
        if (url := reverse(name, args=[member.slug]))
    ]
    return {
        "member": member,
        "can_edit": can_edit,
        "can_draft": can_draft,
        "member_navigation": entries,
        "trail": trail(
            Step(_("Members"), reverse("members:list")), Step(member.local_name, overview), *steps
        ),
    }


def trail(*steps: Step) -> tuple[Step, ...]:
    """The way from the home page; the last step is the page itself and no link."""
    last = Step(steps[-1].title)
    return (Step(_("Overview"), reverse("home")), *steps[:-1], last)


def _entry(title: Title, url: str, path: str, *, is_exact: bool) -> Entry:
    is_same = path == url
    return Entry(title, url, is_same or (not is_exact and path.startswith(url)), is_same)
