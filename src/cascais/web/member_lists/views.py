"""The steps of a list into the register: choose the file, look, store."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cascais.errors import ConflictError, InputError
from cascais.web.display.problems import shown
from cascais.web.member_lists.background import MOST_ROWS_AT_ONCE, hand_over, is_being_stored, trail_of
from cascais.web.member_lists.forms import ColumnsForm, ListFileForm, decisions
from cascais.web.member_lists.models import ListUpload
from cascais.web.member_lists.policy import CONTINUE_LIST, IMPORT_INTO
from cascais.web.member_lists.reads import Preview, preview
from cascais.web.member_lists.writes import keep, read_by, store_upload
from cascais.web.navigation import Step
from cascais.web.register.models import Network
from cascais.workflows.member_lists import HEADERS, read_member_list

ROWS_A_PAGE = 50
SHOWN = 50
REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def start(request: HttpRequest, key: str) -> HttpResponse:
    """Choose a file. One that is no spreadsheet is refused, and nothing is kept of it."""
    network = _network(request, key)
    form = ListFileForm(request.POST, request.FILES) if request.method == "POST" else ListFileForm()
    problems: list[Any] = []
    if form.is_bound and form.is_valid():
        file = form.uploaded()
        try:
            read = read_member_list(file)
        except InputError as error:
            problems = [shown(problem) for problem in error.problems]
        else:
            upload = keep(network, _person(request), file, read)
            return redirect("member_lists:look", key=key, pk=upload.pk)
    begun = CONTINUE_LIST.rows(request.user, ListUpload.objects.filter(network=network, stored_at=None))
    context = {
        "network": network,
        "form": form,
        "problems": problems,
        "begun": begun.select_related("file").defer("file__content", "reading")[:5],
        "trail": trail_of(network),
    }
    return render(
        request, "member_lists/start.html", context, status=REFUSED if problems or form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def look(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Look at what would be stored, say under which headers columns stand and what doubtful rows mean."""
    upload = _open_upload(request, key, pk)
    if is_being_stored(upload):
        return redirect("member_lists:storing", key=key, pk=pk)
    found = preview(upload)
    if request.method == "POST":
        form = _columns_form(request, found)
        if "columns" in request.POST and form.is_valid():
            read_by(upload, form.cleaned_data)
        else:
            upload.decisions = {**upload.decisions, **decisions(request.POST, found.open)}
            upload.save(update_fields=["decisions"])
        return redirect(f"{request.path}?page={_page_number(request)}#open")
    page = Paginator(found.open, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "network": upload.network,
        "upload": upload,
        "preview": found,
        "problems": [shown(problem) for problem in found.read.problems],
        "columns_form": _columns_form(request, found),
        "page": page,
        "new": found.new[:SHOWN],
        "differences": found.differences[:SHOWN],
        "trail": trail_of(upload.network, Step(_("Look and store"))),
    }
    return render(request, "member_lists/look.html", context)


@require_POST
@login_required
def store(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Store the list, a long one by a worker; rows that nobody decided are left out only where the person says so."""
    upload = _open_upload(request, key, pk)
    if is_being_stored(upload):
        return redirect("member_lists:storing", key=key, pk=pk)
    found, leaves_out = preview(upload), "leave_out" in request.POST
    if not found.may_be_stored(leaves_out=leaves_out):
        messages.error(request, _("The list cannot be stored yet: put right or decide what is named below."))
        return redirect("member_lists:look", key=key, pk=pk)
    if len(found.rows) > MOST_ROWS_AT_ONCE:
        hand_over(upload, leaves_out=leaves_out)
        return redirect("member_lists:storing", key=key, pk=pk)
    try:
        stored = store_upload(upload, found)
    except ConflictError:
        messages.warning(request, _("This list was stored already."))
        return redirect("member_lists:start", key=key)
    messages.success(
        request,
        _("Stored: %(added)d members are new, %(completed)d were completed, %(joined)d joined the network.")
        % {"added": stored.added, "completed": stored.completed, "joined": stored.joined},
    )
    return redirect("register:network", key=key)


@require_safe
@login_required
def template(request: HttpRequest, key: str) -> HttpResponse:
    """An empty list with all columns."""
    _network(request, key)
    response = HttpResponse(";".join(HEADERS) + "\r\n", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="members.csv"'
    return response


def _columns_form(request: HttpRequest, found: Preview) -> ColumnsForm:
    used = dict(found.read.columns)
    headers = [*used.values(), *found.read.unused]
    data = request.POST if request.method == "POST" and "columns" in request.POST else None
    return ColumnsForm(data, headers=headers, used=used)


def _network(request: HttpRequest, key: str) -> Network:
    network = get_object_or_404(Network, key=key)
    if not IMPORT_INTO.allows(request.user, network):
        raise PermissionDenied
    return network


def _open_upload(request: HttpRequest, key: str, pk: int) -> ListUpload:
    network = _network(request, key)
    rows = ListUpload.objects.filter(network=network, stored_at=None).select_related("network", "file")
    upload = CONTINUE_LIST.rows(request.user, rows).filter(pk=pk).first()
    if upload is None:
        raise Http404
    return upload


def _page_number(request: HttpRequest) -> int:
    text = request.POST.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 6 else 1


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
