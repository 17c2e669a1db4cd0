"""The forms of a member's place in the register: names, codes, coordinates, languages, inhabitants."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cascais.web.members.models import Member, MemberKind, Population
from cascais.web.members.naming import doubles, free_slug
from cascais.web.register.codes import lau_code, nuts_code
from cascais.web.register.fields import LONG_TEXT, CountryField, NumberField, YearField, text_area

LANGUAGE = re.compile(r"[a-z]{2,3}")
FIELDS = (
    "kind", "name", "local_names", "country", "lau_code", "nuts_code", "latitude", "longitude", "area_km2", "languages",
    "about",
)  # fmt: skip
FACTS = ("area_km2", "languages", "about")
"""What is no name, no code and no place in the register."""
MOST_PERSONS = 50_000_000
LARGEST_AREA = 500_000


class FactsForm(forms.Form):
    """What a member's own editors keep up to date, beside the inhabitants."""

    kept: tuple[str, ...] = FACTS

    area_km2 = NumberField(
        label=_("Area"),
        help_text=_("In square kilometres."),
        required=False,
        min_value=0.01,
        max_value=LARGEST_AREA,
    )
    languages = forms.CharField(
        label=_("Languages"),
        help_text=_("Codes with commas between them: et, ru"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"class": "narrow"}),
    )
    about = forms.CharField(
        label=_("About the member"), required=False, max_length=LONG_TEXT, widget=text_area()
    )

    def __init__(self, *arguments: Any, member: Member | None = None, **options: Any) -> None:  # noqa: ANN401 – as the parent takes them
        self.member = member
        if member is not None:
            options["initial"] = {
                name: value for name, value in _initial(member).items() if name in self.kept
            }
        super().__init__(*arguments, **options)

    def clean_languages(self) -> list[str]:
        codes = [code for code in re.split(r"[\s,;]+", self.cleaned_data["languages"].lower()) if code]
        wrong = [code for code in codes if not LANGUAGE.fullmatch(code)]
        if wrong:
            raise ValidationError(
                _("“%(code)s” is no code of a language; it has two or three letters, such as et."),
                params={"code": wrong[0][:20]},
            )
        return list(dict.fromkeys(codes))

    def save(self) -> Member:
        """Store what the form holds and nothing else; a new member is given its address."""
        member = self.member
        if member is None:
            member = Member(slug=free_slug(self.cleaned_data["name"], self.cleaned_data["country"]))
        for name in self.kept:
            setattr(member, name, self.cleaned_data[name])
        member.save(update_fields=self.kept if self.member else None)
        return member


class MemberForm(FactsForm):
    """A member as the register knows it."""

    kept = FIELDS
    field_order = (*FIELDS, "is_another")

    kind = forms.ChoiceField(label=_("Kind"), choices=MemberKind.choices)
    name = forms.CharField(
        label=_("Name"), help_text=_("In Latin letters, as it is known abroad."), max_length=120
    )
    local_names = forms.CharField(
        label=_("Names in other languages"),
        help_text=_("One a line, the code of the language first: bg: Габрово"),
        required=False,
        max_length=1000,
        widget=text_area(3),
    )
    country = CountryField()
    lau_code = forms.CharField(
        label=_("LAU code"),
        help_text=_(
            "The code of the local administrative unit in Eurostat’s list. Regions and organisations have none."
        ),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"class": "narrow"}),
    )
    nuts_code = forms.CharField(
        label=_("NUTS code"),
        help_text=_("Two letters and up to three signs, such as BG322."),
        required=False,
        max_length=8,
        widget=forms.TextInput(attrs={"class": "narrow"}),
    )
    latitude = NumberField(
        label=_("Latitude"),
        help_text=_("Degrees, north is positive: −90 to 90."),
        required=False,
        min_value=-90,
        max_value=90,
    )
    longitude = NumberField(
        label=_("Longitude"),
        help_text=_("Degrees, east is positive: −180 to 180."),
        required=False,
        min_value=-180,
        max_value=180,
    )
    is_another = forms.BooleanField(
        label=_("It is another place of the same name"),
        help_text=_("Tick this only where a member of this name exists and means another place."),
        required=False,
    )

    def clean_local_names(self) -> dict[str, str]:
        names = {}
        for line in filter(str.strip, self.cleaned_data["local_names"].splitlines()):
            language, sign, name = (part.strip() for part in line.partition(":"))
            if not sign or not LANGUAGE.fullmatch(language) or not name or len(name) > 120:
                raise ValidationError(
                    _("The line “%(line)s” should read like this: bg: Габрово"), params={"line": line[:80]}
                )
            names[language] = name
        return names

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        country = cleaned.get("country", "")
        for name, check in (("lau_code", lau_code), ("nuts_code", nuts_code)):
            if cleaned.get(name) and country:
                try:
                    cleaned[name] = check(cleaned[name], country)
                except ValidationError as error:
                    self.add_error(name, error)
        if (cleaned.get("latitude") is None) != (cleaned.get("longitude") is None):
            self.add_error("longitude", _("Give both latitude and longitude, or neither."))
        if not self.errors:
            self._refuse_doubles(cleaned)
        return cleaned

    def _refuse_doubles(self, cleaned: dict[str, Any]) -> None:
        found = doubles(
            name=cleaned["name"],
            country=cleaned["country"],
            kind=cleaned["kind"],
            lau_code=cleaned["lau_code"],
            besides=self.member.pk if self.member else None,
        )
        if found.of_code:
            raise ValidationError(
                format_html("{} {}", gettext("A member has this code already:"), _links((found.of_code,)))
            )
        if found.of_name and not cleaned["is_another"]:
            raise ValidationError(
                format_html(
                    "{} {} {}",
                    gettext("A member of this name exists already:"),
                    _links(found.of_name[:5]),
                    gettext("If yours is another place, say so at the end of the form."),
                )
            )


class PopulationForm(forms.Form):
    """Inhabitants of a year."""

    year = YearField(label=_("Year"))
    persons = forms.IntegerField(
        label=_("Inhabitants"),
        min_value=1,
        max_value=MOST_PERSONS,
        widget=forms.NumberInput(attrs={"class": "narrow"}),
    )
    source = forms.CharField(
        label=_("Source"), help_text=_("Who counted them, and where it is published."), max_length=300
    )

    def save(self, member: Member) -> Population:
        """Store the figure; one that stands for the year already is replaced."""
        row, _new = Population.objects.update_or_create(
            member=member,
            year=self.cleaned_data["year"],
            defaults={"persons": self.cleaned_data["persons"], "source": self.cleaned_data["source"]},
        )
        return row


def _initial(member: Member) -> dict[str, Any]:
    values = {name: getattr(member, name) for name in FIELDS}
    lines = [f"{language}: {name}" for language, name in member.local_names.items()]
    return values | {"local_names": "\n".join(lines), "languages": ", ".join(member.languages)}


def _links(members: tuple[Member, ...]) -> SafeString:
    return format_html_join(
        ", ", '<a href="{}">{}</a>', ((each.get_absolute_url(), each.local_name) for each in members)
    )
