"""An import that a person has begun for Gabrovo."""

from __future__ import annotations

from django.contrib.auth.models import User

from cascais.web.imports.writes import keep
from cascais.web.members.models import Member
from cascais.workflows.reading import Uploaded

TABLE = b"year;sector;carrier;amount;unit\n2022;Residential buildings;Electricity;40500,5;MWh\n"


def places(gabrovo: Member, person: User) -> dict[str, object]:
    return {"pk": keep(gabrovo, person, Uploaded("energy.csv", TABLE)).pk}
