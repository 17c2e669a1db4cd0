"""Drafts as programs write them: a head, and lines as somebody would enter them."""

from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import ConfigDict

from cascais import units
from cascais.errors import CascaisError
from cascais.inventory.activities import Activity
from cascais.inventory.factors import VARIANTS_WITH_ELECTRICITY
from cascais.inventory.intake.consistency import inconsistencies
from cascais.tables import electricity, vocabulary
from cascais.tables.emission_factors import VARIANTS
from cascais.web.api.problems import FieldProblem, RefusalError, shown_value
from cascais.web.api.refusals import field_problems
from cascais.web.api.routes.inventory_items import InventoryItem, inventory_item
from cascais.web.api.texts import Amount, Sentences, Share, Title, WebAddress, Word
from cascais.web.inventories import reads
from cascais.web.inventories.models import InventoryKind, InventoryYear
from cascais.web.inventories.writes import MOST_LINES

Truth = Annotated[bool, Field(strict=True)]
SHOWN_CHOICES = 60


class DraftLine(Schema):
    """One line of a draft."""

    model_config = ConfigDict(extra="forbid")

    sector: Word = Field(min_length=1, description="A key of /api/v1/tables/vocabulary/sectors")
    carrier: Word = Field(min_length=1, description="A key of /api/v1/tables/vocabulary/carriers")
    amount: Amount | None = Field(None, description="In the unit; none beside a notation key")
    unit: Annotated[Word, Field(max_length=20)] = Field("", description="Empty for the unit of the carrier")
    subsector: Word = ""
    supplier: Word = ""
    notation_key: Annotated[Word, Field(max_length=4)] = Field("", description="NO, NE, IE or C")
    quality: Annotated[Word, Field(max_length=2)] = Field("", description="The grade of the data, A to D")
    uncertainty: Share | None = Field(None, description="Half of the 95 % interval divided by the value")
    source: Sentences = ""
    comment: Sentences = ""
    reported_t: Amount | None = Field(
        None, description="The emissions that the source of the line prints [t CO2e]"
    )
    is_green: Truth = False
    is_estimated: Truth = False


class DraftIn(Schema):
    """A whole draft; it takes the place of the one that stands."""

    model_config = ConfigDict(extra="forbid")

    kind: InventoryKind | None = Field(None, description="Empty: a baseline where there is no earlier year")
    title: Title = ""
    gwp_set: Word = "AR5"
    variant: Word = "direct"
    electricity: Word = ""
    source: Sentences = ""
    source_url: WebAddress = ""
    note: Sentences = ""
    lines: list[DraftLine] = Field(min_length=1, max_length=MOST_LINES)


class DraftItem(InventoryItem):
    """A draft with its lines as they were entered."""

    lines: list[DraftLine]


def draft_item(row: InventoryYear) -> DraftItem:
    """A draft as programs read and write it."""
    names = tuple(DraftLine.model_fields)
    lines = [
        DraftLine.model_construct(**{name: getattr(activity, name) for name in names})
        for activity in reads.activities(row)
    ]
    return DraftItem.model_construct(**dict(inventory_item(row)), lines=lines)


def activities_of(given: DraftIn, year: int) -> tuple[Activity, ...]:
    """The lines as activities; raises RefusalError that names every line that cannot be used."""
    activities, problems = [], list(_head_problems(given))
    for position, line in enumerate(given.lines):
        where = f"body.lines.{position}"
        found = _word_problems(line, where)
        if not found:
            activity = Activity(year=year, **{**line.model_dump(), "unit": _unit(line)})
            found = list(field_problems(tuple(inconsistencies(activity)), where))
            activities.append(activity)
        problems.extend(found)
    if problems:
        raise RefusalError("invalid", errors=tuple(problems[:MOST_LINES]))
    return tuple(activities)


def _head_problems(given: DraftIn) -> list[FieldProblem]:
    series = {each.key for each in electricity.variants()} | {""}
    variants = {*VARIANTS, *VARIANTS_WITH_ELECTRICITY}
    return [
        *_not_among("body.gwp_set", given.gwp_set, units.GWP_SETS),
        *_not_among("body.variant", given.variant, variants),
        *_not_among("body.electricity", given.electricity, series),
    ]


def _word_problems(line: DraftLine, where: str) -> list[FieldProblem]:
    found = [
        *_not_among(f"{where}.sector", line.sector, vocabulary.sectors()),
        *_not_among(f"{where}.carrier", line.carrier, vocabulary.carriers()),
        *_not_among(f"{where}.notation_key", line.notation_key, {"", *vocabulary.notation_keys()}),
        *_not_among(f"{where}.quality", line.quality, {"", *vocabulary.quality_grades()}),
    ]
    if line.unit:
        try:
            units.unit(line.unit)
        except CascaisError as error:
            found.append(_problem(f"{where}.unit", str(error), line.unit, list(units.UNITS)))
    return found


def _unit(line: DraftLine) -> str:
    return units.unit(line.unit) if line.unit else vocabulary.carrier(line.carrier).unit


def _not_among(field: str, value: str, choices: object) -> list[FieldProblem]:
    words = list(choices)  # type: ignore[call-overload]
    return [] if value in words else [_problem(field, _("This word is not known."), value, words)]


def _problem(field: str, message: str, value: str, words: list[str]) -> FieldProblem:
    allowed = ", ".join(word or "“”" for word in sorted(words)[:SHOWN_CHOICES])
    return FieldProblem(
        field=field,
        message=message,
        value=shown_value(value),
        allowed=allowed,
        next_step=_("Write one of the words that are allowed."),
    )
