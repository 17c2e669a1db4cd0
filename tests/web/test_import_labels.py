"""Words that were not understood: the site asks about those whose answer holds for the whole file."""

from __future__ import annotations

from cascais.inventory.intake.results import UnknownLabel
from cascais.web.imports.forms import LabelsForm


def test_words_that_are_put_right_in_the_file_are_not_asked_about():
    words = [
        UnknownLabel("quality grade", "Z", (), 3),
        UnknownLabel("notation key", "XX", (), 4),
        UnknownLabel("unit", "furlong", (), 5),
    ]
    form = LabelsForm(labels=words)
    assert [each.label for each in form.labels] == ["furlong"]
    assert list(form.fields) == ["label_0"]
