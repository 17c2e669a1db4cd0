"""Targets as the interface tells them: what was promised, and where the member stands."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import ConfigDict

from cascais.pathways.budget import Budget
from cascais.pathways.judgement import Status
from cascais.pathways.status import TargetStatus
from cascais.pathways.targets import PathShape, TargetKind
from cascais.web.api.quantities import TONNES, Quantity, address, quantity
from cascais.web.api.texts import Cut, Level, Sentences, Title, WebAddress
from cascais.web.commitments.models import Target, TargetFields
from cascais.web.display.texts import translated
from cascais.web.groups.models import GroupTarget

PromiseYear = Annotated[int, Field(ge=1990, le=2100, strict=True)]


class PromiseItem(Schema):
    """What was promised."""

    key: str
    title: str
    kind: TargetKind
    base_year: int | None
    target_year: int | None
    reduction: Quantity | None
    level: Quantity | None
    business_as_usual: Quantity | None
    step_years: int | None = Field(description="Years of a step")
    shape: PathShape
    has_sinks: bool
    is_adopted: bool = Field(description="Whether the council decided it; else it is shown for comparison")
    decided: date | None
    source: str
    source_url: str


class TargetItem(PromiseItem):
    """A target of a member."""

    id: int
    member: str
    resolution: str | None = Field(description="The address of the resolution")
    url: str


class Standing(Schema):
    """Where somebody stands against a target."""

    status: Status
    sentence: str
    probability: Quantity
    latest_year: int | None
    latest_emissions: Quantity
    required_emissions: Quantity = Field(
        description="The level of the path in the year of the latest inventory"
    )
    goal: Quantity
    distance: Quantity = Field(description="How far the latest inventory lies above the path")
    achieved_cut: Quantity
    required_cut: Quantity
    remaining_budget: Quantity | None
    notes: list[str]


class TargetStanding(TargetItem, Standing):
    """A target and where the member stands against it."""


class GroupTargetItem(PromiseItem):
    """A target that a group shares."""

    id: int
    group: str
    url: str


class GroupTargetStanding(GroupTargetItem, Standing):
    """A target and where the group stands against it."""


class PromiseIn(Schema):
    """A target to be stored."""

    model_config = ConfigDict(extra="forbid")

    title: Title = Field(min_length=1)
    kind: TargetKind
    base_year: PromiseYear | None = None
    target_year: PromiseYear | None = None
    reduction: Cut | None = Field(None, description="A share: 0.55 for −55 %")
    level: Level | None = Field(None, description="t CO2e, or t CO2e/person")
    step_years: Annotated[int, Field(ge=1, le=50, strict=True)] | None = None
    business_as_usual_t: Level | None = None
    has_sinks: Annotated[bool, Field(strict=True)] = False
    is_adopted: Annotated[bool, Field(strict=True)] = True
    decided: date | None = None
    source: Sentences = Field(min_length=1, description="The resolution or the plan, with its number or page")
    source_url: WebAddress = ""


def promise(row: TargetFields, explanation: str) -> PromiseItem:
    """What was promised, for a member or for a group."""
    source = row.source or _("Entered by the member")

    def number(value: float | None, unit: str) -> Quantity | None:
        return None if value is None else quantity(value, unit, source=source, explanation=explanation)

    per_head = row.kind == TargetKind.PER_CAPITA_LEVEL.value
    return PromiseItem(
        key=row.key,
        title=translated(row.title),
        kind=TargetKind(row.kind),
        base_year=row.base_year,
        target_year=row.target_year,
        reduction=number(row.reduction, "1"),
        level=number(row.level, f"{TONNES}/person" if per_head else TONNES),
        business_as_usual=number(row.business_as_usual_t, TONNES),
        step_years=row.step_years,
        shape=PathShape(row.shape),
        has_sinks=row.has_sinks,
        is_adopted=row.is_adopted,
        decided=row.decided,
        source=row.source,
        source_url=row.source_url,
    )


def target_item(row: Target) -> TargetItem:
    """A target of a member."""
    url = address("target", row.pk)
    return TargetItem(
        **dict(promise(row, url)),
        id=row.pk,
        member=row.member.slug,
        resolution=address("resolution", row.resolution_id) if row.resolution_id else None,
        url=url,
    )


def group_target_item(row: GroupTarget) -> GroupTargetItem:
    """A target of a group."""
    slug = row.group_of_members.slug
    url = address("group_target", slug, row.pk)
    return GroupTargetItem(**dict(promise(row, url)), id=row.pk, group=slug, url=url)


def standing_item(row: Target, status: TargetStatus, budget: Budget | None) -> TargetStanding:
    """A target and where the member stands against it."""
    explanation = address("member_targets", row.member.slug)
    standing = _standing(status, budget, _("Published inventories of the member"), explanation)
    return TargetStanding(**dict(target_item(row)), **dict(standing))


def group_standing_item(row: GroupTarget, status: TargetStatus, budget: Budget | None) -> GroupTargetStanding:
    """A target and where the group stands against it."""
    explanation = address("group_inventories", row.group_of_members.slug)
    standing = _standing(status, budget, _("Published inventories of the members"), explanation)
    return GroupTargetStanding(**dict(group_target_item(row)), **dict(standing))


def _standing(status: TargetStatus, budget: Budget | None, source: str, explanation: str) -> Standing:
    def number(value: float | None, unit: str = TONNES, uncertainty: float | None = None) -> Quantity:
        return quantity(
            value,
            unit,
            uncertainty=uncertainty,
            is_estimated=status.is_estimated,
            source=source,
            explanation=explanation,
        )

    latest = status.latest
    return Standing(
        status=status.status,
        sentence=translated(status.sentence),
        probability=number(status.probability, "1"),
        latest_year=latest.year if latest else None,
        latest_emissions=number(
            latest.emissions_t if latest else None, uncertainty=latest.uncertainty if latest else None
        ),
        required_emissions=number(status.required_t),
        goal=number(status.goal_t),
        distance=number(status.distance_t),
        achieved_cut=number(status.achieved_cut, "1"),
        required_cut=number(status.required_cut, "1"),
        remaining_budget=number(budget.remaining_t) if budget else None,
        notes=[translated(each) for each in status.notes],
    )
