"""The pages of a network's national offices and fee classes, and the forms of both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cascais.web.members.removing import remove
from cascais.web.navigation import Step
from cascais.web.register.models import FeeClass, MembershipState, NationalOffice, Network
from cascais.web.register.network_forms import FeeClassForm, OfficeForm
from cascais.web.register.paths import METHODS, REFUSED, kept_network, network_trail, seen_network
from cascais.web.register.policy import KEEP_NETWORK

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Page:
    """A form of a list and its words."""

    list_name: str
    list_title: Text
    title: Text
    button: Text
    done: Text


OFFICES = gettext_lazy("National offices")
FEES = gettext_lazy("Fees")
ADD_OFFICE = Page(
    "register:offices",
    OFFICES,
    gettext_lazy("Add a national office"),
    gettext_lazy("Add the office"),
    gettext_lazy("The office is added."),
)
CHANGE_OFFICE = Page(
    "register:offices",
    OFFICES,
    gettext_lazy("Change a national office"),
    gettext_lazy("Save the office"),
    gettext_lazy("The office is changed."),
)
ADD_FEE = Page(
    "register:fees",
    FEES,
    gettext_lazy("Add a fee class"),
    gettext_lazy("Add the fee class"),
    gettext_lazy("The fee class is added."),
)
CHANGE_FEE = Page(
    "register:fees",
    FEES,
    gettext_lazy("Change a fee class"),
    gettext_lazy("Save the fee class"),
    gettext_lazy("The fee class is changed."),
)


@require_safe
def offices(request: HttpRequest, key: str) -> HttpResponse:
    """The offices that look after a network's members, by country."""
    network = seen_network(request, key)
    counts = (
        network.memberships.filter(state=MembershipState.MEMBER)
        .order_by()
        .values_list("member__country", flat=True)
    )
    by_country: dict[str, int] = {}
    for country in counts:
        by_country[country] = by_country.get(country, 0) + 1
    rows = [
        (office, by_country.get(office.country, 0)) for office in network.offices.select_related("member")
    ]
    context = {
        "network": network,
        "rows": rows,
        "keeps": KEEP_NETWORK.allows(request.user, network),
        "trail": network_trail(network, Step(OFFICES)),
    }
    return render(request, "register/offices.html", context)


@require_safe
def fees(request: HttpRequest, key: str) -> HttpResponse:
    """What members pay, class by class, with the source."""
    network = seen_network(request, key)
    context = {
        "network": network,
        "fee_classes": network.fee_classes.all(),
        "keeps": KEEP_NETWORK.allows(request.user, network),
        "trail": network_trail(network, Step(FEES)),
    }
    return render(request, "register/fees.html", context)


@require_http_methods(METHODS)
@login_required
def add_office(request: HttpRequest, key: str) -> HttpResponse:
    """Add a national office."""
    network = kept_network(request, key)
    form = OfficeForm(request.POST or None, network=network)
    return _answer(request, network, form, form.save, ADD_OFFICE)


@require_http_methods(METHODS)
@login_required
def change_office(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Change a national office."""
    network = kept_network(request, key)
    office = get_object_or_404(NationalOffice.objects.select_related("member"), pk=pk, network=network)
    form = OfficeForm(request.POST or None, network=network, office=office)
    return _answer(request, network, form, form.save, CHANGE_OFFICE)


@require_http_methods(METHODS)
@login_required
def remove_office(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Ask once, then take an office away."""
    network = kept_network(request, key)
    return _removal(
        request, network, get_object_or_404(NationalOffice, pk=pk, network=network), "register:offices"
    )


@require_http_methods(METHODS)
@login_required
def add_fee(request: HttpRequest, key: str) -> HttpResponse:
    """Add a fee class."""
    network = kept_network(request, key)
    form = FeeClassForm(request.POST or None, network=network)
    return _answer(request, network, form, form.save, ADD_FEE)


@require_http_methods(METHODS)
@login_required
def change_fee(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Change a fee class."""
    network = kept_network(request, key)
    row = get_object_or_404(FeeClass, pk=pk, network=network)
    form = FeeClassForm(request.POST or None, network=network, fee_class=row)
    return _answer(request, network, form, form.save, CHANGE_FEE)


@require_http_methods(METHODS)
@login_required
def remove_fee(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Ask once, then take a fee class away."""
    network = kept_network(request, key)
    return _removal(request, network, get_object_or_404(FeeClass, pk=pk, network=network), "register:fees")


def _answer(
    request: HttpRequest, network: Network, form: forms.Form, save: Callable[[], object], page: Page
) -> HttpResponse:
    back = reverse(page.list_name, args=[network.key])
    if form.is_valid():
        save()
        messages.success(request, str(page.done))
        return redirect(back)
    context = {
        "form": form,
        "title": page.title,
        "button": page.button,
        "back": back,
        "trail": network_trail(network, Step(page.list_title, back), Step(page.title)),
    }
    return render(request, "register/form.html", context, status=REFUSED if form.is_bound else 200)


def _removal(
    request: HttpRequest, network: Network, row: NationalOffice | FeeClass, list_name: str
) -> HttpResponse:
    back = reverse(list_name, args=[network.key])
    if request.method == "POST":
        remove(row, request)
        messages.success(request, _("It is removed."))
        return redirect(back)
    context = {"row": row, "back": back, "trail": network_trail(network, Step(_("Remove")))}
    return render(request, "register/remove.html", context)
