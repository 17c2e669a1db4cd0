"""The two secretariats, and documents to hand in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cascais.web.members.models import Member
from cascais.web.register.models import Network

PDF = b"%PDF-1.7\nWe have resolved."


@pytest.fixture
def elena(signed_in) -> Client:
    """Elena keeps the register of the Climate Alliance."""
    return signed_in("elena")


@pytest.fixture
def tamas(signed_in) -> Client:
    """Tamás keeps the register of CEESEN."""
    return signed_in("tamas")


@pytest.fixture
def sofia(signed_in) -> Client:
    """Sofia runs the site."""
    return signed_in("sofia")


@pytest.fixture
def alliance(db) -> Network:
    return Network.objects.get(key="climate_alliance")


@pytest.fixture
def riga(db) -> Member:
    """Riga, which stands to no network yet."""
    return Member.objects.get(slug="riga")


@pytest.fixture
def document() -> Callable[..., SimpleUploadedFile]:
    def made(name: str = "resolution.pdf", content: bytes = PDF) -> SimpleUploadedFile:
        return SimpleUploadedFile(name, content)

    return made
