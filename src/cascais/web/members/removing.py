"""Takes a row away for a person who asked for it, so that it can be brought back."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cascais.web.history.tombstones import bury
from cascais.web.members.models import Member


def remove(row: Model, request: HttpRequest) -> None:
    """Take a row away, and say where it can be brought back."""
    stone = bury(row, request)
    member = Member.objects.filter(pk=stone.member or 0).first()
    if member is not None:
        address = reverse("history:deleted", args=[member.slug])
        text = _("It can be brought back for 90 days.")
        messages.info(request, format_html('{} <a href="{}">{}</a>', text, address, _("Deleted records")))
