"""Where a person is signed in, how long that lasts, and how to end it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from time import time

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cascais.web.accounts.models import SignIn

BEGAN = "signed_in_at"
BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
SHOWN = {"Edg": "Edge", "OPR": "Opera"}
SYSTEMS = ("Windows", "Android", "iPhone", "iPad", "Mac OS", "Linux")


def limited(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: end a session that has lasted its time, however much it was used."""

    def answer(request: HttpRequest) -> HttpResponse:
        began = request.session.get(BEGAN) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        if began is not None and time() - began > settings.SESSION_COOKIE_AGE:
            logout(request)
        return get_response(request)

    return answer


def live(user: User) -> QuerySet[SignIn]:
    """The sign-ins of a person whose sessions are still open, the newest first."""
    sessions = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    since = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return SignIn.objects.filter(user=user, session_key__in=sessions, at__gt=since).order_by("-at")


def end(sign_ins: QuerySet[SignIn]) -> int:
    """End sessions; returns how many."""
    keys = list(sign_ins.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    SignIn.objects.filter(session_key__in=keys).delete()
    return len(keys)


def follow(before: str, after: str) -> None:
    """Keep a sign-in known after its session got another key."""
    SignIn.objects.filter(session_key=before).update(session_key=after)


def browser_of(agent: str) -> str:
    """What a person recognises a browser by, and no more: “Firefox, Linux”."""
    browser = next((SHOWN.get(name, name) for name in BROWSERS if re.search(rf"\b{name}", agent)), "")
    system = next((name for name in SYSTEMS if name in agent), "")
    return ", ".join(part for part in (browser, system) if part)


def note(sender: object, request: HttpRequest, user: User, **_: object) -> None:
    """Note a sign-in, and forget those that are over."""
    if request.session.session_key is None:
        request.session.create()
    request.session[BEGAN] = time()
    over = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    SignIn.objects.filter(user=user, at__lt=over).delete()
    agent = request.META.get("HTTP_USER_AGENT", "")
    SignIn.objects.update_or_create(
        session_key=request.session.session_key, defaults={"user": user, "browser": browser_of(agent)}
    )


def forget(sender: object, request: HttpRequest, user: User | None, **_: object) -> None:
    """Forget a sign-in that its person has ended."""
    SignIn.objects.filter(session_key=request.session.session_key or "").delete()


user_logged_in.connect(note, dispatch_uid="note a sign-in")
user_logged_out.connect(forget, dispatch_uid="forget a sign-in")
