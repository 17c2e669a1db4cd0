"""People of the demonstration, and the letters that the worker would send."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage

from cascais.web.operations.worker import RunningWorker


@pytest.fixture
def letters(mailoutbox: list[EmailMessage]) -> Callable[[], list[EmailMessage]]:
    """The letters of the test, after a worker has done what waits; the day's reminders of the demonstration went before."""
    RunningWorker().run(until_empty=True)
    mailoutbox.clear()

    def sent() -> list[EmailMessage]:
        RunningWorker().run(until_empty=True)
        return mailoutbox

    return sent


@pytest.fixture
def link_in() -> Callable[[EmailMessage], str]:
    """The address in a letter, without the site."""

    def found(letter: EmailMessage) -> str:
        return re.search(r"http://testserver(/\S+)", letter.body).group(1)

    return found
