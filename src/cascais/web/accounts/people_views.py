"""The people of a member, of a network and of the site: who has which role, who is invited."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cascais.web.accounts import letters, personal
from cascais.web.accounts.backends import account_named
from cascais.web.accounts.forms import FindPersonForm, InvitationForm
from cascais.web.accounts.giving import MANAGE_INVITATION, TAKE_ROLE_AWAY, Place, place_of, roles_to_give
from cascais.web.accounts.invitations import TooManyError, invite, open_invitations, withdraw
from cascais.web.accounts.models import Assignment, Invitation, Role
from cascais.web.accounts.own_views import person
from cascais.web.accounts.roles import is_administrator, keeps_network
from cascais.web.members.models import Member
from cascais.web.members.policy import MANAGE_PEOPLE_OF
from cascais.web.navigation import Step, member_page, trail
from cascais.web.register.models import Network

FORM = ["GET", "HEAD", "POST"]
REFUSED = 422
MOST_MEMBERS = 500


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The places whose people somebody may invite."""
    members = MANAGE_PEOPLE_OF.rows(request.user, Member.objects.all())
    networks = Network.objects.filter(keeps_network(request.user))
    context = {
        "members": members[:MOST_MEMBERS],
        "networks": networks,
        "runs_site": is_administrator(request.user),
        "trail": trail(Step(_("People"))),
    }
    return render(request, "accounts/people_index.html", context)


@require_http_methods(FORM)
@login_required
def of_member(request: HttpRequest, slug: str) -> HttpResponse:
    """The people of a member."""
    member = get_object_or_404(Member, slug=slug)
    page = member_page(request, member, Step(_("People")))
    agencies = Member.objects.filter(cares_for__member=member)
    return _people(request, Place(member=member), {**page, "frame": "member.html", "agencies": agencies})


@require_http_methods(FORM)
@login_required
def of_network(request: HttpRequest, key: str) -> HttpResponse:
    """The secretariat of a network."""
    network = get_object_or_404(Network, key=key)
    steps = trail(Step(_("People"), reverse("people:index")), Step(network.title))
    return _people(request, Place(network=network), {"trail": steps, "frame": "base.html"})


@require_http_methods(FORM)
@login_required
def of_site(request: HttpRequest) -> HttpResponse:
    """The administrators, and the way to a person's account."""
    steps = trail(Step(_("People"), reverse("people:index")), Step(_("Administrators")))
    content = {"trail": steps, "frame": "base.html", "find": FindPersonForm()}
    return _people(request, Place(), content)


@require_http_methods(FORM)
@login_required
@transaction.atomic
def take_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role from somebody, after a question."""
    role = get_object_or_404(Assignment.objects.select_related("user", "member", "network"), pk=pk)
    if not TAKE_ROLE_AWAY.allows(request.user, role):
        raise PermissionDenied
    place = place_of(role)
    is_last = role.role == Role.ADMINISTRATOR and personal.is_last_administrator(role.user)
    if request.method == "POST" and not is_last:
        role.delete()
        messages.success(request, _("The role is taken away."))
        return redirect(place.url if roles_to_give(request.user, place) else "accounts:own")
    steps = trail(Step(_("People"), place.url), Step(_("Take a role away")))
    context = {"role": role, "place": place, "is_last": is_last, "trail": steps}
    return render(request, "accounts/take_away.html", context)


@require_POST
@login_required
def withdraw_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    row = get_object_or_404(Invitation.objects.select_related("member", "network"), pk=pk)
    if not MANAGE_INVITATION.allows(request.user, row):
        raise PermissionDenied
    if row.accepted_at is None and row.withdrawn_at is None:
        withdraw(row)
        messages.success(request, _("The invitation is withdrawn; its link does not work any more."))
    return redirect(place_of(row).url)


@require_POST
@login_required
def find(request: HttpRequest) -> HttpResponse:
    """Lead an administrator to the account of a person."""
    _only_administrators(request)
    form = FindPersonForm(request.POST)
    found = account_named(form.cleaned_data["account"]) if form.is_valid() else None
    if found is None:
        messages.error(request, _("There is no account with this name or e-mail address."))
        return redirect("people:of_site")
    return redirect("people:account", found.pk)


@require_http_methods(FORM)
@login_required
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """The account of a person for an administrator: its roles, lost second factors, erasure."""
    _only_administrators(request)
    user = get_object_or_404(User, pk=pk)
    is_last = personal.is_last_administrator(user)
    is_refused = False
    if request.method == "POST":
        if "remove_factors" in request.POST:
            Authenticator.objects.filter(user=user).delete()
            letters.tell_of_change(user, _("An administrator removed your second factors."))
            messages.success(request, _("The second factors are removed."))
            return redirect("people:account", pk)
        is_refused = is_last or request.POST.get("username", "") != user.get_username()
        if not is_refused:
            personal.erase(user)
            messages.success(request, _("The person is erased."))
            return redirect("people:of_site")
    steps = trail(Step(_("Administrators"), reverse("people:of_site")), Step(user.get_username()))
    context = {
        "person": user,
        "roles": user.assignments.select_related("member", "network"),
        "factors": Authenticator.objects.filter(user=user).count(),
        "is_last": is_last,
        "is_refused": is_refused,
        "trail": steps,
    }
    return render(request, "accounts/account.html", context, status=REFUSED if is_refused else 200)


def _people(request: HttpRequest, place: Place, page: dict[str, object]) -> HttpResponse:
    """The page of a place; whoever may give no role there may not see it."""
    roles = roles_to_give(request.user, place)
    if not roles:
        raise PermissionDenied
    form = InvitationForm(roles, request.POST or None)
    if form.is_valid() and _invited(request, place, form):
        return redirect(place.url)
    people = Assignment.objects.filter(place.rows, user__is_active=True).select_related("user", "created_by")
    may_take = set(TAKE_ROLE_AWAY.rows(request.user, people).values_list("pk", flat=True))
    invited = open_invitations().filter(place.rows).select_related("created_by")
    context = {
        "place": place,
        "form": form,
        "people": [(row, row.pk in may_take) for row in people.order_by("user__first_name", "role")],
        "invited": MANAGE_INVITATION.rows(request.user, invited),
        **page,
    }
    return render(request, "accounts/people.html", context, status=REFUSED if form.is_bound else 200)


def _invited(request: HttpRequest, place: Place, form: InvitationForm) -> bool:
    address, role = form.cleaned_data["email"], Role(form.cleaned_data["role"])
    giver = person(request)
    if address.casefold() == giver.email.casefold():
        form.add_error("email", _("This is your own address. Somebody else has to give you a role."))
        return False
    try:
        invite(giver, place, address, role, letters.site_of(request))
    except TooManyError:
        form.add_error(None, _("Too many letters were sent today. Go on tomorrow."))
        return False
    messages.success(request, _("The invitation is on its way. It holds for 14 days."))
    return True


def _only_administrators(request: HttpRequest) -> None:
    if not is_administrator(request.user):
        raise PermissionDenied
