"""Forms for a list: the file, under which headers its columns stand, what doubtful rows mean."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from cascais.web.member_lists.reads import NEW, SKIP, Row
from cascais.workflows.member_lists import HEADERS
from cascais.workflows.reading import Uploaded

COLUMN_TITLES = {
    "name": _("Name"),
    "local_name": _("Name in the local language"),
    "country": _("Country"),
    "kind": _("Kind of member"),
    "lau_code": _("LAU code"),
    "nuts_code": _("NUTS code"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "population": _("Population"),
    "population_year": _("Year of the population"),
    "area_km2": _("Area in km²"),
    "languages": _("Languages"),
    "joined_on": _("Member since"),
    "external_key": _("Number in the network’s own list"),
}


class ListFileForm(forms.Form):
    """The file with the list."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_(
            "CSV or XLSX, at most 20 MB, one row for each member, with at least its name and country."
        ),
        max_length=200,
    )

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size and file.size > settings.LARGEST_UPLOAD_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 20 MB. Keep only the sheet with the list.")
            )
        return file

    def uploaded(self) -> Uploaded:
        """The file as the workflow reads it."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        return Uploaded(str(file.name), file.read())


class ColumnsForm(forms.Form):
    """Under which header each column stands; a blank one is not used."""

    def __init__(self, data: Any, *, headers: list[str], used: dict[str, str]) -> None:  # noqa: ANN401 – as Django's forms
        super().__init__(data, prefix="column")
        choices = [("", _("not in the list")), *((header, header) for header in headers)]
        for name in HEADERS:
            self.fields[name] = forms.ChoiceField(
                label=COLUMN_TITLES[name], choices=choices, required=False, initial=used.get(name, "")
            )


def decisions(data: Any, rows: list[Row]) -> dict[str, str]:  # noqa: ANN401 – a QueryDict or a dict
    """What the person decided for each doubtful row; anything that was not offered is passed over."""
    found: dict[str, str] = {}
    for row in rows:
        said = str(data.get(f"row-{row.listed.row}", ""))
        if said in (NEW, SKIP, *(str(member.pk) for member in row.offered)):
            found[str(row.listed.row)] = said
    return found
