"""The forms of a council's resolution: what it says, its document, which commitments belong to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cascais.web.commitments.models import Target
from cascais.web.display.texts import translated
from cascais.web.justice.models import ProcurementPledge, SupportProject
from cascais.web.members.forms import LANGUAGE
from cascais.web.members.models import Member
from cascais.web.register.documents import keep_document, put_away
from cascais.web.register.fields import LONG_TEXT, DayField, DocumentField, text_area
from cascais.web.register.membership_forms import sentence
from cascais.web.register.models import Membership, Resolution
from cascais.web.register.reads import standing_of
from cascais.web.register.steps import EARLIEST, DateProblem, problems

FIELDS = ("title", "decided_on", "number", "language", "text", "url")


class ResolutionForm(forms.Form):
    """A council's resolution."""

    title = forms.CharField(
        label=_("Title"), help_text=_("As the council calls it, or in short what it decided."), max_length=200
    )
    decided_on = DayField(label=_("Date of the decision"))
    number = forms.CharField(
        label=_("Number"), help_text=_("As on the document."), required=False, max_length=60
    )
    language = forms.CharField(
        label=_("Language"),
        help_text=_("The code of the language of the text, such as et."),
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"class": "narrow"}),
    )
    text = forms.CharField(
        label=_("Text of the commitments"), required=False, max_length=LONG_TEXT, widget=text_area(8)
    )
    file = DocumentField(label=_("Document"))
    takes_file_away = forms.BooleanField(
        label=_("Take the document away"),
        help_text=_("It can be brought back for 90 days."),
        required=False,
    )
    url = forms.URLField(label=_("Address where it is published"), required=False, assume_scheme="https")

    def __init__(
        self,
        *arguments: Any,  # noqa: ANN401 – as the parent takes them
        resolution: Resolution | None = None,
        waiting: Membership | None = None,
        **options: Any,  # noqa: ANN401 – as the parent takes them
    ) -> None:
        self.resolution, self.waiting = resolution, waiting
        initial = {name: getattr(resolution, name) for name in FIELDS} if resolution else None
        options["initial"] = initial
        super().__init__(*arguments, **options)
        if resolution is None or resolution.file is None:
            del self.fields["takes_file_away"]

    def clean_language(self) -> str:
        code = str(self.cleaned_data["language"]).strip().lower()
        if code and not LANGUAGE.fullmatch(code):
            raise ValidationError(_("The code of a language has two or three letters, such as et."))
        return code

    def clean_decided_on(self) -> Any:  # noqa: ANN401 – a day, as in the parent
        day, today = self.cleaned_data["decided_on"], timezone.localdate()
        if day > today:
            raise ValidationError(sentence(DateProblem("resolved_on", "future", today)))
        if day < EARLIEST:
            raise ValidationError(sentence(DateProblem("resolved_on", "early", EARLIEST)))
        for row in self._memberships():
            for problem in problems(replace(standing_of(row), resolved_on=day), today):
                if "resolved_on" in (problem.field, problem.other):
                    raise ValidationError(
                        _("The board has decided on this resolution already, before that day.")
                    )
        return day

    def _memberships(self) -> list[Membership]:
        """The memberships whose dates have to fit."""
        rows = self.resolution.memberships.select_related("member", "resolution") if self.resolution else ()
        return [*rows, *([self.waiting] if self.waiting else [])]

    @transaction.atomic
    def save(self, member: Member, user: User) -> Resolution:
        """Store the resolution with its document; the one before is kept among the deleted records."""
        row = self.resolution or Resolution(member=member)
        before = row.file
        for name in FIELDS:
            setattr(row, name, self.cleaned_data[name])
        if self.cleaned_data["file"]:
            row.file = keep_document(self.cleaned_data["file"], user)
        elif self.cleaned_data.get("takes_file_away"):
            row.file = None
        row.save()
        if before is not None and before != row.file:
            put_away(before, row, "file", user)
        return row


class CommitmentsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Commitments by their titles."""

    def label_from_instance(self, obj: Target | SupportProject | ProcurementPledge) -> str:
        return translated(obj.title)


class LinkForm(forms.Form):
    """Which of the member's commitments the resolution decided."""

    targets = CommitmentsField(
        label=_("Targets"),
        queryset=Target.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    support_projects = CommitmentsField(
        label=_("Support projects"),
        queryset=SupportProject.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    procurement_pledges = CommitmentsField(
        label=_("Procurement pledges"),
        queryset=ProcurementPledge.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *arguments: Any, resolution: Resolution, **options: Any) -> None:  # noqa: ANN401 – as the parent takes them
        self.resolution = resolution
        options["initial"] = {name: _keys(resolution, name) for name in self.base_fields}
        super().__init__(*arguments, **options)
        for name, field in list(self.fields.items()):
            rows = getattr(resolution.member, name).all()
            if name == "targets":
                rows = rows.filter(is_adopted=True)
            if isinstance(field, forms.ModelMultipleChoiceField):
                field.queryset = rows
            if not rows.exists():
                del self.fields[name]

    def save(self) -> None:
        """Link what is ticked and let go of what is not."""
        for name in self.fields:
            chosen = {row.pk for row in self.cleaned_data[name]}
            for row in getattr(self.resolution.member, name).all():
                wanted = row.pk in chosen
                if wanted != (row.resolution_id == self.resolution.pk):
                    row.resolution = self.resolution if wanted else None
                    row.save(update_fields=["resolution"])


def _keys(resolution: Resolution, name: str) -> list[int]:
    return list(getattr(resolution, name).values_list("pk", flat=True))
