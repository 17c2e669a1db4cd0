"""Callers of the interface: visitors, and people of the demonstration with tokens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from cascais.web.api.calling import digest, new_secret
from cascais.web.api.models import ApiToken, Scope
from cascais.web.members.models import Member

ROOT = "/api/v1"


@dataclass
class Program:
    """A program that calls the interface, with a token or without."""

    secret: str = ""

    def headers(self, more: dict[str, str] | None = None) -> dict[str, str]:
        return {**({"Authorization": f"Bearer {self.secret}"} if self.secret else {}), **(more or {})}

    def get(self, path: str, query: Any = None, **headers: str) -> HttpResponse:
        return Client().get(ROOT + path, query, headers=self.headers(headers))

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return getattr(Client(), method)(
            ROOT + path, body, content_type="application/json", headers=self.headers(named)
        )


@pytest.fixture(autouse=True)
def unhurried(settings, tmp_path):
    """Tests call more often than people; files of open data lie apart."""
    settings.API_CALLS_PER_MINUTE = settings.API_TOKEN_CALLS_PER_MINUTE = 1_000_000
    settings.OPEN_DATA_FOLDER = tmp_path / "open-data"


@pytest.fixture
def visitor(db) -> Program:
    """Whoever calls without a token."""
    return Program()


@pytest.fixture
def program(db) -> Callable[..., Program]:
    """Make a program with a token of a person."""

    def make(username: str, scope: Scope = Scope.PUBLISH, member: str = "", days: int = 10) -> Program:
        secret = new_secret()
        ApiToken.objects.create(
            user=User.objects.get(username=username),
            name="test",
            scope=scope,
            member=Member.objects.get(slug=member) if member else None,
            prefix=secret[:14],
            secret_sha256=digest(secret),
            expires_on=timezone.localdate() + timedelta(days=days),
        )
        return Program(secret)

    return make
