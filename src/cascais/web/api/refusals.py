"""Turns what the rest of the site raises into refusals of the interface."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError, ValidationErrorContext

from cascais.errors import CascaisError, ConflictError, InputError
from cascais.errors import Problem as InputProblem
from cascais.web.api.problems import FieldProblem, RefusalError, problem_response, shown_value
from cascais.web.display.problems import shown

KEY_OF_STATUS = {400: "unreadable", 401: "no-token", 403: "forbidden", 404: "not-found"}


def register(api: NinjaAPI) -> None:
    """Let the interface answer refusals in its own form. What nobody foresaw stays a failure of the site."""
    api.add_exception_handler(RefusalError, _refusal)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(
        RequestDataTooBig, lambda request, error: problem_response(RefusalError("too-large"))
    )
    api.add_exception_handler(Http404, lambda request, error: problem_response(RefusalError("not-found")))
    api.add_exception_handler(
        PermissionDenied, lambda request, error: problem_response(RefusalError("forbidden"))
    )
    api.add_exception_handler(HttpError, _http_error)
    api.add_exception_handler(InputError, _input_error)
    api.add_exception_handler(ConflictError, lambda request, error: problem_response(RefusalError("changed")))
    api.add_exception_handler(CascaisError, _refused)


def field_problems(problems: tuple[InputProblem, ...], where: str) -> tuple[FieldProblem, ...]:
    """Problems of the science as the interface tells them."""
    return tuple(_field_problem(each, where) for each in problems)


def placed(context: ValidationErrorContext[Any]) -> list[dict[str, Any]]:
    """The errors of one part of a call, each with its place as callers know it."""
    model = context.model
    source = model.__ninja_param_source__
    names = model.__ninja_flatten_map_reverse__
    found = context.pydantic_validation_error.errors(include_url=False)
    return [{**each, "loc": (source, *names.get(each["loc"], each["loc"]))} for each in found]


def _field_problem(problem: InputProblem, where: str) -> FieldProblem:
    words = shown(problem)
    field = where if problem.row is None else f"{where}.{problem.row}"
    return FieldProblem(
        field=field,
        message=words.message,
        value=words.value or None,
        allowed=words.allowed or None,
        next_step=words.next_step or None,
    )


def _refusal(request: HttpRequest, error: RefusalError | type[RefusalError]) -> HttpResponse:
    return problem_response(error if isinstance(error, RefusalError) else error("unreadable"))


def _invalid(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    found = error.errors if isinstance(error, ValidationError) else []
    return problem_response(RefusalError("invalid", errors=tuple(map(_of_pydantic, found))))


def _of_pydantic(error: Mapping[str, Any]) -> FieldProblem:
    context = error.get("ctx") or {}
    value = error.get("input", context.get("value"))
    allowed = context.get("expected") or _bounds(context)
    return FieldProblem(
        field=".".join(str(part) for part in _place(error["loc"])),
        message=str(error["msg"]).removeprefix("Value error, "),
        value=None if value is None or isinstance(value, dict | list) else shown_value(value),
        allowed=str(allowed) if allowed else None,
        next_step=_("Leave this out.") if error["type"] == "extra_forbidden" else None,
    )


def _place(loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Without the name of the function's parameter, which callers do not know."""
    return (loc[0], *loc[2:]) if loc and loc[0] in ("body", "query") and len(loc) > 2 else tuple(loc)


def _bounds(context: Mapping[str, Any]) -> str:
    signs = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "max_length": "≤", "min_length": "≥"}
    return ", ".join(f"{sign} {context[name]}" for name, sign in signs.items() if name in context)


def _http_error(request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    status = error.status_code if isinstance(error, HttpError) else 400
    return problem_response(RefusalError(KEY_OF_STATUS.get(status, "unreadable"), str(error)))


def _input_error(request: HttpRequest, error: InputError | type[InputError]) -> HttpResponse:
    problems = error.problems if isinstance(error, InputError) else ()
    return problem_response(RefusalError("invalid", errors=field_problems(problems, "body")))


def _refused(request: HttpRequest, error: CascaisError | type[CascaisError]) -> HttpResponse:
    return problem_response(RefusalError("invalid", str(error)))
