"""Covenant of Mayors: the matrix of the baseline and monitoring emission inventories (BEI, MEI)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cascais.inventory.activities import Activity
from cascais.inventory.emissions import Inventory, compute
from cascais.inventory.findings import LOSSES
from cascais.inventory.frameworks import FrameworkOptions, FrameworkView, Requirement, ViewRow, framework
from cascais.inventory.frameworks._missing import missing_factors
from cascais.provenance import HowKnown, Source
from cascais.tables import vocabulary
from cascais.text import Message, _, listed, message

SOURCE = Source(
    id="com_secap_template",
    title="SECAP template and reporting guidelines, tables A to C; eligibility criteria (frequently asked question 39)",
    publisher="Covenant of Mayors for Climate and Energy Europe",
    year=2020,
    url="https://eu-mayors.ec.europa.eu/en/FAQs",
    licence="facts",
    accessed="2026-11-24",
    how_known=HowKnown.CITED,
)
LEAST_KEY_SECTORS = 3
KEY_SECTORS = {
    "municipal": _("Municipal buildings, equipment and facilities"),
    "tertiary": _("Tertiary buildings, equipment and facilities"),
    "residential": _("Residential buildings"),
    "transport": _("Transport"),
}

# Where a sector has no row of its own in the template, the row that its guidelines name for it.
_ROW_OF_SECTOR = {
    "rail": "private_transport",
    "waterborne": "private_transport",
    "aviation": "private_transport",
    "off_road": "private_transport",
    "road": "transport",
    "other_stationary": "buildings",
    "stationary_energy": "buildings",
    "waste": "solid_waste",
    "livestock": "product_use",
    "soils": "product_use",
}
_COLUMN_OF_CARRIER = {
    "cng": "natural_gas",
    "lng": "natural_gas",
    "residual_fuel_oil": "heating_oil",
    "kerosene": "other_fossil",
    "anthracite": "hard_coal",
    "coke": "hard_coal",
    "coal_briquettes": "lignite",
    "peat": "other_fossil",
    "oil_shale": "other_fossil",
    "shale_oil": "other_fossil",
    "waste_fossil": "other_fossil",
    "biodiesel": "biofuel",
    "bioethanol": "biofuel",
    "other_biomass": "wood",
    "biogas": "wood",
    "ambient_heat": "geothermal",
}
_OUTSIDE = {
    "industry_ets": message(
        "Industry in emissions trading is not recommended by the Covenant and not in the total."
    ),
    "energy_industries": message(
        "Energy industries belong to the tables of energy supply, not to final energy."
    ),
    "fugitive": message("Fugitive emissions are not part of the Covenant’s inventory."),
    "land_use": message("Sinks and land use are not part of the Covenant’s inventory."),
    "land_sector": message("Sinks and land use are not part of the Covenant’s inventory."),
}


@framework("covenant", title=_("Covenant of Mayors (BEI/MEI)"), variant="covenant", source=SOURCE)
def covenant_view(activities: Sequence[Activity], options: FrameworkOptions) -> FrameworkView:
    """Final energy by sector and carrier, CO2 by standard factors; waste and wastewater as other sectors.

    The variant `covenant_lca` of the options gives the life-cycle approach. Emissions from anything but energy
    keep the IPCC factors by gas. Source: SECAP template, tables A to C.
    """
    inventory = compute(activities, options.with_variant("covenant"))
    is_included = np.array([_is_included(activity) for activity in activities], dtype=bool)
    rows = _rows(activities, inventory)
    return FrameworkView(
        framework="covenant",
        inventory=inventory,
        is_included=is_included,
        rows=rows,
        totals=_totals(inventory, is_included, activities),
        requirements=(_key_sectors(activities),),
        findings=missing_factors(activities, inventory, is_included),
        notes=tuple(_OUTSIDE[key] for key in dict.fromkeys(a.sector for a in activities) if key in _OUTSIDE),
        figures={
            "final_energy_mwh": sum(
                row.amount or 0.0 for row in rows if row.is_in_total and row.unit == "MWh"
            )
        },
    )


def row_of(sector: str) -> str:
    """The sector whose row of the template takes a sector.

    >>> row_of("rail"), row_of("residential")
    ('private_transport', 'residential')
    """
    return _ROW_OF_SECTOR.get(sector, sector)


def column_of(carrier: str) -> str:
    """The carrier whose column of the template takes a carrier; non-energy carriers and mixes have none.

    >>> column_of("cng"), column_of("dairy_cattle")
    ('natural_gas', '')
    """
    column = _COLUMN_OF_CARRIER.get(carrier, carrier)
    return column if vocabulary.carrier(column).covenant else ""


def _is_included(activity: Activity) -> bool:
    return activity.sector not in _OUTSIDE and activity.subsector != LOSSES


def _rows(activities: Sequence[Activity], inventory: Inventory) -> tuple[ViewRow, ...]:
    cells: dict[tuple[str, str], list[int]] = {}
    for line, activity in enumerate(activities):
        if activity.subsector != LOSSES:
            cells.setdefault((row_of(activity.sector), column_of(activity.carrier)), []).append(line)
    sectors, carriers = list(vocabulary.sectors()), ["", *vocabulary.carriers()]
    ordered = sorted(cells, key=lambda cell: (sectors.index(cell[0]), carriers.index(cell[1])))
    return tuple(_cell(cell, cells[cell], activities, inventory) for cell in ordered)


def _cell(
    cell: tuple[str, str], lines: Sequence[int], activities: Sequence[Activity], inventory: Inventory
) -> ViewRow:
    sector = vocabulary.sector(cell[0])
    is_energy = all(vocabulary.carrier(activities[line].carrier).kind == "energy" for line in lines)
    keys = dict.fromkeys(activities[line].notation_key for line in lines if activities[line].notation_key)
    return ViewRow(
        reference=sector.covenant_code or sector.key,
        title=sector.covenant or sector.title,
        column=vocabulary.carrier(cell[1]).covenant if cell[1] else "",
        emissions_t=float(inventory.co2e_t[list(lines)].sum()),
        amount=float(inventory.quantity[list(lines)].sum()) if is_energy else None,
        unit="MWh" if is_energy else "",
        notation_key=", ".join(keys),
        is_in_total=all(_is_included(activities[line]) for line in lines),
        lines=tuple(lines),
    )


def _totals(
    inventory: Inventory, is_included: np.ndarray, activities: Sequence[Activity]
) -> dict[str, float]:
    groups = {
        "buildings_industry": ("buildings", "industry", "agriculture", "other"),
        "transport": ("transport",),
    }
    group_of = [vocabulary.sector(row_of(activity.sector)).group for activity in activities]
    is_energy = np.array([vocabulary.carrier(a.carrier).kind == "energy" for a in activities], dtype=bool)
    totals = {"total": float(inventory.co2e_t[is_included].sum())}
    for name, members in groups.items():
        belongs = np.array([group in members for group in group_of], dtype=bool) & is_energy & is_included
        totals[name] = float(inventory.co2e_t[belongs].sum())
    totals["other"] = totals["total"] - sum(totals[name] for name in groups)
    return totals


def key_sector_of(sector: str) -> str:
    """The key sector of the Covenant to which a sector belongs, empty where to none.

    >>> key_sector_of("public_lighting"), key_sector_of("rail"), key_sector_of("buildings")
    ('municipal', 'transport', '')
    """
    if vocabulary.sector(sector).group == "transport":
        return "transport"
    key = {"municipal_buildings": "municipal", "public_lighting": "municipal"}.get(sector, sector)
    return key if key in KEY_SECTORS else ""


def _key_sectors(activities: Sequence[Activity]) -> Requirement:
    told = [
        activity for activity in activities if activity.amount is not None or activity.reported_t is not None
    ]
    keys = {key_sector_of(activity.sector) for activity in told}
    covered = [title for key, title in KEY_SECTORS.items() if key in keys]
    lacking = [title for key, title in KEY_SECTORS.items() if key not in keys]
    is_unsplit = any(activity.sector in ("buildings", "stationary_energy") for activity in activities)
    return Requirement(
        key="key_sectors",
        title=message("At least three of the four key sectors are in the inventory"),
        is_met=len(covered) >= LEAST_KEY_SECTORS,
        reason=_why(covered, lacking, is_unsplit=is_unsplit),
    )


def _why(covered: Sequence[str], lacking: Sequence[str], *, is_unsplit: bool) -> Message:
    if not lacking:
        return message("All four key sectors are in the inventory.")
    if is_unsplit:
        return message(
            "In the inventory: {covered}. Missing: {lacking}. Buildings that are not split count for none of them.",
            covered=listed(covered or ["–"]),
            lacking=listed(lacking),
        )
    return message(
        "In the inventory: {covered}. Missing: {lacking}.",
        covered=listed(covered or ["–"]),
        lacking=listed(lacking),
    )
