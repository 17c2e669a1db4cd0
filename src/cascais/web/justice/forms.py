"""The forms of climate justice: a support project, a procurement pledge."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cascais.web.justice.models import ProcurementPledge, SupportProject
from cascais.web.members.models import Member
from cascais.web.register.documents import keep_document, put_away
from cascais.web.register.fields import (
    LONG_TEXT,
    CountryField,
    CurrencyField,
    DocumentField,
    MoneyField,
    YearField,
    text_area,
)
from cascais.web.register.models import Resolution

Row = TypeVar("Row", SupportProject, ProcurementPledge)
COMMON = (
    "title",
    "year",
    "last_year",
    "amount",
    "currency",
    "about",
    "evidence",
    "evidence_url",
    "resolution",
)
PROJECT_FIELDS = (*COMMON, "partner", "partner_country")
PLEDGE_FIELDS = (*COMMON, "good")


class JusticeForm(forms.Form):
    """What projects and pledges have in common."""

    title = forms.CharField(label=_("Title"), max_length=200)
    year = YearField(label=_("First year"))
    last_year = YearField(
        label=_("Last year"),
        help_text=_("Leave it empty where it is one year, or has no end."),
        required=False,
    )
    amount = MoneyField(
        label=_("Amount"), help_text=_("For the whole time, as it was decided."), required=False
    )
    currency = CurrencyField()
    about = forms.CharField(label=_("What is done"), required=False, max_length=LONG_TEXT, widget=text_area())
    evidence = forms.CharField(
        label=_("Evidence"),
        help_text=_("The document that says so, with its number or page."),
        required=False,
        max_length=LONG_TEXT,
        widget=text_area(2),
    )
    evidence_url = forms.URLField(label=_("Address of the evidence"), required=False, assume_scheme="https")
    evidence_file = DocumentField(label=_("Document"))
    resolution = forms.ModelChoiceField(
        label=_("Resolution that decided it"),
        queryset=Resolution.objects.none(),
        required=False,
        empty_label=_("None"),
    )

    def __init__(
        self,
        *arguments: Any,  # noqa: ANN401 – as the parent takes them
        member: Member,
        row: SupportProject | ProcurementPledge | None = None,
        resolution: Resolution | None = None,
        **options: Any,  # noqa: ANN401 – as the parent takes them
    ) -> None:
        self.member, self.row = member, row
        options["initial"] = self.first_values(resolution)
        super().__init__(*arguments, **options)
        field = self.fields["resolution"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = member.resolutions.all()

    def first_values(self, resolution: Resolution | None) -> dict[str, Any]:
        """What stands in the form before anything is entered."""
        names = [name for name in COMMON if name != "resolution"]
        values = {name: getattr(self.row, name) for name in names} if self.row else {}
        return values | {"resolution": self.row.resolution_id if self.row else resolution and resolution.pk}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("year"), cleaned.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", _("The last year lies before the first."))
        return cleaned

    def fill(self, row: Row, names: tuple[str, ...], user: User) -> Row:
        """Put what was entered into the row, with a new document where one came, and store it."""
        for name in names:
            setattr(row, name, self.cleaned_data[name])
        before = row.evidence_file
        if self.cleaned_data["evidence_file"]:
            row.evidence_file = keep_document(self.cleaned_data["evidence_file"], user)
        row.save()
        if before is not None and before != row.evidence_file:
            put_away(before, row, "evidence_file", user)
        return row


class ProjectForm(JusticeForm):
    """A support project with an indigenous partner."""

    partner = forms.CharField(
        label=_("Partner organisation"),
        help_text=_("The indigenous organisation that is supported."),
        max_length=200,
    )
    partner_country = CountryField(label=_("Country of the partner"), required=False)
    partner_slug = forms.SlugField(
        label=_("Its page among the members"),
        help_text=_("The last part of the address of the partner’s page, where it is a member."),
        required=False,
    )

    field_order = ("title", "partner", "partner_country", "partner_slug")

    def first_values(self, resolution: Resolution | None) -> dict[str, Any]:
        values = super().first_values(resolution)
        if isinstance(self.row, SupportProject):
            partner = self.row.partner_member
            values |= {
                "partner": self.row.partner,
                "partner_country": self.row.partner_country,
                "partner_slug": partner.slug if partner else "",
            }
        return values

    def clean_partner_slug(self) -> str:
        slug = str(self.cleaned_data["partner_slug"])
        if slug == self.member.slug:
            raise ValidationError(_("A member is not its own partner."))
        if slug and not Member.objects.filter(slug=slug).exists():
            raise ValidationError(_("No member has this address."))
        return slug

    def save(self, user: User) -> SupportProject:
        """Store the project."""
        row = self.row if isinstance(self.row, SupportProject) else SupportProject(member=self.member)
        row.partner_member = Member.objects.filter(slug=self.cleaned_data["partner_slug"] or None).first()
        return self.fill(row, PROJECT_FIELDS, user)


class PledgeForm(JusticeForm):
    """A pledge about what is bought."""

    good = forms.ChoiceField(label=_("What it is about"), choices=ProcurementPledge.Good.choices)

    field_order = ("title", "good")

    def first_values(self, resolution: Resolution | None) -> dict[str, Any]:
        values = super().first_values(resolution)
        return values | ({"good": self.row.good} if isinstance(self.row, ProcurementPledge) else {})

    def save(self, user: User) -> ProcurementPledge:
        """Store the pledge."""
        row = self.row if isinstance(self.row, ProcurementPledge) else ProcurementPledge(member=self.member)
        return self.fill(row, PLEDGE_FIELDS, user)
