"""The import of a spreadsheet: choose a file, explain what was not understood, look, store."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cascais.errors import ConflictError, Problem
from cascais.inventory.intake.results import ReadingOptions
from cascais.inventory.intake.writing import factor_template, template
from cascais.web.display.problems import shown
from cascais.web.display.texts import translated
from cascais.web.imports.background import hand_over, is_being_stored, is_large
from cascais.web.imports.forms import FactorsForm, FileForm, LabelsForm, OptionsForm, StoreForm
from cascais.web.imports.models import Upload
from cascais.web.imports.policy import CONTINUE_UPLOAD
from cascais.web.imports.reads import PreviewYear, preview, read_content, read_upload, unused
from cascais.web.imports.writes import Answers, ChangedMeanwhileError, keep, remember, store_upload
from cascais.web.inventories.grid import whole_number
from cascais.web.inventories.publishing import FindingsForbidError
from cascais.web.members.models import Member
from cascais.web.members.policy import DRAFT_FOR, EDIT_MEMBER
from cascais.web.navigation import Step, member_page
from cascais.workflows.reading import Uploaded

SEEN = "seen-"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a file. One that cannot be read at all is refused, and nothing is kept of it."""
    member = _editable(request, slug)
    data, files = _sent(request)
    form, factors_form = FileForm(data, files), FactorsForm(data, files)
    problems: tuple[Problem, ...] = ()
    factor_problems: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid() and factors_form.is_valid():
        file, factor_file = form.spreadsheet(), factors_form.spreadsheet()
        problems = _unreadable(file)
        factor_problems = _unreadable(factor_file) if factor_file else ()
        if not problems and not factor_problems:
            return redirect(
                _read_on(keep(member, _person(request), file, factor_file, factors_form.numbers()))
            )
    uploads = CONTINUE_UPLOAD.rows(request.user, Upload.objects.filter(member=member, stored_at=None))
    context = {
        "form": form,
        "factors_form": factors_form,
        "problems": [shown(problem) for problem in problems],
        "factor_problems": [shown(problem) for problem in factor_problems],
        "uploads": uploads.select_related("file").defer("file__content")[:5],
        **member_page(request, member, Step(_("Import"))),
    }
    is_refused = problems or factor_problems or form.errors or factors_form.errors
    return render(request, "imports/start.html", context, status=422 if is_refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def explain(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say what the file does not say itself: the sheet, the decimal sign, the year, what labels stand for."""
    upload = _upload(request, slug, pk)
    if _is_handed_over(upload):
        return redirect("imports:storing", slug=slug, pk=pk)
    found = read_upload(upload)
    data, files = _sent(request)
    options_form = OptionsForm(
        data, initial=upload.options, sheets=found.sheets, country=upload.member.country
    )
    labels_form = LabelsForm(data, labels=found.reading.unknown_labels)
    factors_form = FactorsForm(data, files, initial=FactorsForm.initial_of(upload.own_factors))
    if request.method == "POST" and all(
        form.is_valid() for form in (options_form, labels_form, factors_form)
    ):
        given = {key: value for key, value in options_form.cleaned_data.items() if value not in ("", None)}
        answers = Answers(given, labels_form.chosen(), factors_form.numbers())
        remember(
            upload,
            answers,
            factors_form.spreadsheet(),
            without_file=factors_form.cleaned_data["without_file"],
        )
        return redirect(_read_on(upload))
    context = {
        "upload": upload,
        "reading": found.reading,
        "problems": [shown(problem) for problem in found.reading.problems if not labels_form.asks(problem)],
        "factor_problems": [shown(problem) for problem in found.own.problems],
        "options_form": options_form,
        "factors_form": factors_form,
        "labels_form": labels_form,
        **_page(request, upload),
    }
    return render(request, "imports/explain.html", context)


@require_safe
@login_required
def look(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Look at what would be stored, with the findings."""
    return _look(request, slug, pk)


def _look(request: HttpRequest, slug: str, pk: int, *, is_changed: bool = False) -> HttpResponse:
    upload = _upload(request, slug, pk)
    if _is_handed_over(upload):
        return redirect("imports:storing", slug=slug, pk=pk)
    found = read_upload(upload)
    if not found.is_clean:
        return redirect("imports:explain", slug=slug, pk=pk)
    years = preview(upload, found.reading.storable)
    context = {
        "upload": upload,
        "reading": found.reading,
        "notes": [shown(note) for note in found.reading.notes],
        "form": StoreForm(),
        "is_large": is_large(upload),
        "is_changed": is_changed,
        **_page(request, upload),
    }
    if isinstance(years, tuple):
        return render(request, "imports/look.html", {**context, "problems": [shown(each) for each in years]})
    context |= {
        "years": years,
        "blocks_storing": any(each.blocks_storing for each in years),
        "unused": unused(years),
        "has_findings": any(each.findings for each in years),
        "blocks_publishing": any(each.checked.blocks for each in years),
    }
    return render(request, "imports/look.html", context, status=409 if is_changed else 200)


@require_POST
@login_required
def store(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Store what was looked at, all of it or nothing: at once, or by a worker where it is large."""
    upload = _upload(request, slug, pk)
    if is_large(upload) and not _is_handed_over(upload):
        may_publish = "publish" in request.POST and EDIT_MEMBER.allows(request.user, upload.member)
        hand_over(upload, is_published=may_publish, seen=_seen(request))
    if is_large(upload):
        return redirect("imports:storing", slug=slug, pk=pk)
    return _store(request, upload)


def _store(request: HttpRequest, upload: Upload) -> HttpResponse:
    slug, pk = upload.member.slug, upload.pk
    found = read_upload(upload)
    years = preview(upload, found.reading.storable) if found.is_clean else ()
    if isinstance(years, tuple) or not years or any(each.blocks_storing for each in years):
        return redirect("imports:look", slug=slug, pk=pk)
    form = StoreForm(request.POST)
    wants_publishing = form.is_valid() and form.cleaned_data["publish"]
    may_publish = EDIT_MEMBER.allows(request.user, upload.member)
    can_publish = may_publish and not any(each.checked.blocks for each in years)
    try:
        store_upload(upload, years, is_published=wants_publishing and can_publish, seen=_seen(request))
    except ChangedMeanwhileError:
        return _look(request, slug, pk, is_changed=True)
    except FindingsForbidError:
        messages.error(request, _("Findings forbid publishing it. Nothing is stored; store it as a draft."))
        return redirect("imports:look", slug=slug, pk=pk)
    except ConflictError as error:
        raise Http404(str(error)) from error
    messages.success(request, _stored_words(years))
    return redirect("inventories:year", slug=slug, year=years[-1].year)


@require_safe
def template_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The template as a workbook."""
    headers = {"Content-Disposition": 'attachment; filename="cascais-activities.xlsx"'}
    return HttpResponse(template(translated), content_type=XLSX, headers=headers)


@require_safe
def factor_template_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The template of a factor file as a workbook."""
    headers = {"Content-Disposition": 'attachment; filename="cascais-emission-factors.xlsx"'}
    return HttpResponse(factor_template(translated), content_type=XLSX, headers=headers)


def _editable(request: HttpRequest, slug: str) -> Member:
    member = get_object_or_404(Member, slug=slug)
    if not DRAFT_FOR.allows(request.user, member):
        raise PermissionDenied
    return member


def _upload(request: HttpRequest, slug: str, pk: int) -> Upload:
    """An upload that is on its way, or of whose storing by a worker there is a page."""
    member = _editable(request, slug)
    is_shown = Q(stored_at=None) | Q(job__isnull=False)
    uploads = CONTINUE_UPLOAD.rows(request.user, Upload.objects.filter(is_shown, member=member))
    return get_object_or_404(uploads.select_related("file", "factor_file", "member", "user"), pk=pk)


def _is_handed_over(upload: Upload) -> bool:
    return upload.stored_at is not None or is_being_stored(upload)


def _seen(request: HttpRequest) -> dict[int, int]:
    """The version that the person saw standing for each year."""
    named = {name.removeprefix(SEEN): value for name, value in request.POST.items() if name.startswith(SEEN)}
    return {whole_number(year): whole_number(str(version)) for year, version in named.items()}


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _read_on(upload: Upload) -> str:
    """Read an upload with what is said about it, and tell which page comes next."""
    found = read_upload(upload)
    upload.lines = len(found.reading.storable)
    upload.save(update_fields=["lines"])
    name = "imports:look" if found.is_clean else "imports:explain"
    return reverse(name, args=[upload.member.slug, upload.pk])


def _sent(
    request: HttpRequest,
) -> tuple[QueryDict, MultiValueDict[str, UploadedFile[Any]]] | tuple[None, None]:
    """What a form sent: fields and files; neither where the page is only looked at."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _unreadable(file: Uploaded) -> tuple[Problem, ...]:
    """Why a file is no spreadsheet with a sheet that can be seen."""
    found = read_content(file, ReadingOptions())
    return () if found.sheets else found.reading.problems


def _page(request: HttpRequest, upload: Upload) -> dict[str, object]:
    start_page = reverse("imports:start", args=[upload.member.slug])
    return member_page(request, upload.member, Step(_("Import"), start_page), Step(upload.file.name))


def _stored_words(years: list[PreviewYear]) -> str:
    words = ngettext(
        "The inventory of {years} is stored.", "The inventories of {years} are stored.", len(years)
    )
    return words.format(years=", ".join(str(each.year) for each in years))
