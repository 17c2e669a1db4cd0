"""The forms of a membership: the application, the council's resolution, each step, corrections."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cascais.web.members.models import Member
from cascais.web.register.fields import LONG_TEXT, DayField, text_area
from cascais.web.register.models import FeeClass, Membership, MembershipState, Network, Resolution
from cascais.web.register.reads import standing_of
from cascais.web.register.steps import TITLES, DateProblem, Standing, Transition, after, problems

DATES = ("applied_on", "board_decided_on", "withdrawn_on")
CORRECTED = ("external_key", "note", "source", "source_url")


def sentence(problem: DateProblem) -> str:
    """What is wrong with a date, in words."""
    limit = date_format(problem.limit, "DATE_FORMAT") if problem.limit else ""
    sentences = {
        "missing": gettext("{title} is missing.").format(title=TITLES[problem.field]),
        "future": gettext("The day lies in the future; it may be at the latest {limit}.").format(limit=limit),
        "early": gettext("The day lies too far back; it may be at the earliest {limit}.").format(limit=limit),
        "order": gettext("The day lies before {limit}, which is: {other}.").format(
            limit=limit, other=str(TITLES[problem.other]).lower() if problem.other else ""
        ),
    }
    return sentences[problem.kind]


def refuse_dates(form: forms.Form, standing: Standing, renamed: str = "") -> None:
    """Put what is wrong with the dates beside the fields of the form; `renamed` is the field of the only date."""
    for problem in problems(standing, timezone.localdate()):
        field = renamed or problem.field
        form.add_error(field if field in form.fields else None, sentence(problem))


class ApplyForm(forms.Form):
    """A member's application to a network."""

    network = forms.ModelChoiceField(label=_("Network"), queryset=Network.objects.none(), empty_label=None)
    applied_on = DayField(label=_("Date of the application"))

    def __init__(self, *arguments: Any, member: Member, **options: Any) -> None:  # noqa: ANN401 – as the parent takes them
        options["initial"] = {"applied_on": timezone.localdate()}
        super().__init__(*arguments, **options)
        field = self.fields["network"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = open_networks(member)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        refuse_dates(
            self, Standing(MembershipState.APPLIED, cleaned.get("applied_on"))
        ) if not self.errors else None
        return cleaned


class StepForm(forms.Form):
    """One step with its date."""

    on = DayField(label=_("Date"))

    def __init__(self, *arguments: Any, step: Transition, row: Membership, **options: Any) -> None:  # noqa: ANN401 – as the parent takes them
        super().__init__(*arguments, **options)
        self.step, self.row = step, row
        if step.date_field:
            self.fields["on"].label = str(TITLES[step.date_field])
        else:
            del self.fields["on"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            moved = after(self.step, standing_of(self.row), cleaned.get("on"))
            refuse_dates(self, moved, "on" if self.step.date_field else "")
        return cleaned


class AttachForm(forms.Form):
    """The resolution that goes with a membership."""

    resolution = forms.ModelChoiceField(
        label=_("Resolution"), queryset=Resolution.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *arguments: Any, row: Membership, **options: Any) -> None:  # noqa: ANN401 – as the parent takes them
        options["initial"] = {"resolution": row.resolution_id}
        super().__init__(*arguments, **options)
        self.row = row
        field = self.fields["resolution"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = row.member.resolutions.all()

    def clean_resolution(self) -> Resolution:
        found: Resolution = self.cleaned_data["resolution"]
        standing = replace(standing_of(self.row), resolved_on=found.decided_on)
        for problem in problems(standing, timezone.localdate()):
            if "resolved_on" in (problem.field, problem.other):
                raise ValidationError(sentence(problem))
        return found


class CorrectForm(forms.Form):
    """Dates and remarks of a membership that were entered wrongly."""

    applied_on = DayField(label=TITLES["applied_on"], required=False)
    board_decided_on = DayField(label=TITLES["board_decided_on"], required=False)
    withdrawn_on = DayField(label=TITLES["withdrawn_on"], required=False)
    fee_class = forms.ModelChoiceField(
        label=_("Agreed fee class"),
        help_text=_("Leave it empty to let kind, country and inhabitants decide."),
        queryset=FeeClass.objects.none(),
        required=False,
        empty_label=_("By kind, country and inhabitants"),
    )
    external_key = forms.CharField(label=_("Key in the network’s own list"), required=False, max_length=60)
    source = forms.CharField(
        label=_("Where the membership is published"),
        required=False,
        max_length=LONG_TEXT,
        widget=text_area(2),
    )
    source_url = forms.URLField(label=_("Its address"), required=False, assume_scheme="https")
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Only the secretariat reads it."),
        required=False,
        max_length=LONG_TEXT,
        widget=text_area(3),
    )

    def __init__(self, *arguments: Any, row: Membership, **options: Any) -> None:  # noqa: ANN401 – as the parent takes them
        names = (*DATES, "fee_class", *CORRECTED)
        options["initial"] = {name: getattr(row, name) for name in names}
        super().__init__(*arguments, **options)
        self.row = row
        field = self.fields["fee_class"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = row.network.fee_classes.all()
        for name in DATES:
            if not _belongs(name, row):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            days: dict[str, Any] = {name: cleaned[name] for name in DATES if name in self.fields}
            refuse_dates(self, replace(standing_of(self.row), **days))
        return cleaned

    def save(self) -> Membership:
        """Store what was corrected."""
        for name in self.fields:
            setattr(self.row, name, self.cleaned_data[name])
        self.row.save()
        return self.row


def open_networks(member: Member) -> Any:  # noqa: ANN401 – a query set of networks
    """The networks to which a member does not stand in any way that lasts."""
    lasting = member.memberships.exclude(state__in=(MembershipState.REFUSED, MembershipState.WITHDRAWN))
    return Network.objects.exclude(pk__in=lasting.order_by().values("network"))


def _belongs(name: str, row: Membership) -> bool:
    """Whether a date can stand beside a state; one that is there already can always be corrected."""
    decided = row.state in (MembershipState.MEMBER, MembershipState.REFUSED)
    fitting = {
        "applied_on": True,
        "board_decided_on": decided,
        "withdrawn_on": row.state == MembershipState.WITHDRAWN,
    }
    return fitting[name] or getattr(row, name) is not None
