"""GPC: the Global Protocol for Community-Scale Greenhouse Gas Inventories, BASIC and BASIC+."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from cascais.inventory.activities import Activity
from cascais.inventory.emissions import Inventory, compute
from cascais.inventory.findings import LOSSES, SCOPE_2, Finding, Severity
from cascais.inventory.frameworks import FrameworkOptions, FrameworkView, Requirement, ViewRow, framework
from cascais.inventory.frameworks._missing import missing_factors
from cascais.provenance import HowKnown, Source
from cascais.tables import vocabulary
from cascais.text import _, message

SOURCE = Source(
    id="gpc_1_1",
    title="Global Protocol for Community-Scale Greenhouse Gas Inventories, version 1.1",
    publisher="World Resources Institute, C40, ICLEI",
    year=2021,
    url="https://ghgprotocol.org/ghg-protocol-cities",
    locator="Tables 3.1, 4.1 and 4.2",
    licence="facts",
    accessed="2026-11-24",
    how_known=HowKnown.CITED,
)
BASIC, BASIC_PLUS, TERRITORIAL, OTHER = "BASIC", "BASIC+", "territorial", "other"
SUBSECTORS = {
    "I.1": _("Residential buildings"),
    "I.2": _("Commercial and institutional buildings and facilities"),
    "I.3": _("Manufacturing industries and construction"),
    "I.4": _("Energy industries"),
    "I.5": _("Agriculture, forestry and fishing activities"),
    "I.6": _("Non-specified sources"),
    "I.7": _("Fugitive emissions from coal"),
    "I.8": _("Fugitive emissions from oil and natural gas systems"),
    "II.1": _("On-road transportation"),
    "II.2": _("Railways"),
    "II.3": _("Waterborne navigation"),
    "II.4": _("Aviation"),
    "II.5": _("Off-road transportation"),
    "III.1": _("Solid waste disposal"),
    "III.2": _("Biological treatment of waste"),
    "III.3": _("Incineration and open burning"),
    "III.4": _("Wastewater treatment and discharge"),
    "IV.1": _("Industrial processes"),
    "IV.2": _("Product use"),
    "V.1": _("Livestock"),
    "V.2": _("Land"),
    "V.3": _("Aggregate sources and non-CO2 emission sources on land"),
    "VI.1": _("Other scope 3"),
}
_WITH_GRID = ("I.1", "I.2", "I.3", "I.4", "I.5", "I.6", "II.1", "II.2", "II.3", "II.4", "II.5")
_WITHOUT_SCOPE_3 = ("II.5",)
_SUBSECTOR_OF_CARRIER = {
    "waste_composted": "III.2",
    "waste_digested": "III.2",
    "waste_incinerated": "III.3",
    "wastewater_inhabitants": "III.4",
}
_REFERENCE = re.compile(r"(?:I|II|III|IV|V|VI)\.\d\.\d")


@dataclass(frozen=True, slots=True)
class Reference:
    """A row of the protocol's table: sub-sector and number, scope, and the totals it counts in."""

    code: str
    scope: int
    level: str

    @property
    def subsector(self) -> str:
        """The sub-sector, e.g. I.1 of I.1.2."""
        return self.code.rsplit(".", 1)[0]


@cache
def references() -> dict[str, Reference]:
    """All rows of the protocol's table, in its order.

    >>> references()["I.1.3"]
    Reference(code='I.1.3', scope=3, level='BASIC+')
    """
    return {row.code: row for subsector in SUBSECTORS for row in _rows_of(subsector)}


def _rows_of(subsector: str) -> Iterable[Reference]:
    part = subsector.partition(".")[0]
    if subsector in _WITH_GRID:
        yield Reference(f"{subsector}.1", 1, BASIC)
        yield Reference(f"{subsector}.2", 2, BASIC)
        if subsector not in _WITHOUT_SCOPE_3:
            yield Reference(f"{subsector}.3", 3, BASIC_PLUS)
        if subsector == "I.4":
            yield Reference("I.4.4", 1, TERRITORIAL)
    elif part == "I":
        yield Reference(f"{subsector}.1", 1, BASIC)
    elif part == "III":
        yield Reference(f"{subsector}.1", 1, BASIC)
        yield Reference(f"{subsector}.2", 3, BASIC)
        yield Reference(f"{subsector}.3", 1, TERRITORIAL)
    elif part == "VI":
        yield Reference(f"{subsector}.1", 3, OTHER)
    else:
        yield Reference(f"{subsector}.1", 1, BASIC_PLUS)


def reference_of(activity: Activity) -> Reference:
    """The row of the protocol in which an activity belongs.

    A reference number given as the sub-sector goes before everything (waste treated elsewhere: III.1.2);
    `losses` as the sub-sector means scope 3; electricity and heat from a grid are scope 2; the rest is scope 1.

    >>> reference_of(Activity(2022, "residential", "electricity", 1.0, "MWh")).code
    'I.1.2'
    """
    known = references()
    if _REFERENCE.fullmatch(activity.subsector) and activity.subsector in known:
        return known[activity.subsector]
    subsector = _SUBSECTOR_OF_CARRIER.get(activity.carrier) or vocabulary.sector(activity.sector).gpc
    if subsector not in _WITH_GRID:
        return known[f"{subsector}.1"]
    number = 3 if activity.subsector == LOSSES else 2 if activity.carrier in SCOPE_2 else 1
    return known.get(f"{subsector}.{number}", known[f"{subsector}.1"])


