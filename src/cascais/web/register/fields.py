"""Fields that the forms of the register share: days, money, countries, documents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cascais.tables import vocabulary
from cascais.web.display.countries import FURTHER_COUNTRIES
from cascais.web.display.templatetags.display import country_title
from cascais.web.register.documents import refuse_other_documents

CURRENCIES = (
    "EUR", "ALL", "AMD", "BAM", "BGN", "CHF", "CZK", "DKK", "GBP", "GEL", "HUF", "ISK", "MDL", "MKD", "NOK", "PLN",
    "RON", "RSD", "SEK", "TRY", "UAH", "USD",
)  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1950, 2100
LONG_TEXT = 20_000


class DayField(forms.DateField):
    """A day."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 – as the parent takes them
        kwargs.setdefault("error_messages", {"invalid": _("Give a day, such as 2024-10-17.")})
        widget = forms.DateInput(attrs={"type": "date", "class": "narrow"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **kwargs)


class YearField(forms.IntegerField):
    """A year."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 – as the parent takes them
        kwargs = {"min_value": FIRST_YEAR, "max_value": LAST_YEAR} | kwargs
        super().__init__(widget=forms.NumberInput(attrs={"class": "narrow"}), **kwargs)


class NumberField(forms.FloatField):
    """A number with the decimal sign of the page's language."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 – as the parent takes them
        widget = forms.TextInput(attrs={"class": "narrow", "inputmode": "decimal"})
        super().__init__(widget=widget, localize=True, **kwargs)


class MoneyField(forms.DecimalField):
    """An amount of money that is not below nought."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 – as the parent takes them
        kwargs = {"min_value": 0, "max_digits": 14, "decimal_places": 2, "localize": True} | kwargs
        widget = forms.TextInput(attrs={"class": "narrow", "inputmode": "decimal"})
        super().__init__(widget=widget, **kwargs)


class CurrencyField(forms.ChoiceField):
    """A currency by its three letters."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 – as the parent takes them
        widget = forms.Select(attrs={"class": "narrow"})
        super().__init__(
            label=_("Currency"),
            choices=[(each, each) for each in CURRENCIES],
            initial="EUR",
            widget=widget,
            **kwargs,
        )


class CountryField(forms.ChoiceField):
    """A country by its name."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 – as the parent takes them
        super().__init__(label=kwargs.pop("label", _("Country")), choices=country_choices, **kwargs)


class DocumentField(forms.FileField):
    """A document of one of the kinds that are taken, not larger than allowed."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 – as the parent takes them
        kwargs.setdefault("help_text", DOCUMENT_HELP)
        super().__init__(required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:  # noqa: ANN401 – as in the parent
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            refuse_other_documents(file)
        return file


def country_choices() -> list[tuple[str, str]]:
    """All countries by name, and first nothing."""
    codes = [*vocabulary.countries(), *FURTHER_COUNTRIES]
    named = sorted(((code, country_title(code)) for code in codes), key=lambda pair: pair[1].casefold())
    return [("", "–"), *named]


def text_area(rows: int = 4) -> forms.Textarea:
    """A field of several lines."""
    return forms.Textarea(attrs={"rows": rows})


DOCUMENT_HELP: str | Promise = format_lazy(
    "{} {}",
    _("PDF, Word (DOCX), OpenDocument (ODT), PNG or JPEG, at most 20 MB."),
    _("Visitors save it; nothing in it runs here."),
)
