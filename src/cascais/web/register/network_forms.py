"""The forms of a network: what it is, its national offices, its fee classes, who joins."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cascais.web.display.templatetags.display import country_title
from cascais.web.members.models import Member, MemberKind
from cascais.web.register.fields import (
    LONG_TEXT,
    CountryField,
    CurrencyField,
    DayField,
    MoneyField,
    country_choices,
    text_area,
)
from cascais.web.register.models import FeeClass, NationalOffice, Network

OFFICE_FIELDS = ("country", "organisation", "url", "email")
FEE_FIELDS = (
    "title", "least_population", "amount", "per_inhabitant", "currency", "kinds", "countries", "source", "source_url",
)  # fmt: skip


class NetworkForm(forms.Form):
    """A network."""

    title = forms.CharField(label=_("Name"), max_length=120)
    key = forms.SlugField(
        label=_("Short name in addresses"),
        help_text=_("Small letters, digits, - and _: climate_alliance"),
        max_length=40,
    )
    about = forms.CharField(
        label=_("About the network"), required=False, max_length=LONG_TEXT, widget=text_area(6)
    )
    url = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    def __init__(self, *arguments: Any, network: Network | None = None, **options: Any) -> None:  # noqa: ANN401 – as the parent takes them
        self.network = network
        names = ("title", "key", "about", "url")
        initial = {name: getattr(network, name) for name in names} if network else None
        options["initial"] = initial
        super().__init__(*arguments, **options)
        if network:
            del self.fields["key"]  # addresses stay

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"]).lower()
        if key == "add" or Network.objects.filter(key=key).exists():
            raise ValidationError(_("Another network has this short name."))
        return key

    def save(self) -> Network:
        """Store the network."""
        network = self.network or Network(key=self.cleaned_data["key"])
        for name in ("title", "about", "url"):
            setattr(network, name, self.cleaned_data[name])
        network.save()
        return network


class OfficeForm(forms.Form):
    """A national coordination office."""

    country = CountryField()
    organisation = forms.CharField(label=_("Organisation"), max_length=200)
    slug = forms.SlugField(
        label=_("Its page among the members"),
        help_text=_("The last part of the address of the member, where the office is one."),
        required=False,
    )
    url = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    email = forms.EmailField(
        label=_("E-mail address of the office"),
        help_text=_("An address of the office, not of a person."),
        required=False,
    )

    def __init__(
        self,
        *arguments: Any,  # noqa: ANN401 – as the parent takes them
        network: Network,
        office: NationalOffice | None = None,
        **options: Any,  # noqa: ANN401 – as the parent takes them
    ) -> None:
        self.network, self.office = network, office
        initial = {name: getattr(office, name) for name in OFFICE_FIELDS} if office else {}
        initial["slug"] = office.member.slug if office and office.member else ""
        options["initial"] = initial
        super().__init__(*arguments, **options)

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"])
        if slug and not Member.objects.filter(slug=slug).exists():
            raise ValidationError(_("No member has this address."))
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        same = self.network.offices.filter(
            country=cleaned.get("country"), organisation=cleaned.get("organisation")
        )
        if same.exclude(pk__in=[self.office.pk] if self.office else []).exists():
            raise ValidationError(_("This office is entered already."))
        return cleaned

    def save(self) -> NationalOffice:
        """Store the office."""
        office = self.office or NationalOffice(network=self.network)
        for name in OFFICE_FIELDS:
            setattr(office, name, self.cleaned_data[name])
        office.member = Member.objects.filter(slug=self.cleaned_data["slug"] or None).first()
        office.save()
        return office


class FeeClassForm(forms.Form):
    """A fee class."""

    title = forms.CharField(label=_("Name of the class"), max_length=120)
    least_population = forms.IntegerField(
        label=_("From so many inhabitants on"),
        help_text=_("0 for the smallest class and for classes that do not depend on inhabitants."),
        min_value=0,
        max_value=50_000_000,
        initial=0,
        widget=forms.NumberInput(attrs={"class": "narrow"}),
    )
    amount = MoneyField(label=_("Fixed amount a year"), required=False, max_digits=12)
    per_inhabitant = MoneyField(
        label=_("Amount for each inhabitant a year"),
        help_text=_("Both amounts may be given; they are added."),
        required=False,
        max_digits=8,
        decimal_places=4,
    )
    currency = CurrencyField()
    kinds = forms.MultipleChoiceField(
        label=_("Only for these kinds of members"),
        choices=MemberKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    countries = forms.MultipleChoiceField(
        label=_("Only for these countries"),
        help_text=_("Several can be chosen. None means all."),
        choices=country_choices,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    source = forms.CharField(
        label=_("Source"),
        help_text=_("The statutes or the page that says so, with its date."),
        max_length=1000,
        widget=text_area(2),
    )
    source_url = forms.URLField(label=_("Its address"), required=False, assume_scheme="https")

    def __init__(
        self,
        *arguments: Any,  # noqa: ANN401 – as the parent takes them
        network: Network,
        fee_class: FeeClass | None = None,
        **options: Any,  # noqa: ANN401 – as the parent takes them
    ) -> None:
        self.network, self.fee_class = network, fee_class
        initial = {name: getattr(fee_class, name) for name in FEE_FIELDS} if fee_class else None
        options["initial"] = initial
        super().__init__(*arguments, **options)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("amount") is None and cleaned.get("per_inhabitant") is None and not self.errors:
            self.add_error(
                "amount", _("Give a fixed amount, one for each inhabitant, or both; 0 where nothing is paid.")
            )
        return cleaned

    def save(self) -> FeeClass:
        """Store the class; a new one is given its key."""
        row = self.fee_class or FeeClass(network=self.network, key=_free_key(self.network))
        for name in FEE_FIELDS:
            setattr(row, name, self.cleaned_data[name])
        row.save()
        return row


class MemberField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A member, told from others of its name by country and kind."""

    def label_from_instance(self, obj: Member) -> str:
        return f"{obj.local_name}, {country_title(obj.country)} ({obj.get_kind_display()})"


class JoinForm(forms.Form):
    """An existing member that applies to a network."""

    member = MemberField(
        label=_("Member"), queryset=Member.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    applied_on = DayField(label=_("Date of the application"))

    def __init__(self, *arguments: Any, found: Any, **options: Any) -> None:  # noqa: ANN401 – as the parent takes them
        options["initial"] = {"applied_on": timezone.localdate()}
        super().__init__(*arguments, **options)
        field = self.fields["member"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = found


def _free_key(network: Network) -> str:
    taken = set(network.fee_classes.values_list("key", flat=True))
    return next(key for number in range(1, len(taken) + 2) if (key := f"class_{number}") not in taken)
