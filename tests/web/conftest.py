"""The site with the demonstration's cities in it, and the people who use it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation

from cascais.web.demonstration.loading import load


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Load the demonstration once; each test starts from it."""
    with django_db_blocker.unblock():
        load()


@pytest.fixture(autouse=True)
def english():
    """Each test starts in English, whatever language the pages of the one before were shown in."""
    with translation.override("en"):
        yield
    translation.deactivate()


@pytest.fixture
def signed_in(db) -> Callable[[str], Client]:
    """A browser in which a person of the demonstration is signed in."""

    def client_of(username: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client

    return client_of


@pytest.fixture
def mari(signed_in) -> Client:
    """Mari edits Gabrovo."""
    return signed_in("mari")


@pytest.fixture
def janez(signed_in) -> Client:
    """Janez edits Kranj, Velenje and Ljubljana."""
    return signed_in("janez")
