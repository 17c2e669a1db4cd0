"""Writes the files of the open data once a day, so that hardly anybody waits for them."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from cascais.web.opendata.data_sets import DATA_SETS
from cascais.web.opendata.files import made_file
from cascais.web.opendata.writing import FORMS
from cascais.web.operations.queue import job


@job(_("Write the open data"), in_steps=True, every=timedelta(days=1))
def write_files() -> dict[str, int]:
    """Write every file that is out of date; what lies there already stays."""
    made = [made_file(data_set, form) for data_set in DATA_SETS.values() for form in FORMS.values()]
    return {"files": len(made), "bytes": sum(each.size for each in made)}
