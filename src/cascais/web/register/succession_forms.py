"""The forms of mergers and splits of members."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cascais.search.place_names import folded
from cascais.web.inventories.models import InventoryYear
from cascais.web.members.models import Member, Succession
from cascais.web.members.successions import ancestors
from cascais.web.register.fields import DayField, text_area
from cascais.web.register.membership_forms import sentence
from cascais.web.register.models import Membership, MembershipState
from cascais.web.register.reads import standing_of
from cascais.web.register.steps import EARLIEST, DateProblem, problems

WHOLE = 100.0
TOLERANCE = 0.01
MOST = 100


@dataclass(frozen=True, slots=True)
class Part:
    """A member that came out of a split, and its share of the inhabitants."""

    member: Member
    share: float


class SuccessionForm(forms.Form):
    """What mergers and splits have in common."""

    happened_on = DayField(label=_("Day from which it holds"))
    source = forms.CharField(
        label=_("Source"),
        help_text=_("The law or decision, with its number."),
        max_length=500,
        widget=text_area(2),
    )
    ends_memberships = forms.BooleanField(
        label=_("Enter the memberships of the members that ceased as withdrawn on that day"),
        required=False,
        initial=True,
    )

    def __init__(self, *arguments: Any, kept: QuerySet[Member], **options: Any) -> None:  # noqa: ANN401 – as the parent takes them
        self.kept = kept
        super().__init__(*arguments, **options)

    def clean_happened_on(self) -> date:
        day: date = self.cleaned_data["happened_on"]
        today = timezone.localdate()
        if day > today:
            raise ValidationError(sentence(DateProblem("withdrawn_on", "future", today)))
        if day < EARLIEST:
            raise ValidationError(sentence(DateProblem("withdrawn_on", "early", EARLIEST)))
        return day

    def one(self, text: str) -> Member:
        """The member that a line means: its address, code, or name; raises ValidationError."""
        wanted = text.strip()
        slug = folded(wanted).replace(" ", "-")
        found = list(
            self.kept.filter(
                Q(slug=wanted) | Q(lau_code=wanted.upper()) | Q(name__iexact=wanted) | Q(slug=slug)
            )[:6]
        )
        exact = [each for each in found if each.slug == wanted]
        if len(exact or found) == 1:
            return (exact or found)[0]
        if not found:
            raise ValidationError(
                _("“%(text)s” is no member whose register you keep. Add it to the network first."),
                params={"text": wanted[:80]},
            )
        raise ValidationError(
            _("“%(text)s” may mean several members. Write one of these: %(slugs)s"),
            params={"text": wanted[:80], "slugs": ", ".join(each.slug for each in found)},
        )

    def refuse(self, ceased: list[Member], successors: list[Member], day: date) -> None:
        """Raise ValidationError for what cannot be."""
        for member in ceased:
            if member.ended_on or member.successions.exists():
                raise ValidationError(_("%(name)s has ceased already."), params={"name": member.local_name})
        for successor in successors:
            if successor.pk in {member.pk for member in ceased}:
                raise ValidationError(
                    _("%(name)s cannot succeed itself."), params={"name": successor.local_name}
                )
            if ancestors(successor) & {member.pk for member in ceased} or any(
                successor.pk in ancestors(member) for member in ceased
            ):
                raise ValidationError(
                    _("%(name)s and a member that ceased come from each other already."),
                    params={"name": successor.local_name},
                )
            _refuse_earlier_inventories(successor, day)
        if self.cleaned_data.get("ends_memberships"):
            _refuse_memberships(ceased, day)

    def record(self, pairs: list[tuple[Member, Member, float]]) -> None:
        """Store who went over into whom by which share; the predecessors have ceased."""
        day = self.cleaned_data["happened_on"]
        with transaction.atomic():
            for predecessor, successor, share in pairs:
                Succession.objects.create(
                    predecessor=predecessor,
                    successor=successor,
                    happened_on=day,
                    share=share,
                    source=self.cleaned_data["source"],
                )
            for predecessor in {each.pk: each for each, _successor, _share in pairs}.values():
                predecessor.ended_on = day
                predecessor.save(update_fields=["ended_on"])
                if self.cleaned_data["ends_memberships"]:
                    for row in _standing(predecessor):
                        row.state, row.withdrawn_on = MembershipState.WITHDRAWN, day
                        row.save(update_fields=["state", "withdrawn_on"])


class MergerForm(SuccessionForm):
    """Several members that merged into one."""

    predecessors = forms.CharField(
        label=_("Members that ceased"),
        help_text=_("One a line: the name, the code, or the last part of the address of its page."),
        max_length=5000,
        widget=text_area(4),
    )
    successor = forms.CharField(
        label=_("The member that they became"),
        help_text=_(
            "Add it to the network first. A town that took in a neighbour is entered as a new member, too."
        ),
        max_length=120,
    )

    field_order = ("predecessors", "successor", "happened_on", "source", "ends_memberships")

    def clean_predecessors(self) -> list[Member]:
        lines = _lines(self.cleaned_data["predecessors"])
        found = {each.pk: each for each in map(self.one, lines)}
        if len(found) < 2:
            raise ValidationError(_("A merger needs at least two members that ceased."))
        return list(found.values())

    def clean_successor(self) -> Member:
        return self.one(self.cleaned_data["successor"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            self.refuse(cleaned["predecessors"], [cleaned["successor"]], cleaned["happened_on"])
        return cleaned

    def save(self) -> Member:
        """Store the merger."""
        successor: Member = self.cleaned_data["successor"]
        self.record([(each, successor, 1.0) for each in self.cleaned_data["predecessors"]])
        return successor


class SplitForm(SuccessionForm):
    """A member that was split into several."""

    predecessor = forms.CharField(label=_("The member that ceased"), max_length=120)
    parts = forms.CharField(
        label=_("The members that came out of it"),
        help_text=_(
            "One a line with its share of the inhabitants in per cent: Upper Valley: 62.5. The shares add up to 100."
        ),
        max_length=5000,
        widget=text_area(4),
    )

    field_order = ("predecessor", "parts", "happened_on", "source", "ends_memberships")

    def clean_predecessor(self) -> Member:
        return self.one(self.cleaned_data["predecessor"])

    def clean_parts(self) -> list[Part]:
        parts = [self._part(line) for line in _lines(self.cleaned_data["parts"])]
        if len({part.member.pk for part in parts}) != len(parts) or len(parts) < 2:
            raise ValidationError(_("A split needs at least two members, each on one line."))
        total = sum(part.share for part in parts)
        if abs(total - WHOLE) > TOLERANCE:
            raise ValidationError(
                _("The shares add up to %(total)s per cent; they have to add up to 100."),
                params={"total": f"{total:g}"},
            )
        return [replace(part, share=part.share / total) for part in parts]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            self.refuse(
                [cleaned["predecessor"]], [part.member for part in cleaned["parts"]], cleaned["happened_on"]
            )
        return cleaned

    def save(self) -> Member:
        """Store the split."""
        predecessor: Member = self.cleaned_data["predecessor"]
        self.record([(predecessor, part.member, part.share) for part in self.cleaned_data["parts"]])
        return predecessor

    def _part(self, line: str) -> Part:
        name, _sign, number = line.rpartition(":")
        try:
            share = float(number.replace("%", "").replace(",", ".").strip())
        except ValueError:
            share = 0.0
        if not name.strip() or not 0 < share < WHOLE:
            raise ValidationError(
                _("The line “%(line)s” should read like this: Upper Valley: 62.5"), params={"line": line[:80]}
            )
        return Part(self.one(name), share)


def _lines(text: str) -> list[str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise ValidationError(_("At most %(most)s lines are taken."), params={"most": MOST})
    return lines


def _standing(member: Member) -> list[Membership]:
    rows = member.memberships.exclude(state__in=(MembershipState.REFUSED, MembershipState.WITHDRAWN))
    return list(rows.select_related("member", "resolution", "network"))


def _refuse_memberships(ceased: list[Member], day: date) -> None:
    """The withdrawal may not lie before what was decided of a membership."""
    for member in ceased:
        for row in _standing(member):
            ended = replace(standing_of(row), state=MembershipState.WITHDRAWN, withdrawn_on=day)
            for problem in problems(ended, timezone.localdate()):
                raise ValidationError(
                    "%(name)s: %(problem)s", params={"name": member.local_name, "problem": sentence(problem)}
                )


def _refuse_earlier_inventories(successor: Member, day: date) -> None:
    """Own inventories of years before the merger have another boundary; they would mix with the inherited ones."""
    years = InventoryYear.objects.filter(member=successor, superseded_at=None, year__lt=day.year)
    found = sorted(set(years.values_list("year", flat=True)))
    if found:
        raise ValidationError(
            gettext(
                "%(name)s has own inventories of years before that day (%(years)s), in its boundary of then. "
                "Enter the member as it is since that day as a new one."
            )
            % {"name": successor.local_name, "years": ", ".join(map(str, found))}
        )
