"""The form by which a token is made."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cascais.web.api.calling import PREFIX_LETTERS, digest, new_secret
from cascais.web.api.models import ApiToken, Scope
from cascais.web.members.models import Member
from cascais.web.members.policy import SEE_DRAFTS_OF

MOST_TOKENS = 20
MOST_LISTED = 300
DAYS = ((30, _("30 days")), (90, _("90 days")), (365, _("a year")))


class TokenForm(forms.Form):
    """What a token is for. It never has more rights than its owner."""

    name = forms.CharField(
        label=_("What is it for?"), help_text=_("For example: upload of the meter readings."), max_length=80
    )
    scope = forms.ChoiceField(
        label=_("What may it do?"),
        help_text=_("Never more than you may do yourself."),
        choices=Scope.choices,
        initial=Scope.READ,
    )
    member = forms.ModelChoiceField(
        label=_("For which member?"),
        help_text=_("At the others it then reads what everybody can read."),
        queryset=Member.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("All members that you work for"),
    )
    days = forms.TypedChoiceField(label=_("How long?"), choices=DAYS, coerce=int, initial=90)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:  # noqa: ANN401 – as the parent takes them
        super().__init__(*args, **kwargs)
        self.user = user
        members = SEE_DRAFTS_OF.rows(user, Member.objects.all())
        field = self.fields["member"]
        if isinstance(field, forms.ModelChoiceField):
            if members[MOST_LISTED : MOST_LISTED + 1]:
                # A list of thousands helps nobody; the short name stands in the address of the member's page.
                field.widget = forms.TextInput(attrs={"class": "narrow"})
                field.help_text = _("Its short name, as in the address of its page. Empty: all members.")
            field.queryset = members

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        standing = ApiToken.objects.filter(
            user=self.user, revoked_at=None, expires_on__gte=timezone.localdate()
        )
        if standing.count() >= MOST_TOKENS:
            raise forms.ValidationError(
                gettext("You have {count} tokens. Revoke one that you no longer need.").format(
                    count=MOST_TOKENS
                )
            )
        return cleaned

    def make(self) -> tuple[ApiToken, str]:
        """Store a token; its secret is returned and kept nowhere."""
        given, secret = self.cleaned_data, new_secret()
        token = ApiToken.objects.create(
            user=self.user,
            name=given["name"],
            scope=given["scope"],
            member=given["member"],
            prefix=secret[:PREFIX_LETTERS],
            secret_sha256=digest(secret),
            expires_on=timezone.localdate() + timedelta(days=given["days"]),
        )
        return token, secret
