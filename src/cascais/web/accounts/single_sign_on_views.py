"""The way to an organisation's own sign-in: it begins with a form of this site."""

from __future__ import annotations

from allauth.socialaccount.providers.openid_connect import views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

FOUND = 302


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Ask whether to leave for the organisation's sign-in; a form that was sent from here leads there.

    The policy of the pages forbids a form to end at another site, be it by a redirect. So the answer is a page that goes
    on by itself, and has a link where a browser does not.
    """
    answer: HttpResponse = views.login(request, provider_id)
    if answer.status_code != FOUND:
        return answer
    address = answer.headers["Location"]
    page = render(request, "socialaccount/leaving.html", {"address": address})
    page.headers["Refresh"] = f"0; url={address}"
    return page
