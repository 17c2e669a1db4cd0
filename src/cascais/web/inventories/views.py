"""The pages of a member's inventories: all of them, one year, one number, one framework."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cascais.inventory.explanation import Explanation, explain
from cascais.inventory.frameworks import FRAMEWORKS
from cascais.web.inventories import reads, tables
from cascais.web.inventories.downloads import response
from cascais.web.inventories.frameworks import framework_room
from cascais.web.inventories.grid import is_whole
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.policy import EDIT_INVENTORY, SEE_INVENTORY
from cascais.web.inventories.reads import with_lines
from cascais.web.inventories.room import room
from cascais.web.inventories.versions import versions_beside
from cascais.web.inventories.years import ComputedYear, before, computed_year, computed_years, working
from cascais.web.members.models import Member
from cascais.web.members.policy import SEE_MEMBER
from cascais.web.navigation import Step, member_page
from cascais.workflows.explanations import explain_part, explain_without_sinks
from cascais.workflows.matrix import Measure


@require_safe
def inventory_list(request: HttpRequest, slug: str) -> HttpResponse:
    """All inventories of a member."""
    member = seen_member(request, slug)
    years = working(computed_years(member, request.user))
    context = {
        "years": years,
        "put_aside": reads.put_aside(member, request.user),
        **member_page(request, member, Step(_("Inventories"))),
    }
    return render(request, "inventories/list.html", context)


@require_safe
def list_download(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The totals of all inventories as a table."""
    member = seen_member(request, slug)
    return response(tables.totals_table(member, working(computed_years(member, request.user))), form)


@require_safe
def year_page(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """One inventory: total, findings, matrix, lines, printed totals, who entered it; any version of it."""
    member = seen_member(request, slug)
    standing = computed_years(member, request.user)
    computed = _of_year(working(standing), year) or one_year(request, slug, year)[1]
    if "version" in request.GET:
        computed = one_year(request, slug, year)[1]
    measure = Measure.ENERGY if request.GET.get("show") == "energy" else Measure.EMISSIONS
    found = room(computed, before(standing, year), measure)
    context = {
        "room": found,
        "inventory": computed.row,
        "years": working(standing),
        "versions": versions_beside(computed, standing),
        "version_query": f"version={computed.row.pk}&" if "version" in request.GET else "",
        "frameworks": FRAMEWORKS.values(),
        **member_page(request, member, inventories_step(member), Step(str(year))),
    }
    return render(request, "inventories/year.html", context)


@require_safe
def explanation(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """How one number came about, as a page or as the content of the panel."""
    member, computed = one_year(request, slug, year)
    found = _explained(computed, request.GET)
    context = {"explanation": found, "inventory": computed.row, "member": member}
    if getattr(request, "htmx", False):
        answer = render(request, "inventories/explanation_panel.html", context)
    else:
        page = member_page(
            request,
            member,
            inventories_step(member),
            year_step(member, year),
            Step(_("How a number came about")),
        )
        answer = render(request, "inventories/explanation.html", {**context, **page})
    patch_vary_headers(answer, ["HX-Request"])
    return answer


@require_safe
def framework_page(request: HttpRequest, slug: str, year: int, key: str) -> HttpResponse:
    """The same activities under the rules of one framework, and why its total differs."""
    if key not in FRAMEWORKS:
        raise Http404(key)
    member, computed = one_year(request, slug, year)
    title = FRAMEWORKS[key].title
    context = {
        "view": framework_room(computed, key),
        "inventory": computed.row,
        "frameworks": FRAMEWORKS.values(),
        **member_page(request, member, inventories_step(member), year_step(member, year), Step(_(title))),
    }
    return render(request, "inventories/framework.html", context)


@require_safe
def download(request: HttpRequest, slug: str, year: int, form: str) -> HttpResponse:
    """The lines of one inventory with their emissions and factors."""
    member, computed = one_year(request, slug, year)
    return response(tables.lines_table(member, computed), form)


def seen_member(request: HttpRequest, slug: str) -> Member:
    """The member of an address, if the user may see it."""
    return get_object_or_404(SEE_MEMBER.rows(request.user, Member.objects.all()), slug=slug)


def one_year(request: HttpRequest, slug: str, year: int) -> tuple[Member, ComputedYear]:
    """The inventory of an address, computed: the version that it names, else the one that the user works with."""
    member = seen_member(request, slug)
    rows = reads.working(member, request.user).filter(year=year)
    if "version" in request.GET:
        versions = InventoryYear.objects.filter(member=member, year=year)
        rows = SEE_INVENTORY.rows(request.user, versions).filter(pk=_whole(request.GET["version"]))
    people = ("member", "file", "created_by", "published_by")
    row = get_object_or_404(with_lines(rows.select_related(*people).defer("file__content")))
    return member, computed_year(row)


def working_year(request: HttpRequest, slug: str, year: int) -> ComputedYear:
    """The inventory that changes of an address begin with, computed, if the user may edit it."""
    member = seen_member(request, slug)
    rows = (
        reads.working(member, request.user).filter(year=year).select_related("member", "created_by", "file")
    )
    row = get_object_or_404(with_lines(rows.defer("file__content")))
    if not EDIT_INVENTORY.allows(request.user, row):
        raise PermissionDenied
    return computed_year(row)


def inventories_step(member: Member) -> Step:
    """The step of the trail that leads to all inventories."""
    return Step(_("Inventories"), reverse("inventories:list", args=[member.slug]))


def year_step(member: Member, year: int) -> Step:
    """The step of the trail that leads to one inventory."""
    return Step(str(year), reverse("inventories:year", args=[member.slug, year]))


def _of_year(years: list[ComputedYear], year: int) -> ComputedYear | None:
    return next((each for each in years if each.year == year), None)


def _explained(computed: ComputedYear, parameters: QueryDict) -> Explanation:
    """The number that an address asks for; what does not exist is no page."""
    inventory = computed.inventory
    sector, carrier = parameters.get("sector", ""), parameters.get("carrier", "")
    measure = Measure.ENERGY if parameters.get("show") == "energy" else Measure.EMISSIONS
    if "line" in parameters:
        line = _whole(parameters.get("line", ""))
        found = explain(inventory, line=line) if line < len(inventory.activities) else None
    elif sector or carrier or measure is Measure.ENERGY:
        found = explain_part(inventory, sector=sector, carrier=carrier, measure=measure)
    else:
        found = explain(inventory) if "sinks" in parameters else explain_without_sinks(inventory)
    if found is None:
        raise Http404
    return found


def _whole(text: str) -> int:
    if not is_whole(text):
        raise Http404(text)
    return int(text)
