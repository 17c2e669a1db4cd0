"""The form for bringing a member in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _


class ArchiveForm(forms.Form):
    """The archive, and the address that the member shall have here."""

    file = forms.FileField(
        label=_("Archive"), help_text=_("A file that ends with .cascais.zip, at most 20 MB."), max_length=200
    )
    slug = forms.SlugField(
        label=_("Address here"),
        required=False,
        max_length=50,
        help_text=_("Leave it blank to keep the one of the archive; fill it in where that is taken."),
    )

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size and file.size > settings.LARGEST_UPLOAD_BYTES:
            raise forms.ValidationError(
                _(
                    "The file is larger than 20 MB. Ask whoever runs the site to read it in from the command line."
                )
            )
        return file
