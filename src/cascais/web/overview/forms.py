"""The form of a report that a member handed in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cascais.web.members.models import Member
from cascais.web.overview.models import HandedIn
from cascais.web.register.fields import DayField
from cascais.web.register.models import Network

EARLIEST = date(1990, 1, 1)


class HandedInForm(forms.Form):
    """What was handed in, to which network, when, and where it can be read."""

    report = forms.ChoiceField(label=_("Report"), choices=HandedIn.REPORTS)
    handed_in_on = DayField(label=_("Handed in on"))
    url = forms.URLField(label=_("Its address"), required=False, assume_scheme="https")
    note = forms.CharField(label=_("Note"), required=False, max_length=1000)

    def __init__(self, member: Member, networks: QuerySet[Network], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 – as the parent takes them
        super().__init__(*args, **kwargs)
        self.member = member
        self.fields["network"] = forms.ModelChoiceField(networks, label=_("Network"), empty_label=None)
        self.order_fields(["network"])

    def clean_handed_in_on(self) -> date:
        day: date = self.cleaned_data["handed_in_on"]
        if not EARLIEST <= day <= timezone.localdate():
            raise forms.ValidationError(gettext("Give a day between 1990 and today."))
        return day

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        same = ("network", "report", "handed_in_on")
        if all(name in found for name in same):
            known = HandedIn.objects.filter(member=self.member, **{name: found[name] for name in same})
            if known.exists():
                self.add_error("handed_in_on", gettext("This report of this day is entered already."))
        return found

    def row(self) -> HandedIn:
        """The report, not yet stored."""
        return HandedIn(member=self.member, **self.cleaned_data)
