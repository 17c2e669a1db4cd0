"""What a person does with the own account: name, address, sessions, roles, the export and the erasure."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cascais.web.accounts import letters, personal, sign_ins
from cascais.web.accounts.forms import AddressForm, NameForm
from cascais.web.accounts.giving import OWN_ROLE, place_of
from cascais.web.accounts.models import Assignment, Role
from cascais.web.navigation import Step, trail

FORM = ["GET", "HEAD", "POST"]
SALT = "another e-mail address"
LINK_HOLDS_SECONDS = 24 * 60 * 60
REFUSED = 422


@require_http_methods(FORM)
@login_required
def name(request: HttpRequest) -> HttpResponse:
    """Change how the pages name the person."""
    form = NameForm(request.POST or None, instance=person(request))
    if form.is_valid():
        form.save()
        messages.success(request, _("Your name is changed."))
        return redirect("accounts:own")
    return _page(request, "accounts/name.html", _("Your name"), form=form)


@require_http_methods(FORM)
@login_required
def address(request: HttpRequest) -> HttpResponse:
    """Take another e-mail address; it counts once the link in a letter to it was followed."""
    user = person(request)
    form = AddressForm(user, request.POST or None)
    if form.is_valid():
        wanted = form.cleaned_data["email"]
        token = signing.dumps([user.pk, user.email, wanted], salt=SALT)
        link = letters.site_of(request).address + reverse("accounts:address_link", args=[token])
        letters.check_address(user, wanted, link)
        messages.success(request, _("A letter is on its way to the new address. Follow the link in it."))
        return redirect("accounts:own")
    return _page(request, "accounts/address.html", _("Your e-mail address"), form=form)


@require_http_methods(FORM)
@login_required
def address_link(request: HttpRequest, token: str) -> HttpResponse:
    """Store the new address, when its link comes back from the same person."""
    user = person(request)
    try:
        pk, before, wanted = signing.loads(token, salt=SALT, max_age=LINK_HOLDS_SECONDS)
    except signing.BadSignature:
        pk, before, wanted = 0, "", ""
    taken = User.objects.filter(email__iexact=wanted).exclude(pk=user.pk).exists()
    if pk != user.pk or before != user.email or taken:
        return _page(request, "accounts/address_link.html", _("Your e-mail address"), status=404)
    if request.method != "POST":
        return _page(request, "accounts/address_link.html", _("Your e-mail address"), wanted=wanted)
    letters.tell_of_change(user, _("The e-mail address was changed."))
    user.email = wanted
    user.save(update_fields=["email"])
    messages.success(request, _("Your e-mail address is changed."))
    return redirect("accounts:own")


@require_POST
@login_required
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    others = sign_ins.live(person(request)).exclude(session_key=request.session.session_key)
    sign_ins.end(others)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("accounts:own")


@require_POST
@login_required
def end_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out in one other browser."""
    get_object_or_404(sign_ins.live(person(request)), pk=pk)
    sign_ins.end(sign_ins.live(person(request)).filter(pk=pk))
    messages.success(request, _("You are signed out there."))
    return redirect("accounts:own")


@require_http_methods(FORM)
@login_required
@transaction.atomic
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one's own role back, after a question."""
    roles = OWN_ROLE.rows(request.user, Assignment.objects.select_related("member", "network"))
    role = get_object_or_404(roles, pk=pk)
    is_last = role.role == Role.ADMINISTRATOR and personal.is_last_administrator(person(request))
    if request.method == "POST" and not is_last:
        role.delete()
        messages.success(request, _("You have given the role back."))
        return redirect("accounts:own")
    place = place_of(role)
    return _page(
        request, "accounts/leave.html", _("Give a role back"), role=role, place=place, is_last=is_last
    )


@require_safe
@login_required
def export(request: HttpRequest) -> HttpResponse:
    """All that is stored of the person, as a file."""
    user = person(request)
    answer = JsonResponse(
        personal.everything_about(user), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    answer["Content-Disposition"] = 'attachment; filename="cascais-my-data.json"'
    return answer


@require_http_methods(FORM)
@login_required
def erase(request: HttpRequest) -> HttpResponse:
    """Erase the person, after the own name was typed."""
    user = person(request)
    is_last = personal.is_last_administrator(user)
    is_sure = request.POST.get("username", "") == user.get_username()
    if request.method == "POST" and is_sure and not is_last:
        logout(request)
        personal.erase(user)
        messages.success(request, _("You are erased. Nothing here leads back to you."))
        return redirect("home")
    status = REFUSED if request.method == "POST" else 200
    return _page(
        request,
        "accounts/erase.html",
        _("Erase your account"),
        status=status,
        is_last=is_last,
        is_refused=request.method == "POST",
    )


def person(request: HttpRequest) -> User:
    """The person who is signed in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _page(
    request: HttpRequest, template: str, title: str, *, status: int = 200, **content: object
) -> HttpResponse:
    form = content.get("form")
    steps = trail(Step(_("Your account"), reverse("accounts:own")), Step(title))
    if status == 200 and getattr(form, "is_bound", False):
        status = REFUSED
    return render(request, template, {"title": title, "trail": steps, **content}, status=status)
