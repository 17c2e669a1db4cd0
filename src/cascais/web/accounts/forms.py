"""The forms of accounts: signing in, a new account, one's own data, invitations."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.contrib.auth.forms import AuthenticationForm, BaseUserCreationForm
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from cascais.web.accounts import attempts
from cascais.web.accounts.models import Role

MEANING = {
    Role.VIEWER: _("Viewer: sees drafts"),
    Role.CONTRIBUTOR: _("Contributor: sees and edits drafts"),
    Role.EDITOR: _("Editor: edits and publishes, keeps targets, invites people"),
    Role.COORDINATOR: _("Coordinator: may do what an editor may, for every member the agency works for"),
    Role.SECRETARIAT: _("Secretariat: keeps the register of the network, invites people for its members"),
    Role.ADMINISTRATOR: _("Administrator: may do everything"),
}
LONGEST_CODE_SECONDS = 120
"""Longer than any code of an app is accepted."""


class SignInForm(AuthenticationForm):
    """Name or e-mail address, and password, with a pause after too many failures."""

    error_messages = {
        "invalid_login": _(
            "Name and password do not go together. Look at the language of the keyboard and at Caps Lock, then try again."
        ),
        "inactive": _("This account is closed."),
        "blocked": _("There were too many failed attempts. Wait a quarter of an hour, then try again."),
    }

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 – as the parent takes them
        super().__init__(*arguments, **options)
        self.fields["username"].label = _("Name or e-mail address")
        self.fields["username"].widget.attrs["autocomplete"] = "username"

    def clean(self) -> dict[str, Any]:
        account = self.cleaned_data.get("username", "")
        if self.request is not None and attempts.is_blocked(self.request, account):
            raise ValidationError(self.error_messages["blocked"], code="blocked")
        try:
            cleaned = super().clean()
        except ValidationError:
            if self.request is not None:
                attempts.note_failure(self.request, account)
            raise
        if self.request is not None:
            attempts.forget(self.request, account)
        return cleaned


class _Unused(forms.Form):
    """Refuses a code of an app that was accepted once, in whatever process; codes hold longer than a step."""

    user: User
    authenticator: Authenticator

    def clean_code(self) -> str:
        code = str(super().clean_code())  # type: ignore[misc]
        is_first = cache.add(f"code-{self.user.pk}-{code}", True, LONGEST_CODE_SECONDS)
        if self.authenticator.type == Authenticator.Type.TOTP and not is_first:
            raise ValidationError(_("The code was used already. Wait for the next one."), code="used")
        return code


class CodeForm(_Unused, AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(_Unused, ReauthenticateForm):
    """A code before something that matters."""


NO_PASSKEY = _("The passkey was not accepted. Try again.")
BROKEN = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What the library of passkeys raises for an answer that no browser gives; errors of forms are no such errors."""


class _Whole(forms.Form):
    """Refuses an answer about a passkey that is broken instead of failing."""

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except BROKEN as error:
            raise ValidationError(NO_PASSKEY, code="broken") from error


class PasskeyCodeForm(_Whole, AuthenticateWebAuthnForm):
    """A passkey as the second step of signing in."""


class PasskeyAgainForm(_Whole, ReauthenticateWebAuthnForm):
    """A passkey before something that matters."""


class PasskeySignInForm(_Whole, LoginWebAuthnForm):
    """A passkey instead of the password."""


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey that the browser has made."""

    def clean(self) -> dict[str, Any]:
        try:
            return dict(super().clean())
        except BROKEN as error:
            raise ValidationError(NO_PASSKEY, code="broken") from error


class NewAccountForm(BaseUserCreationForm[User]):
    """The account of somebody who accepts an invitation; the e-mail address is the invited one."""

    username = forms.CharField(
        label=_("Name for signing in"),
        max_length=40,
        validators=[
            RegexValidator(r"^[\w.-]+\Z", _("Use letters, digits, points, hyphens and underscores."))
        ],
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    first_name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        help_text=_("As the pages of the member name you beside what you store."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    class Meta:
        model = User
        fields = ("first_name", "username")
        field_classes: dict[str, type[forms.Field]] = {}

    def clean_username(self) -> str:
        name = str(self.cleaned_data["username"])
        if User.objects.filter(username__iexact=name).exists():
            raise ValidationError(_("This name is taken. Choose another."), code="taken")
        return name


class ResetForm(forms.Form):
    """Where to send a link for a new password."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class NameForm(forms.ModelForm[User]):
    """How the pages name a person."""

    class Meta:
        model = User
        fields = ("first_name",)
        labels = {"first_name": _("Your name")}


class AddressForm(forms.Form):
    """Another e-mail address, and the password."""

    email = forms.EmailField(label=_("New e-mail address"), max_length=254)
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, user: User, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 – as the parent takes them
        super().__init__(*arguments, **options)
        self.user = user

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if not self.user.check_password(password):
            raise ValidationError(_("The password is wrong."), code="wrong")
        return password


class InvitationForm(forms.Form):
    """Whom to invite, and to which of the roles that the inviting person may give."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, roles: tuple[Role, ...], *arguments: Any, **options: Any) -> None:  # noqa: ANN401 – as the parent takes them
        super().__init__(*arguments, **options)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(role.value, MEANING[role]) for role in roles]
        field.initial = roles[0].value if roles else ""


class FindPersonForm(forms.Form):
    """The account of a person, by name or e-mail address."""

    account = forms.CharField(label=_("Name or e-mail address"), max_length=254)
