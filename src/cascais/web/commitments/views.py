"""The targets of a member and where it stands against each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cascais.charts import CHARTS, Chart, EmptyChart
from cascais.web.commitments.standing import MemberStanding, member_standing
from cascais.web.commitments.tables import targets_table
from cascais.web.display.language import page_style
from cascais.web.inventories.downloads import response
from cascais.web.inventories.views import seen_member
from cascais.web.inventories.years import ComputedYear, computed_years, published
from cascais.web.members.dashboard import source_line
from cascais.web.members.models import Member
from cascais.web.navigation import Step, member_page
from cascais.workflows import drawings


@require_safe
def targets(request: HttpRequest, slug: str) -> HttpResponse:
    """Each target with its status, distance, needed cut and budget."""
    member, standing, years = _standing(request, slug)
    context = {
        "standing": standing,
        "drawing": _chart(member, standing, years),
        "latest": years[-1] if years else None,
        **member_page(request, member, Step(_("Targets"))),
    }
    return render(request, "commitments/targets.html", context)


@require_safe
def download(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The targets and their statuses as a table."""
    member, standing, _years = _standing(request, slug)
    return response(targets_table(member, standing), form)


@require_safe
def method(request: HttpRequest, slug: str) -> HttpResponse:
    """How a status is computed, in plain words."""
    member = seen_member(request, slug)
    step = Step(_("Targets"), reverse("commitments:targets", args=[slug]))
    return render(
        request, "commitments/method.html", member_page(request, member, step, Step(_("How it is computed")))
    )


def _standing(request: HttpRequest, slug: str) -> tuple[Member, MemberStanding, list[ComputedYear]]:
    member = seen_member(request, slug)
    years = published(computed_years(member, request.user))
    return member, member_standing(member, years, list(member.targets.all())), years


def _chart(member: Member, standing: MemberStanding, years: list[ComputedYear]) -> Chart | EmptyChart | None:
    if not years or not standing.items:
        return None
    labels = drawings.Labels(member.local_name, years[-1].year, source_line(member))
    history = {each.year: each.inventory for each in years}
    record = drawings.emissions_and_targets(labels, history, standing.paths, standing.backcast)
    return CHARTS["emissions_and_targets"](record, page_style())
