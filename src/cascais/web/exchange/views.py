"""A member's whole data as one file, out and in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cascais.errors import ConflictError, InputError
from cascais.web.display.problems import shown
from cascais.web.exchange.arriving import Arrived, arrive, open_archive
from cascais.web.exchange.contents import PARTS
from cascais.web.exchange.forms import ArchiveForm
from cascais.web.exchange.leaving import archive, archive_name
from cascais.web.exchange.policy import EXPORT_MEMBER, may_bring_members, networks_to_bring_into
from cascais.web.members.models import Member
from cascais.web.navigation import Step, member_page, trail

REFUSED = 422


@require_safe
@login_required
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """What the archive holds, and the button that makes it."""
    member = _member(request, slug)
    rows = [(part.model._meta.verbose_name_plural, part.rows(member).count()) for part in PARTS]
    context = {
        "parts": [(title, count) for title, count in rows if count],
        **member_page(request, member, Step(_("Take all data along"))),
    }
    return render(request, "exchange/leave.html", context)


@require_POST
@login_required
def download(request: HttpRequest, slug: str) -> HttpResponse:
    """The archive itself."""
    member = _member(request, slug)
    response = HttpResponse(archive(member), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{archive_name(member)}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def bring(request: HttpRequest) -> HttpResponse:
    """Bring a member in from an archive."""
    if not may_bring_members(request.user):
        raise PermissionDenied
    form = ArchiveForm(request.POST, request.FILES) if request.method == "POST" else ArchiveForm()
    problems: list[Any] = []
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            opened = open_archive(file.read(), str(file.name))
            found = arrive(opened, form.cleaned_data["slug"], networks_to_bring_into(request.user))
        except InputError as error:
            problems = [shown(problem) for problem in error.problems]
        except ConflictError:
            form.add_error("slug", _("There is a member with this address already. Write another address."))
        else:
            _say(request, found)
            return redirect(found.member.get_absolute_url())
    context = {"form": form, "problems": problems, "trail": trail(Step(_("Bring a member in")))}
    return render(request, "exchange/bring.html", context, status=REFUSED if problems or form.errors else 200)


def _say(request: HttpRequest, found: Arrived) -> None:
    messages.success(request, _("All data of %(name)s are stored.") % {"name": found.member.local_name})
    if found.missing:
        lines = "; ".join(found.missing[:10])
        messages.warning(request, _("Not here, and so left out: %(lines)s") % {"lines": lines})
    if found.differing:
        years = ", ".join(sorted(set(found.differing)))
        messages.warning(
            request,
            _("With the tables of this site these years come to another total: %(years)s") % {"years": years},
        )


def _member(request: HttpRequest, slug: str) -> Member:
    member = get_object_or_404(Member, slug=slug)
    if not EXPORT_MEMBER.allows(request.user, member):
        raise PermissionDenied
    return member
