"""Inventories as the interface tells them."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from ninja import Field, Schema

from cascais.inventory.activities import Activity
from cascais.inventory.explanation import Explanation
from cascais.inventory.findings import Finding, Severity
from cascais.provenance import How, HowKnown
from cascais.tables import vocabulary
from cascais.web.api.quantities import TONNES, Quantity, address, quantity, rounded
from cascais.web.display.texts import translated
from cascais.web.inventories.models import InventoryKind, InventoryYear
from cascais.workflows.inventories import stops_publishing
from cascais.workflows.lines import ComputedLine


class InventoryItem(Schema):
    """A version of the inventory of a member for a year."""

    id: int = Field(description="Names the version; every change makes a new one")
    member: str
    year: int
    kind: InventoryKind
    title: str
    is_published: bool
    is_current: bool = Field(description="Whether no newer version took its place")
    gwp_set: str
    variant: str = Field(description="Of the emission factors: direct or life cycle")
    electricity: str
    framework: str
    source: str
    source_url: str
    note: str
    created_at: datetime
    published_at: datetime | None
    superseded_at: datetime | None
    computed_by: str = Field(description="The version of code and tables that computed the totals")
    emissions: Quantity = Field(description="Without sinks: what targets are compared with")
    emissions_with_sinks: Quantity
    estimated_share: Quantity = Field(description="Which share of the emissions rests on estimates")
    is_demonstration: bool
    url: str


class PartItem(Schema):
    """The part of the total of a sector, a carrier or a gas."""

    key: str
    title: str
    emissions: Quantity


class InventoryDetail(InventoryItem):
    """A version with its parts and the way to everything else of it."""

    by_sector: list[PartItem]
    links: dict[str, str]


class LineItem(Schema):
    """One line: what was used, and the emissions that follow."""

    position: int
    sector: str
    sector_title: str
    subsector: str
    carrier: str
    carrier_title: str
    supplier: str
    amount: Quantity
    notation_key: str
    emissions: Quantity
    factor: Quantity | None
    factor_chosen: How = Field(description="How the factor was chosen")
    factor_note: str
    is_reported: bool = Field(description="Whether the emissions are those that the line's own source prints")
    is_green: bool
    is_estimated: bool
    source: str
    comment: str
    place: str = Field(description="Where the line stands in the file it came from")


class FindingItem(Schema):
    """Something that a check noticed."""

    rule: str
    severity: Severity
    severity_title: str
    stops_publishing: bool
    place: str
    value: str = Field(description="What was found, as a reader would recognise it")
    why: str
    what_to_do: str
    lines: list[int] = Field(description="Positions of the lines")


class ExplanationSource(Schema):
    """A publication and the place in it."""

    citation: str
    licence: str
    how_known: HowKnown


class ExplanationItem(Schema):
    """A number, what it is, and the numbers it was made from."""

    title: str
    value: float | None
    unit: str
    uncertainty: float | None
    formula: str | None
    notes: list[str]
    source: ExplanationSource | None
    children: list[ExplanationItem]


def explained(row: InventoryYear, **query: object) -> str:
    """The address that explains a number of a version."""
    return address("inventory_explanation", row.member.slug, row.year, query={**query, "version": row.pk})


def source_of(row: InventoryYear) -> str:
    """What the numbers of a version were computed from."""
    return row.source or _("Inventory of {member}, {year}").format(member=row.member.name, year=row.year)


def inventory_item(row: InventoryYear) -> InventoryItem:
    """A version with the totals that were kept of it."""
    return InventoryItem(
        id=row.pk,
        member=row.member.slug,
        year=row.year,
        kind=InventoryKind(row.kind),
        title=row.title,
        is_published=row.is_published,
        is_current=row.superseded_at is None,
        gwp_set=row.gwp_set,
        variant=row.variant,
        electricity=row.electricity,
        framework=row.framework,
        source=row.source,
        source_url=row.source_url,
        note=row.note,
        created_at=row.created_at,
        published_at=row.published_at,
        superseded_at=row.superseded_at,
        computed_by=row.computed_by_version,
        **_totals(row),
        is_demonstration=row.member.is_demonstration,
        url=address("inventory", row.member.slug, row.year, query={"version": row.pk}),
    )


def _totals(row: InventoryYear) -> dict[str, Quantity]:
    source, is_estimated = source_of(row), bool(row.estimated_share)
    return {
        "emissions": quantity(
            row.total_without_sinks_t,
            TONNES,
            uncertainty=row.uncertainty,
            is_estimated=is_estimated,
            source=source,
            explanation=explained(row),
        ),
        "emissions_with_sinks": quantity(
            row.total_t,
            TONNES,
            is_estimated=is_estimated,
            source=source,
            explanation=explained(row, sinks=True),
        ),
        "estimated_share": quantity(row.estimated_share, "1", source=source, explanation=explained(row)),
    }


def inventory_detail(row: InventoryYear) -> InventoryDetail:
    """A version with the parts that were kept of it."""
    names = ("inventory_lines", "inventory_totals", "inventory_findings", "inventory_explanation")
    parts, query = (row.member.slug, row.year), {"version": row.pk}
    links = {name.removeprefix("inventory_"): address(name, *parts, query=query) for name in names}
    return InventoryDetail(
        **dict(inventory_item(row)),
        by_sector=[
            PartItem(
                key=key,
                title=translated(vocabulary.sector(key).title),
                emissions=quantity(
                    value, TONNES, source=source_of(row), explanation=explained(row, sector=key)
                ),
            )
            for key, value in row.by_sector.items()
        ],
        links={**links, "versions": address("inventory_versions", *parts)},
    )


def line_item(row: InventoryYear, line: ComputedLine) -> LineItem:
    """One line with its result."""
    activity = line.activity
    explanation, source = explained(row, line=line.position), activity.source or source_of(row)
    note = translated(line.note)
    factor_source = "; ".join(line.sources) or note
    return LineItem(
        position=line.position,
        sector=activity.sector,
        sector_title=translated(vocabulary.sector(activity.sector).title),
        subsector=activity.subsector,
        carrier=activity.carrier,
        carrier_title=translated(vocabulary.carrier(activity.carrier).title),
        supplier=activity.supplier,
        amount=_amount(activity, source, explanation),
        notation_key=activity.notation_key,
        emissions=quantity(
            line.emissions_t,
            TONNES,
            is_estimated=activity.is_estimated,
            source=f"{source}; {factor_source}" if line.factor is not None else source,
            explanation=explanation,
        ),
        factor=None
        if line.factor is None
        else quantity(line.factor, line.factor_unit, source=factor_source, explanation=explanation),
        factor_chosen=line.how,
        factor_note=note,
        is_reported=line.is_reported,
        is_green=activity.is_green,
        is_estimated=activity.is_estimated,
        source=activity.source,
        comment=activity.comment,
        place=activity.place,
    )


def _amount(activity: Activity, source: str, explanation: str) -> Quantity:
    return quantity(
        activity.amount,
        activity.unit,
        uncertainty=activity.uncertainty,
        is_estimated=activity.is_estimated,
        quality=activity.quality,
        source=source,
        explanation=explanation,
    )


def finding_item(finding: Finding) -> FindingItem:
    """What a check noticed."""
    return FindingItem(
        rule=finding.rule,
        severity=finding.severity,
        severity_title=translated(finding.severity.in_words),
        stops_publishing=stops_publishing(finding),
        place=translated(finding.place),
        value=finding.value,
        why=translated(finding.why),
        what_to_do=translated(finding.what_to_do),
        lines=list(finding.lines),
    )


def explanation_item(found: Explanation) -> ExplanationItem:
    """The tree of an explanation."""
    source = found.source
    return ExplanationItem(
        title=translated(found.title),
        value=rounded(found.value),
        unit=found.unit,
        uncertainty=rounded(found.uncertainty),
        formula=translated(found.formula) if found.formula else None,
        notes=[translated(note) for note in found.notes],
        source=ExplanationSource(citation=source.citation, licence=source.licence, how_known=source.how_known)
        if source
        else None,
        children=[explanation_item(child) for child in found.children],
    )
