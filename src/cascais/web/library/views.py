"""Published tables, the glossary, and what is said about the data."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cascais.errors import TableError
from cascais.tables.reading import Table, table
from cascais.web.display.texts import translated
from cascais.web.library.glossary import TERMS
from cascais.web.library.reads import (
    KIND_TITLES,
    columns,
    has_own_places,
    matching,
    numeric_columns,
    shown,
    table_kinds,
)
from cascais.web.navigation import Step, trail

ROWS_ON_A_PAGE = 200


@require_safe
def table_list(request: HttpRequest) -> HttpResponse:
    """Every kind of table and its publications; with a search, the tables that hold the words."""
    wanted = request.GET.get("q", "").strip()
    found = [(kind, [(each, len(matching(each, wanted))) for each in kind.tables]) for kind in table_kinds()]
    hits = [(kind, [pair for pair in pairs if pair[1]]) for kind, pairs in found]
    context = {
        "kinds": [(kind, pairs) for kind, pairs in hits if pairs],
        "wanted": wanted,
        "trail": trail(Step(_("Published tables"))),
    }
    return render(request, "library/tables.html", context)


@require_safe
def one_table(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """The figures of one publication."""
    publication = _table_or_404(kind, name)
    wanted = request.GET.get("q", "").strip()
    rows = matching(publication, wanted)
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "table": publication,
        "kind_title": KIND_TITLES.get(kind, kind),
        "columns": columns(publication),
        "numeric": numeric_columns(publication),
        "has_own_places": has_own_places(publication),
        "rows": shown(publication, page.object_list),
        "page": page,
        "wanted": wanted,
        "trail": trail(
            Step(_("Published tables"), reverse("library:tables")),
            Step(translated(KIND_TITLES.get(kind, kind)), f"{reverse('library:tables')}#{kind}"),
            Step(Truncator(publication.source.title).chars(60)),
        ),
    }
    return render(request, "library/table.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """How the figures come about, what their labels mean, and who is asked."""
    kinds = table_kinds()
    context = {
        "publications": sum(len(kind.tables) for kind in kinds),
        "figures": sum(kind.rows for kind in kinds),
        "trail": trail(Step(_("About the data"))),
    }
    return render(request, "library/about.html", context)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """One word per thing."""
    context = {"terms": TERMS, "trail": trail(Step(_("Glossary")))}
    return render(request, "library/glossary.html", context)


def _table_or_404(kind: str, name: str) -> Table:
    try:
        return table(kind, name)
    except TableError as error:
        raise Http404(str(error)) from error
