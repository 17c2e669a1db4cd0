"""The form of what stands above the lines: what the inventory is called, where it comes from, and its factors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cascais import units
from cascais.inventory.factors import GASES, PrescribedFactor
from cascais.tables import electricity, vocabulary
from cascais.web.inventories.line_words import HEAD

MOST_FACTORS = 300
BLANK_FACTORS = 3
LONGEST = 2000
LARGEST = 1e6
FIGURE = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "grid-number"})
HEAD_FIELDS = ("title", "source", "source_url", "note", "electricity", "gwp_set")


class HeadForm(forms.Form):
    """Title, source and note, and how the emissions are computed."""

    title = forms.CharField(label=HEAD["title"], max_length=200, required=False)
    source = forms.CharField(
        label=HEAD["source"],
        max_length=LONGEST,
        required=False,
        help_text=_("Publication with its year and page, or who measured it."),
    )
    source_url = forms.URLField(
        label=HEAD["source_url"], max_length=200, required=False, assume_scheme="https"
    )
    note = forms.CharField(
        label=HEAD["note"],
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    electricity = forms.ChoiceField(label=HEAD["electricity"], required=False)
    gwp_set = forms.ChoiceField(
        label=HEAD["gwp_set"], choices=[(key, each.title) for key, each in units.GWP_SETS.items()]
    )

    def __init__(self, *args: Any, country: str, stored: str, **kwargs: Any) -> None:  # noqa: ANN401 – as the parent
        super().__init__(*args, **kwargs)
        series = {
            each.key: gettext(each.title)
            for each in electricity.variants()
            if each.key == stored or electricity.years(country, each.key)
        }
        default = gettext("The default: life-cycle intensity of generation (Ember)")
        field = self.fields["electricity"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", default), *series.items()]


class NumberField(forms.FloatField):
    """A factor. Point and comma both stand before the decimals: no factor needs thousands."""

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 – as in the parent
        return super().to_python(value.strip().replace(",", ".") if isinstance(value, str) else value)


class KnownFactorForm(forms.Form):
    """A factor that is prescribed already: its value and its source; another carrier is another factor."""

    factor = NumberField(label=_("Factor"), min_value=0, max_value=LARGEST, widget=FIGURE)
    source = forms.CharField(label=_("Source"), max_length=500)


class NewFactorForm(KnownFactorForm):
    """A factor to be prescribed, in tonnes of its gas per unit of the carrier."""

    carrier = forms.ChoiceField(label=_("Carrier"))
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    gas = forms.ChoiceField(label=_("Gas"), choices=[(gas, gas) for gas in GASES], initial="CO2e")
    supplier = forms.CharField(label=_("Supplier"), max_length=80, required=False)
    field_order = ("carrier", "sector", "supplier", "gas", "factor", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 – as the parent takes them
        super().__init__(*args, **kwargs)
        carriers = [(key, gettext(each.title)) for key, each in vocabulary.carriers().items()]
        sectors = [(key, gettext(each.title)) for key, each in vocabulary.sectors().items()]
        for name, none, known in (("carrier", "", carriers), ("sector", gettext("any"), sectors)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", none), *known]


Known = BaseFormSet[KnownFactorForm]
New = BaseFormSet[NewFactorForm]
LIMITS: dict[str, Any] = {"max_num": MOST_FACTORS, "absolute_max": MOST_FACTORS, "validate_max": True}
KNOWN: type[Known] = formset_factory(KnownFactorForm, extra=0, can_delete=True, **LIMITS)
NEW: type[New] = formset_factory(NewFactorForm, extra=BLANK_FACTORS, **LIMITS)


@dataclass(frozen=True, slots=True)
class Factors:
    """The rows of the prescribed factors and of those to come."""

    stored: tuple[PrescribedFactor, ...]
    known: Known
    new: New

    @property
    def rows(self) -> list[tuple[PrescribedFactor, KnownFactorForm]]:
        """Each stored factor with its row of the form."""
        return list(zip(self.stored, self.known.forms, strict=False))

    @property
    def is_valid(self) -> bool:
        return all([self.known.is_valid(), self.new.is_valid()])

    @property
    def given(self) -> tuple[PrescribedFactor, ...]:
        """The factors that a valid form stands for; what it does not ask for stays as it was."""
        kept = [
            replace(factor, factor=form.cleaned_data["factor"], source=form.cleaned_data["source"])
            for factor, form in self.rows
            if not form.cleaned_data.get("DELETE")
        ]
        added = [
            PrescribedFactor(**form.cleaned_data, unit=f"t/{vocabulary.carrier(carrier).unit}")
            for form in self.new.forms
            if (carrier := form.cleaned_data.get("carrier"))
        ]
        return (*kept, *added)


def factors_form(stored: Sequence[PrescribedFactor], data: Any = None) -> Factors:  # noqa: ANN401 – as a form takes it
    """The rows for some factors, with what was sent."""
    initial = [{"factor": factor.factor, "source": factor.source} for factor in stored]
    return Factors(tuple(stored), KNOWN(data, initial=initial, prefix="known"), NEW(data, prefix="new"))
