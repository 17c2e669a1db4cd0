"""The forms of the import: the file, what has to be said about it, the labels, and storing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cascais import units
from cascais.inventory.factors import Options
from cascais.inventory.intake.results import UnknownLabel
from cascais.tables import electricity, vocabulary

DECIMALS = [
    ("", _("Take the sign that the file itself proves")),
    (",", _("Comma: 13.362,67 or 13 362,67")),
    (".", _("Point: 13,362.67 or 13 362.67")),
]
DEFAULT_GWP_SET = Options().gwp_set
MEGABYTE = 1024 * 1024


class FileForm(forms.Form):
    """The spreadsheet."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("CSV or XLSX, at most 20 MB. It is kept exactly as it is, with its checksum."),
    )

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.LARGEST_UPLOAD_BYTES:
            found, allowed = (file.size or 0) / MEGABYTE, settings.LARGEST_UPLOAD_BYTES / MEGABYTE
            raise ValidationError(
                _(
                    "The file has %(found).0f MB; at most %(allowed).0f MB are allowed. Leave out sheets and pictures that are not needed, and upload it again."
                ),
                params={"found": found, "allowed": allowed},
            )
        return file


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
        self._offer("electricity", [("", gettext("The one that fits best"))] + electricity_series(country))
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
        self.labels = list({(each.kind, each.label): each for each in labels}.values())
        for position, unknown in enumerate(self.labels):
            self.fields[f"label_{position}"] = forms.ChoiceField(
                label=f"{KIND_WORDS[unknown.kind]}: “{unknown.label}”",
                choices=label_choices(unknown),
                required=False,
                help_text=gettext("Row %(row)s") % {"row": unknown.row} if unknown.row else "",
            )

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


KIND_WORDS = {"sector": _("Sector"), "carrier": _("Carrier"), "unit": _("Unit")}


def label_choices(unknown: UnknownLabel) -> list[tuple[str, object]]:
    """What a label may stand for: the nearest first, then everything."""
    titles = {
        "sector": {key: gettext(each.title) for key, each in vocabulary.sectors().items()},
        "carrier": {key: gettext(each.title) for key, each in vocabulary.carriers().items()},
        "unit": {name: name for name in units.UNITS},
    }[unknown.kind]
    near = [(key, titles[key]) for key in unknown.suggestions if key in titles]
    everything = list(titles.items())
    groups: list[tuple[str, object]] = [("", gettext("Choose what it stands for"))]
    if near:
        groups.append((gettext("Most like it"), near))
    return [*groups, (gettext("All"), everything)]
