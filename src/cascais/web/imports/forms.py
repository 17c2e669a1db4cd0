"""The forms of the import: the file, what has to be said about it, the labels, and storing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cascais import units
from cascais.errors import Problem
from cascais.inventory.factors import Options
from cascais.inventory.intake.prescribed import LARGEST_PER_MWH
from cascais.inventory.intake.problems import shortened
from cascais.inventory.intake.results import UnknownLabel
from cascais.tables import electricity, vocabulary
from cascais.web.imports.own_factors import CARRIERS
from cascais.workflows.reading import Uploaded

DECIMALS = [
    ("", _("Take the sign that the file itself proves")),
    (",", _("Comma: 13.362,67 or 13 362,67")),
    (".", _("Point: 13,362.67 or 13 362.67")),
]
DEFAULT_GWP_SET = Options().gwp_set
MEGABYTE = 1024 * 1024
MOST_ROWS = 8
"""Rows of a label that are listed."""


class SpreadsheetField(forms.FileField):
    """A file that is not too large."""

    def clean(self, data: Any, initial: Any = None) -> Any:  # noqa: ANN401 – as in the parent
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile) and (file.size or 0) > settings.LARGEST_UPLOAD_BYTES:
            found, allowed = (file.size or 0) / MEGABYTE, settings.LARGEST_UPLOAD_BYTES / MEGABYTE
            raise ValidationError(
                _(
                    "The file has %(found).0f MB; at most %(allowed).0f MB are allowed. Leave out sheets and pictures that are not needed, and upload it again."
                ),
                params={"found": found, "allowed": allowed},
            )
        return file


class FileForm(forms.Form):
    """The spreadsheet."""

    file = SpreadsheetField(
        label=_("Spreadsheet"),
        help_text=_("CSV or XLSX, at most 20 MB. It is kept exactly as it is, with its checksum."),
    )

    def spreadsheet(self) -> Uploaded:
        """The file that the valid form brought."""
        file = self.cleaned_data["file"]
        return Uploaded(file.name, file.read())


class FactorField(forms.FloatField):
    """A factor in t CO2e per MWh. Point and comma both stand before the decimals: no factor reaches a thousand."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 – as the parent takes them
        plain = forms.TextInput(attrs={"class": "narrow", "inputmode": "decimal", "autocomplete": "off"})
        super().__init__(
            min_value=0,
            max_value=LARGEST_PER_MWH,
            required=False,
            widget=plain,
            help_text=_("t CO₂e per MWh, such as 0.42"),
            error_messages={
                "max_value": _(
                    "No carrier reaches %(limit_value)g t CO₂e per MWh. A factor in kg per MWh or g per kWh has to be divided by 1000."
                )
            },
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 – as in the parent
        return super().to_python(value.strip().replace(",", ".") if isinstance(value, str) else value)


class SourceField(forms.CharField):
    """Where a factor comes from."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 – as the parent takes them
        hint = _("Statement or publication, with its year")
        super().__init__(required=False, max_length=500, help_text=hint, **kwargs)


class FactorsForm(forms.Form):
    """The member's own emission factors: a file, or the two numbers that matter most; all of it may stay empty."""

    factors = SpreadsheetField(
        label=_("File with own emission factors"),
        required=False,
        help_text=_(
            "CSV or XLSX with the columns carrier, sector, year, gas, variant, factor, unit and source. A blank sector or year means any."
        ),
    )
    electricity_factor = FactorField(label=_("Own electricity factor"))
    electricity_source = SourceField(label=_("Source of the electricity factor"))
    district_heat_factor = FactorField(label=_("Own district heat factor"))
    district_heat_source = SourceField(label=_("Source of the district heat factor"))
    without_file = forms.BooleanField(label=_("Leave the factor file out"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for carrier in CARRIERS:
            is_given = cleaned.get(f"{carrier}_factor") is not None or f"{carrier}_factor" in self.errors
            if cleaned.get(f"{carrier}_source") and not is_given:
                self.add_error(
                    f"{carrier}_factor", _("A source is given without its factor. Fill in the factor.")
                )
        return cleaned

    def spreadsheet(self) -> Uploaded | None:
        """The file that the valid form brought, if any."""
        file = self.cleaned_data.get("factors")
        return Uploaded(file.name, file.read()) if file else None

    def numbers(self) -> dict[str, dict[str, float | str]]:
        """The factors given as numbers, by carrier, as an upload keeps them."""
        given = self.cleaned_data
        return {
            carrier: {"factor": factor, "source": given.get(f"{carrier}_source", "")}
            for carrier in CARRIERS
            if (factor := given.get(f"{carrier}_factor")) is not None
        }

    @staticmethod
    def initial_of(own: dict[str, dict[str, float | str]]) -> dict[str, float | str]:
        """What the fields show for the factors that an upload keeps."""
        return {f"{carrier}_{name}": value for carrier, given in own.items() for name, value in given.items()}


class OptionsForm(forms.Form):
    """What a person may have to say about a file."""

    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    decimal = forms.ChoiceField(
        label=_("Decimal sign"), choices=DECIMALS, required=False, widget=forms.RadioSelect
    )
    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=1900,
        max_value=2100,
        help_text=_("Only where the table itself names no year."),
        widget=forms.NumberInput(attrs={"class": "narrow"}),
    )

    electricity = forms.ChoiceField(
        label=_("Electricity factors"),
        required=False,
        help_text=_(
            "The series that national electricity is computed with. They differ, and are never mixed."
        ),
    )
    gwp_set = forms.ChoiceField(
        label=_("Global warming potentials"),
        required=False,
        help_text=_("The set with which greenhouse gases are added up as CO2e."),
    )

    def __init__(
        self, *args: object, sheets: Iterable[str] = (), country: str = "", **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        names = list(sheets)
        self._offer(
            "electricity",
            [("", gettext("The default: life-cycle intensity of generation (Ember)"))]
            + electricity_series(country),
        )
        self._offer("gwp_set", [(key, gettext(each.title)) for key, each in units.GWP_SETS.items()])
        self.initial = {"gwp_set": DEFAULT_GWP_SET, **self.initial}
        self._offer("sheet", [("", gettext("The one that is recognised")), *((name, name) for name in names)])
        if len(names) < 2:
            del self.fields["sheet"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class LabelsForm(forms.Form):
    """One choice for each label that was not understood."""

    def __init__(self, *args: object, labels: Iterable[UnknownLabel] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        # Only these can be answered for the whole file; any other word is put right in the file.
        askable = [each for each in labels if each.kind in KIND_WORDS]
        rows: dict[tuple[str, str], list[int]] = {}
        for each in askable:
            rows.setdefault((each.kind, each.label), []).extend([each.row] if each.row else [])
        self.labels = list({(each.kind, each.label): each for each in reversed(askable)}.values())[::-1]
        for position, unknown in enumerate(self.labels):
            self.fields[f"label_{position}"] = forms.ChoiceField(
                label=f"{KIND_WORDS[unknown.kind]}: “{unknown.label}”",
                choices=label_choices(unknown),
                required=False,
                help_text=rows_in_words(rows[unknown.kind, unknown.label]),
            )

    def asks(self, problem: Problem) -> bool:
        """Whether a problem is a word that this form asks about."""
        return problem.value in {shortened(each.label) for each in self.labels}

    def chosen(self) -> dict[str, dict[str, str]]:
        """The answers as {kind: {label: key}}, without those left open."""
        answers: dict[str, dict[str, str]] = {}
        for position, unknown in enumerate(self.labels):
            key = self.cleaned_data.get(f"label_{position}")
            if key:
                answers.setdefault(unknown.kind, {})[unknown.label] = key
        return answers


class StoreForm(forms.Form):
    """Whether the inventory is published at once."""

    publish = forms.BooleanField(label=_("Publish at once, so that everybody can read it"), required=False)


def electricity_series(country: str) -> list[tuple[str, str]]:
    """The series of electricity factors that hold a country, by their names."""
    return [
        (each.key, gettext(each.title))
        for each in electricity.variants()
        if electricity.years(country, each.key)
    ]


def rows_in_words(rows: list[int]) -> str:
    """The rows in which a label stands, the first few of many."""
    if not rows:
        return ""
    listed = ", ".join(map(str, rows[:MOST_ROWS])) + (" …" if len(rows) > MOST_ROWS else "")
    return ngettext("Row %(rows)s", "Rows %(rows)s", len(rows)) % {"rows": listed}


KIND_WORDS = {"sector": _("Sector"), "carrier": _("Carrier"), "unit": _("Unit")}


def label_choices(unknown: UnknownLabel) -> list[tuple[str, object]]:
    """What a label may stand for: the nearest first, then everything."""
    titles = {
        "sector": {key: gettext(each.title) for key, each in vocabulary.sectors().items()},
        "carrier": {key: gettext(each.title) for key, each in vocabulary.carriers().items()},
        "unit": {name: gettext(name) for name in units.UNITS},
    }[unknown.kind]
    near = [(key, titles[key]) for key in unknown.suggestions if key in titles]
    everything = list(titles.items())
    groups: list[tuple[str, object]] = [("", gettext("Choose what it stands for"))]
    if near:
        groups.append((gettext("Most like it"), near))
    return [*groups, (gettext("All"), everything)]