@framework("gpc", title=_("GPC (BASIC and BASIC+)"), variant="direct", source=SOURCE)
def gpc_view(activities: Sequence[Activity], options: FrameworkOptions) -> FrameworkView:
    """All sources of the community by sub-sector and scope, gas by gas; BASIC+ adds losses, processes and land.

    Where `options.losses` gives the share of a grid-bound carrier that is lost on the way, lines of scope 3 are
    added: amount · share / (1 − share), with the factor of the carrier. Main total: BASIC+ where one of its own
    rows is told, else BASIC. Source: GPC 1.1, Tables 4.1 and 4.2.
    """
    lines = (*activities, *_losses(activities, options.losses))
    inventory = compute(lines, options.with_variant("direct"))
    places = [reference_of(activity) for activity in lines]
    totals = _totals(inventory, places)
    levels = (BASIC, BASIC_PLUS) if any(place.level == BASIC_PLUS for place in places) else (BASIC,)
    is_included = np.array([place.level in levels for place in places], dtype=bool)
    rows = tuple(_row(reference, lines, places, inventory) for reference in references().values())
    return FrameworkView(
        framework="gpc",
        inventory=inventory,
        is_included=is_included,
        rows=rows,
        totals=totals,
        requirements=(_every_row_told(rows),),
        findings=(*missing_factors(lines, inventory, is_included), *_blank_rows(rows)),
        notes=(
            message("Emissions from grid-supplied energy count by the place of use, never by certificates."),
            message("Biogenic CO2 stands apart, outside every total."),
        ),
        figures={"biogenic_co2_t": float(inventory.biogenic_co2_t.sum())},
    )


def _losses(activities: Sequence[Activity], shares: Mapping[str, float]) -> tuple[Activity, ...]:
    told = {(a.year, a.sector, a.carrier) for a in activities if a.subsector == LOSSES}
    return tuple(
        replace(
            activity,
            subsector=LOSSES,
            amount=activity.amount * shares[activity.carrier] / (1.0 - shares[activity.carrier]),
            reported_t=None,
            is_estimated=True,
            source=f"share lost on the way: {shares[activity.carrier]:.1%}",
        )
        for activity in activities
        if activity.amount
        and activity.carrier in shares
        and reference_of(activity).scope == 2
        and (activity.year, activity.sector, activity.carrier) not in told
    )


def _totals(inventory: Inventory, places: Sequence[Reference]) -> dict[str, float]:
    def of(holds: Iterable[bool]) -> float:
        return float(inventory.co2e_t[np.array(list(holds), dtype=bool)].sum())

    scopes = {f"scope_{scope}": of(place.scope == scope for place in places) for scope in (1, 2, 3)}
    basic = of(place.level == BASIC for place in places)
    return {
        **scopes,
        "BASIC": basic,
        "BASIC+": basic + of(place.level == BASIC_PLUS for place in places),
        "territorial": of(place.scope == 1 for place in places),
    }


def _row(
    reference: Reference, activities: Sequence[Activity], places: Sequence[Reference], inventory: Inventory
) -> ViewRow:
    lines = [line for line, place in enumerate(places) if place.code == reference.code]
    is_energy = bool(lines) and all(
        vocabulary.carrier(activities[line].carrier).kind == "energy" for line in lines
    )
    keys = dict.fromkeys(activities[line].notation_key for line in lines if activities[line].notation_key)
    return ViewRow(
        reference=reference.code,
        title=SUBSECTORS[reference.subsector],
        emissions_t=float(inventory.co2e_t[lines].sum()),
        scope=reference.scope,
        level=reference.level,
        amount=float(inventory.quantity[lines].sum()) if is_energy else None,
        unit="MWh" if is_energy else "",
        notation_key=", ".join(keys),
        is_in_total=reference.level in (BASIC, BASIC_PLUS),
        lines=tuple(lines),
    )


def _blank(rows: Iterable[ViewRow]) -> list[str]:
    return [row.reference for row in rows if row.level == BASIC and not row.lines]


def _every_row_told(rows: Sequence[ViewRow]) -> Requirement:
    blank = _blank(rows)
    return Requirement(
        key="rows_told",
        title=message("Each row of BASIC has a number or a notation key"),
        is_met=not blank,
        reason=message("Blank: {rows}.", rows=", ".join(blank)) if blank else message("No row is blank."),
    )


def _blank_rows(rows: Sequence[ViewRow]) -> Iterable[Finding]:
    blank = _blank(rows)
    if blank:
        yield Finding(
            rule="gpc_blank_rows",
            severity=Severity.INFORMS,
            place=message("Rows {rows}", rows=", ".join(blank)),
            value="",
            why=message("The protocol asks for a number or a notation key in each row of BASIC."),
            what_to_do=message("Enter the amount, or NO, IE, C or NE with a comment."),
        )
