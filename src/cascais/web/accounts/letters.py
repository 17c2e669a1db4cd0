"""Has letters written: where their links lead, and in which language they are."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import Promise

from cascais.web.accounts import jobs
from cascais.web.accounts.encryption import encrypt


@dataclass(frozen=True, slots=True)
class Site:
    """Where the links of a letter lead, and in which language it is written."""

    address: str
    language: str


def site_of(request: HttpRequest) -> Site:
    """The site and the language that a request was sent in."""
    return Site(f"{request.scheme}://{request.get_host()}", _language())


def invite(invitation: int, site: Site) -> None:
    """Have an invitation sent."""
    jobs.send_invitation.enqueue(invitation, site.address, site.language)


def reset(to: str, site: Site) -> None:
    """Have a link for a new password sent, if the address belongs to an account."""
    jobs.send_reset.enqueue(encrypt(to), site.address, site.language)


def check_address(user: User, to: str, link: str) -> None:
    """Have somebody asked at a new address whether it is the person's."""
    jobs.send_address_check.enqueue(user.pk, encrypt(to), link, _language())


def tell_of_change(user: User, change: str | Promise) -> None:
    """Have a person told of a change, for the case that somebody else made it."""
    if user.email:
        jobs.send_notice.enqueue(user.pk, encrypt(user.email), str(change), _language())


def _language() -> str:
    return translation.get_language() or "en"
