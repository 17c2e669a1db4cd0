"""The tests of the network view enter the memberships that they tell of themselves."""

from __future__ import annotations

import pytest

from cascais.web.overview.settling import settle
from cascais.web.register.models import Network


@pytest.fixture(autouse=True)
def no_signatories(request):
    """The demonstration's signatories of the Covenant go, and their glances know it."""
    if "django_db" in request.keywords:
        request.getfixturevalue("db")
        Network.objects.filter(key="covenant_of_mayors").delete()
        settle()
