"""Reminds the people of a member of what falls due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cascais.pathways.dues import Report
from cascais.web.accounts.models import Role
from cascais.web.members.models import Care, Member
from cascais.web.operations.models import Letter
from cascais.web.operations.queue import job
from cascais.web.overview.models import Glance

AHEAD = timedelta(days=90)
"""How long before the date the letter is written; a convention of Cascais."""
BEHIND = timedelta(days=30)
"""What has been due for longer is no longer written about: whoever knows already is not told by a machine."""
TITLES = {
    Report.PLAN.value: gettext_lazy("Action plan"),
    Report.MONITORING.value: gettext_lazy("Monitoring report"),
    Report.INVENTORY.value: gettext_lazy("Inventory"),
}


@job(gettext_lazy("Remind members of what falls due"), every=timedelta(days=1))
def remind() -> int:
    """Write a letter to each person of each member of which something falls due; once for each date."""
    today = timezone.localdate()
    new = 0
    for member, topic, due_on in _due(today):
        for user in _people(member):
            key = f"{topic} {member.pk} {due_on} {user.pk}"
            letter, is_new = Letter.objects.get_or_create(
                key=key, defaults={"topic": topic, "member": member, "user": user, "due_on": due_on}
            )
            if is_new:
                send.enqueue(letter.pk)
                new += 1
    return new


@job(gettext_lazy("Send a reminder"), tries=5, is_outward=True)
def send(pk: int) -> None:
    """Send a letter, in the language of the member, to a person who still is one of the member's."""
    letter = Letter.objects.select_related("user", "member").filter(pk=pk, sent_at=None).first()
    if letter is None or letter.user not in _people(letter.member):
        return
    with translation.override(_language(letter.member)):
        content = {
            "name": letter.user.first_name,
            "member": letter.member.local_name,
            "topic": TITLES[letter.topic],
            "due_on": letter.due_on,
            "link": address() + reverse("members:overview", args=[letter.member.slug]),
        }
        text = render_to_string("operations/letters/reminder.txt", content)
        subject = _("{member}: {topic} due").format(member=content["member"], topic=content["topic"])
        send_mail(subject, text, None, [letter.user.email])
    Letter.objects.filter(pk=pk).update(sent_at=timezone.now())


def address() -> str:
    """The beginning of the site's addresses, for letters that no request asks for."""
    scheme = "https" if settings.ENVIRONMENT.is_behind_https else "http"
    return f"{scheme}://{settings.ENVIRONMENT.allowed_hosts[0]}"


def _due(today: date) -> Iterator[tuple[Member, str, date]]:
    span = (today - BEHIND, today + AHEAD)
    fields = {topic: f"{topic}_due" for topic in TITLES}
    wanted = Q()
    for field in fields.values():
        wanted |= Q(**{f"{field}__range": span})
    for glance in Glance.objects.filter(wanted, member__ended_on=None).select_related("member"):
        for topic, field in fields.items():
            due_on = getattr(glance, field)
            if due_on and span[0] <= due_on <= span[1]:
                yield glance.member, topic, due_on


def _people(member: Member) -> list[User]:
    """Those who may publish for a member, as far as they have an e-mail address."""
    agencies = Care.objects.filter(member=member).values("agency")
    own = Q(assignments__member=member, assignments__role__in=(Role.EDITOR, Role.COORDINATOR))
    of_agency = Q(assignments__member__in=agencies, assignments__role=Role.COORDINATOR)
    people = User.objects.filter(own | of_agency, is_active=True).exclude(email="")
    return list(people.order_by("pk").distinct())


def _language(member: Member) -> str:
    offered = dict(settings.LANGUAGES)
    return next((code for code in member.languages if code in offered), settings.LANGUAGE_CODE)
