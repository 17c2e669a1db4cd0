"""Letters to people. They are sent by a worker, so that no answer tells by its time whether an account exists.

Addresses lie encrypted in the queue, which outlasts the letter by some weeks. A letter that was sent cannot be taken
back: where a worker ends in the middle of one, a person decides whether to send it again.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cascais.web.accounts.backends import account_with_address
from cascais.web.accounts.encryption import decrypt
from cascais.web.accounts.models import Invitation, Role
from cascais.web.accounts.secret_links import digest_of, new_secret
from cascais.web.operations.queue import job

TRIES = 5


@job(gettext_lazy("Send an invitation"), tries=TRIES, is_outward=True)
def send_invitation(pk: int, address: str, language: str) -> None:
    """Make the secret of an invitation and send it; an invitation that ended meanwhile is not sent."""
    rows = Invitation.objects.select_related("member", "network", "created_by")
    invitation = rows.filter(
        pk=pk, accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    ).first()
    if invitation is None:
        return
    secret = new_secret()
    Invitation.objects.filter(pk=pk).update(secret_sha256=digest_of(secret))
    giver = invitation.created_by
    with translation.override(language):
        content = {
            "giver": (giver.first_name or giver.username) if giver else "",
            "role": Role(invitation.role).label,
            "place": str(invitation.member or invitation.network or ""),
            "link": f"{address}{reverse('accounts:invitation_link', args=[secret])}",
            "until": invitation.expires_at,
        }
        _send(invitation.email, _("You are invited to Cascais"), "invitation", content)


@job(gettext_lazy("Send a link for a new password"), tries=TRIES, is_outward=True)
def send_reset(hidden: str, address: str, language: str) -> None:
    """Send a link for a new password to the account with an e-mail address, if there is one."""
    user = account_with_address(decrypt(hidden))
    if user is None or not user.has_usable_password():
        return
    parts = [urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)]
    with translation.override(language):
        content = {
            "name": user.get_username(),
            "link": f"{address}{reverse('accounts:reset_link', args=parts)}",
        }
        _send(user.email, _("A new password for Cascais"), "reset", content)


@job(gettext_lazy("Tell a person of a change to the account"), tries=TRIES, is_outward=True)
def send_notice(pk: int, hidden: str, change: str, language: str) -> None:
    """Tell a person what was changed at the account."""
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None:
        return
    with translation.override(language):
        content = {"name": user.get_username(), "change": change}
        _send(decrypt(hidden), _("Your account at Cascais was changed"), "notice", content)


@job(gettext_lazy("Ask at a new e-mail address"), tries=TRIES, is_outward=True)
def send_address_check(pk: int, hidden: str, link: str, language: str) -> None:
    """Ask at a new e-mail address whether it is the person's."""
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None:
        return
    with translation.override(language):
        content = {"name": user.get_username(), "link": link}
        _send(decrypt(hidden), _("Is this your address at Cascais?"), "address", content)


def _send(to: str, subject: str, template: str, content: Mapping[str, object]) -> None:
    text = render_to_string(f"accounts/letters/{template}.txt", dict(content))
    send_mail(subject, text, None, [to])
