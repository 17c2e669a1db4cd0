"""Starts an inventory from an estimate, to be replaced line by line."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cascais.errors import CascaisError
from cascais.web.display.texts import translated
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.views import inventories_step, seen_member
from cascais.web.inventories.writes import NewInventory, kind_of, store
from cascais.web.members.models import Member, Population
from cascais.web.members.policy import DRAFT_FOR
from cascais.web.navigation import Step, member_page
from cascais.workflows.estimates import prefilled
from cascais.workflows.inventories import CheckedInventory

REFUSED = 422
FIRST_YEAR = 1990


class EstimateForm(forms.Form):
    """The year and its inhabitants: all that the estimate needs."""

    year = forms.IntegerField(
        label=_("Year"), min_value=FIRST_YEAR, widget=forms.NumberInput(attrs={"class": "narrow"})
    )
    population = forms.IntegerField(
        label=_("Inhabitants in that year"),
        min_value=1,
        max_value=50_000_000,
        widget=forms.NumberInput(attrs={"class": "narrow"}),
    )

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if year > timezone.localdate().year:
            raise forms.ValidationError(gettext("The year has not come yet."))
        return year


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def estimate(request: HttpRequest, slug: str) -> HttpResponse:
    """Estimate a whole inventory from national figures and store it as a draft."""
    member = seen_member(request, slug)
    if not DRAFT_FOR.allows(request.user, member):
        raise PermissionDenied
    form = EstimateForm(request.POST or None)
    if form.is_valid():
        found = _estimated(member, form)
        if found is not None:
            _keep(member, found, form, request.user)
            messages.success(
                request,
                gettext("The estimate is stored as a draft. Type your own figures over it, line by line."),
            )
            return redirect("inventories:edit", slug, form.cleaned_data["year"])
    step = Step(gettext("Start from an estimate"))
    context = {"form": form, **member_page(request, member, inventories_step(member), step)}
    return render(request, "inventories/estimate.html", context, status=REFUSED if form.is_bound else 200)


def _estimated(member: Member, form: EstimateForm) -> CheckedInventory | None:
    """The estimate; where there can be none the form says why."""
    year, population = form.cleaned_data["year"], form.cleaned_data["population"]
    if InventoryYear.objects.filter(member=member, year=year, superseded_at=None).exists():
        form.add_error(
            "year", gettext("There is an inventory of this year already. Open it and edit its figures.")
        )
        return None
    try:
        return prefilled(member.country, population, year, tell=translated)
    except CascaisError as error:
        form.add_error(None, str(error))
        return None


@transaction.atomic
def _keep(member: Member, found: CheckedInventory, form: EstimateForm, user: object) -> None:
    year, population = form.cleaned_data["year"], form.cleaned_data["population"]
    person = user if isinstance(user, User) else None
    Population.objects.get_or_create(
        member=member,
        year=year,
        defaults={"persons": population, "source": gettext("Entered for the estimate of the inventory")},
    )
    head: dict[str, str | bool] = {
        "kind": kind_of(member, year),
        "gwp_set": found.inventory.gwp_set,
        "source": gettext("Estimate from national figures per inhabitant"),
        "is_published": False,
    }
    store(member, NewInventory(year, tuple(found.inventory.activities.records), head=head), person)
