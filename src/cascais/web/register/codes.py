"""The codes of places: LAU codes as each country writes them, NUTS codes of the country."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cascais.tables import vocabulary


@dataclass(frozen=True, slots=True)
class LauForm:
    """How a country writes its LAU codes."""

    pattern: str
    example: str


LAU_FORMS = {
    "AL": LauForm(r"AL\d{3}", "AL111"),
    "AT": LauForm(r"\d{5}", "10101"),
    "BE": LauForm(r"\d{5}", "11001"),
    "BG": LauForm(r"[A-Z]{3}\d{2}", "GAB05"),
    "CH": LauForm(r"(CH)?\d{4}", "CH0001"),
    "CY": LauForm(r"\d{4}", "1000"),
    "CZ": LauForm(r"\d{6}", "554782"),
    "DE": LauForm(r"\d{8}", "14612000"),
    "DK": LauForm(r"\d{3}", "101"),
    "EE": LauForm(r"\d{4}", "0784"),
    "GR": LauForm(r"\d{8}", "01010101"),
    "ES": LauForm(r"\d{5}", "08019"),
    "FI": LauForm(r"\d{3}", "091"),
    "FR": LauForm(r"(\d{2}|2[AB])\d{3}", "75056"),
    "HR": LauForm(r"\d{5}", "01333"),
    "HU": LauForm(r"\d{5}", "13578"),
    "IS": LauForm(r"\d{4}", "0000"),
    "IT": LauForm(r"\d{6}", "015146"),
    "LI": LauForm(r"LI\d{8}", "LI00007001"),
    "LT": LauForm(r"\d{2}", "13"),
    "LU": LauForm(r"\d{4}", "0304"),
    "LV": LauForm(r"\d{7}", "0010000"),
    "MK": LauForm(r"MK\d{5}", "MK00801"),
    "MT": LauForm(r"MT\d{5}", "MT01101"),
    "NL": LauForm(r"(GM)?\d{4}", "GM0363"),
    "NO": LauForm(r"\d{4}", "0301"),
    "PL": LauForm(r"\d{7}|\d{13}", "0264011"),
    "PT": LauForm(r"\d{4}([0-9A-Z]{2})?", "1105"),
    "RO": LauForm(r"\d{4,6}", "179132"),
    "RS": LauForm(r"\d{5}", "70017"),
    "SE": LauForm(r"\d{4}", "0180"),
    "SI": LauForm(r"\d{3}", "061"),
    "SK": LauForm(r"\d{6}", "528595"),
    "GB": LauForm(r"[A-Z]\d{8}", "E09000033"),
}
"""As in Eurostat's list of local administrative units of 2020; other countries' codes are taken as they come."""
ANY_LAU = re.compile(r"[0-9A-Z][0-9A-Z._-]{0,19}")
NUTS = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}")


def lau_code(text: str, country: str) -> str:
    """A LAU code without the country before it (GISCO writes EE_0784); raises ValidationError."""
    code = text.strip().upper()
    prefix, _sign, rest = code.partition("_")
    if rest and prefix in (country, nuts_prefix(country)):
        code = rest
    form = LAU_FORMS.get(country)
    if form and not re.fullmatch(form.pattern, code):
        raise ValidationError(
            _("“%(code)s” is no LAU code of this country; one looks like %(example)s."),
            params={"code": code, "example": form.example},
        )
    if not ANY_LAU.fullmatch(code):
        raise ValidationError(_("A LAU code has up to 20 letters and digits, such as 0784 or GAB05."))
    return code


def nuts_code(text: str, country: str) -> str:
    """A NUTS code of the country: its two letters and up to three signs; raises ValidationError."""
    code, prefix = text.strip().upper(), nuts_prefix(country)
    if not NUTS.fullmatch(code):
        raise ValidationError(
            _(
                "“%(code)s” is no NUTS code: it has two letters and up to three letters or digits, such as %(example)s."
            ),
            params={"code": code, "example": f"{prefix}011"},
        )
    if code[:2] != prefix:
        raise ValidationError(
            _("A NUTS code of this country begins with %(prefix)s, not with %(found)s."),
            params={"prefix": prefix, "found": code[:2]},
        )
    return code


def nuts_prefix(country: str) -> str:
    """The two letters that Eurostat writes for a country: EL for Greece, UK for the United Kingdom."""
    known = vocabulary.countries().get(country)
    return known.eurostat if known and known.eurostat else country
