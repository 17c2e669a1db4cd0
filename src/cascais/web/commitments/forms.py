"""The forms by which a target is entered: one of the networks' own, or the member's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cascais.errors import InputError
from cascais.pathways.targets import Target as TargetRecord
from cascais.pathways.targets import TargetKind
from cascais.web.commitments.models import Target
from cascais.web.display.problems import shown
from cascais.web.display.texts import translated
from cascais.workflows.commitments import current_standard_targets

FIRST_YEAR, LAST_YEAR = 1990, 2100
PERCENT = 100.0
LARGEST_AMOUNT = 1e12


class YearField(forms.IntegerField):
    """A year in which a target may begin or end."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 – as the parent takes them
        narrow = forms.NumberInput(attrs={"class": "narrow"})
        super().__init__(min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False, widget=narrow, **kwargs)


class DecisionForm(forms.Form):
    """Who decided it, when, and where it is written down."""

    is_adopted = forms.TypedChoiceField(
        label=_("Has the council decided it?"),
        choices=[
            ("yes", _("Yes, it is a target of this member")),
            ("no", _("No, show it as a reference for comparison")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    decided = forms.DateField(
        label=_("Date of the decision"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "narrow"}, format="%Y-%m-%d"),
    )
    source = forms.CharField(
        label=_("Where it is written down"),
        help_text=_("The resolution or the plan, with its number or page."),
        max_length=500,
    )
    source_url = forms.URLField(label=_("Its address"), required=False, assume_scheme="https")

    def decision(self) -> dict[str, Any]:
        """The fields of a target that this form fills."""
        names = ("is_adopted", "decided", "source", "source_url")
        return {name: self.cleaned_data[name] for name in names}


class StandardTargetForm(DecisionForm):
    """One of the targets that the networks ask for."""

    key = forms.ChoiceField(label=_("Target"), choices=())
    base_year = YearField(
        label=_("Base year"), help_text=_("Leave it empty for the year that the network names.")
    )

    field_order = ("key", "base_year", "is_adopted", "decided", "source", "source_url")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 – as the parent takes them
        super().__init__(*args, **kwargs)
        self.standard = {target.key: target for target in current_standard_targets()}
        key = self.fields["key"]
        if isinstance(key, forms.ChoiceField):
            key.choices = [(name, translated(target.title)) for name, target in self.standard.items()]

    def target(self) -> Target:
        """The target, not yet stored."""
        standard = self.standard[self.cleaned_data["key"]]
        return Target(
            key=standard.key,
            title=standard.title,
            kind=standard.kind.value,
            target_year=standard.target_year,
            base_year=self.cleaned_data["base_year"] or standard.base_year,
            reduction=standard.reduction,
            level=standard.level,
            step_years=standard.step_years,
            has_sinks=standard.scope is not None and standard.scope.has_sinks,
            group=standard.group,
            **self.decision(),
        )


class OwnTargetForm(DecisionForm):
    """A target in the member's own words."""

    KINDS = (
        (TargetKind.REDUCTION.value, _("A cut in per cent against the base year")),
        (TargetKind.PER_CAPITA_REDUCTION.value, _("A cut in per cent for each inhabitant")),
        (TargetKind.LEVEL.value, _("So many tonnes in the target year (0 for neutrality)")),
        (TargetKind.PER_CAPITA_LEVEL.value, _("So many tonnes for each inhabitant")),
        (TargetKind.STEPS.value, _("The same cut in per cent every few years")),
    )
    title = forms.CharField(
        label=_("What is promised"),
        help_text=_("For example: 55 % less by 2030 than in 2010."),
        max_length=200,
    )
    kind = forms.ChoiceField(label=_("Kind of target"), choices=KINDS)
    amount = forms.FloatField(
        label=_("Per cent or tonnes"),
        help_text=_("Per cent for a cut, tonnes of CO₂e for a level."),
        min_value=0,
        max_value=LARGEST_AMOUNT,
        localize=True,
        widget=forms.TextInput(attrs={"class": "narrow", "inputmode": "decimal"}),
    )
    step_years = forms.IntegerField(
        label=_("Years of a step"),
        help_text=_("Only for the same cut every few years."),
        required=False,
        min_value=1,
        max_value=50,
        widget=forms.NumberInput(attrs={"class": "narrow"}),
    )
    base_year = YearField(label=_("Base year"), help_text=_("Leave it empty for the first inventory."))
    target_year = YearField(label=_("Target year"))
    has_sinks = forms.BooleanField(label=_("It counts the sinks of the land"), required=False)

    field_order = (
        "title", "kind", "amount", "step_years", "base_year", "target_year", "has_sinks",
        "is_adopted", "decided", "source", "source_url",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                TargetRecord(
                    key="own", title=cleaned["title"], kind=TargetKind(cleaned["kind"]), **self._numbers()
                )
            except InputError as error:
                raise ValidationError(shown(error.problems[0]).message) from error
        return cleaned

    def _numbers(self) -> dict[str, Any]:
        given = self.cleaned_data
        is_level = given["kind"] in (TargetKind.LEVEL, TargetKind.PER_CAPITA_LEVEL)
        return {
            "target_year": given["target_year"],
            "base_year": given["base_year"],
            "reduction": None if is_level else given["amount"] / PERCENT,
            "level": given["amount"] if is_level else None,
            "step_years": given["step_years"],
        }

    def target(self) -> Target:
        """The target, not yet stored; its key is given when it is."""
        given = self.cleaned_data
        return Target(
            title=given["title"],
            kind=given["kind"],
            has_sinks=given["has_sinks"],
            group="own",
            **self._numbers(),
            **self.decision(),
        )
