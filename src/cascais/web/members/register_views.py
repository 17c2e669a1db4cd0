"""A member's data: names and codes by the secretariat; area, languages, text and inhabitants by its editors too."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cascais.web.inventories.views import seen_member
from cascais.web.members.forms import FactsForm, MemberForm, PopulationForm
from cascais.web.members.models import Member, Population
from cascais.web.members.policy import KEEP_REGISTER_OF
from cascais.web.members.removing import remove
from cascais.web.members.successions import origin
from cascais.web.navigation import Step, member_page
from cascais.web.register.paths import METHODS, REFUSED, entered_member


@require_http_methods(METHODS)
@login_required
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what the register knows of a member; its editors change what is no name and no code."""
    member = entered_member(request, slug)
    keeps_register = KEEP_REGISTER_OF.allows(request.user, member)
    form = (MemberForm if keeps_register else FactsForm)(request.POST or None, member=member)
    if form.is_valid():
        form.save()
        messages.success(request, _("The member is changed."))
        return redirect("members:about", slug)
    context = {
        "form": form,
        "title": _("Change the member’s data"),
        "lead": ""
        if keeps_register
        else _("Kind, names, codes and coordinates are kept by the secretariat."),
        "button": _("Save the member"),
        "back": _about(member),
        **member_page(request, member, Step(_("About"), _about(member)), Step(_("Change"))),
    }
    return render(request, "register/member_form.html", context, status=REFUSED if form.is_bound else 200)


@require_http_methods(METHODS)
@login_required
def add_population(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter the inhabitants of a year; a figure of the same year is replaced."""
    member = entered_member(request, slug)
    form = PopulationForm(request.POST or None)
    if form.is_valid():
        form.save(member)
        messages.success(request, _("The inhabitants are stored."))
        return redirect("members:about", slug)
    context = {
        "form": form,
        "title": _("Enter inhabitants"),
        "lead": _("A figure that stands for the same year is replaced; the history keeps it."),
        "button": _("Save the inhabitants"),
        "back": _about(member),
        **member_page(request, member, Step(_("About"), _about(member)), Step(_("Inhabitants"))),
    }
    return render(request, "register/member_form.html", context, status=REFUSED if form.is_bound else 200)


@require_http_methods(METHODS)
@login_required
def remove_population(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Ask once, then take the inhabitants of a year away."""
    member = entered_member(request, slug)
    row = get_object_or_404(Population, member=member, year=year)
    if request.method == "POST":
        remove(row, request)
        messages.success(request, _("It is removed."))
        return redirect("members:about", slug)
    context = {
        "row": _("Inhabitants of {year}").format(year=year),
        "back": _about(member),
        "about": _("Emissions per inhabitant then rest on the nearest year that is left."),
        **member_page(request, member, Step(_("About"), _about(member)), Step(_("Remove"))),
    }
    return render(request, "register/member_remove.html", context)


@require_safe
def predecessors(request: HttpRequest, slug: str) -> HttpResponse:
    """The members that this one came from, and the sums over their inventories."""
    member = seen_member(request, slug)
    context = {"origin": origin(member), **member_page(request, member, Step(_("Where it came from")))}
    return render(request, "members/predecessors.html", context)


def _about(member: Member) -> str:
    return reverse("members:about", args=[member.slug])
