"""The open data: a page for people, the files, and the records by which programs and portals find them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cascais.web.navigation import Step, trail
from cascais.web.opendata.catalogue import as_json_ld, as_turtle
from cascais.web.opendata.columns import DataSet
from cascais.web.opendata.data_sets import DATA_SETS
from cascais.web.opendata.files import lying_file, made_file
from cascais.web.opendata.package import citation, data_package, licence
from cascais.web.opendata.writing import FORMS, Form


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """A file as the page offers it; its size is that of the last one that was made."""

    form: Form
    name: str
    size: int | None


@dataclass(frozen=True, slots=True)
class OfferedSet:
    """A data set with its files."""

    data_set: DataSet
    files: tuple[OfferedFile, ...]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What there is, what the columns hold, under which licence, and how to cite it."""
    context = {
        "offered": [_offered(data_set) for data_set in DATA_SETS.values()],
        "licence": licence(),
        "citation": citation(_root(request)),
        "trail": trail(Step(_("Open data"))),
    }
    return render(request, "opendata/index.html", context)


@require_safe
def file(request: HttpRequest, data_set: str, form: str) -> HttpResponseBase:
    """One file, whole or, where the reader has it already, not at all."""
    if data_set not in DATA_SETS or form not in FORMS:
        raise Http404
    made = made_file(DATA_SETS[data_set], FORMS[form])
    headers = {"ETag": made.etag, "Last-Modified": http_date(made.modified)}
    unchanged = get_conditional_response(request, etag=made.etag, last_modified=made.modified)
    if unchanged is not None:
        return _with_headers(unchanged, headers)
    answer = FileResponse(
        made.path.open("rb"),
        as_attachment=True,
        filename=f"{data_set}.{form}",
        content_type=FORMS[form].media_type,
    )
    link = f'<{licence().url}>; rel="license"'
    _with_headers(answer, {**headers, "Link": link, "Access-Control-Allow-Origin": "*"})
    patch_cache_control(answer, public=True, no_cache=True)
    return answer


@require_safe
def package(request: HttpRequest) -> HttpResponse:
    """The Frictionless data package."""
    return _document(data_package(_root(request)), "application/json")


@require_safe
def catalogue_json_ld(request: HttpRequest) -> HttpResponse:
    """The DCAT-AP record as JSON-LD."""
    return _document(as_json_ld(_root(request)), "application/ld+json")


@require_safe
def catalogue_turtle(request: HttpRequest) -> HttpResponse:
    """The DCAT-AP record as Turtle."""
    return HttpResponse(as_turtle(_root(request)), content_type="text/turtle; charset=utf-8")


def _with_headers(answer: HttpResponseBase, headers: dict[str, str]) -> HttpResponseBase:
    for name, value in headers.items():
        answer.headers[name] = value
    return answer


def _document(content: object, media_type: str) -> HttpResponse:
    answer = HttpResponse(
        json.dumps(content, ensure_ascii=False, indent=1), content_type=f"{media_type}; charset=utf-8"
    )
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _offered(data_set: DataSet) -> OfferedSet:
    files = []
    for form in FORMS.values():
        path = lying_file(data_set, form)
        size = path.stat().st_size if path else None
        files.append(OfferedFile(form, f"{data_set.key}.{form.key}", size))
    return OfferedSet(data_set, tuple(files))


def _root(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("opendata:index"))
