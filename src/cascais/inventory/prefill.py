"""Pre-fill: a complete estimated inventory from national figures, to be replaced line by line by local ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cascais.errors import InputError, MissingFigureError, Problem
from cascais.inventory.activities import Activity
from cascais.inventory.emissions import Inventory, unit_conversion
from cascais.provenance import Figure
from cascais.tables import national, vocabulary
from cascais.tables.parameters import parameter
from cascais.text import Message, Translate, listed, message

GRADE = "D"
UNMEASURED_SPREAD = 1.0
"""Relative uncertainty of a national figure in a sector whose spread nobody measured: as wide as industry's."""
NOT_BY_INHABITANTS = ("livestock", "soils", "land_use", "product_use")
"""Sectors that do not follow the number of inhabitants: they are left as not estimated."""

# What an estimate stands for besides its own sector: smaller parts that a member often knows alone.
_PARTS = {
    "tertiary": ("municipal_buildings", "public_lighting"),
    "road": ("municipal_fleet", "public_transport"),
}
_SAME_SECTOR = {"private_transport": "road"}
# National figures name one carrier for a family of them.
_FAMILY = {
    "other_biomass": "wood",
    "anthracite": "hard_coal",
    "coke": "hard_coal",
    "coal_briquettes": "hard_coal",
    "lignite": "hard_coal",
    "peat": "hard_coal",
    "residual_fuel_oil": "other_fossil",
    "shale_oil": "other_fossil",
    "biodiesel": "biofuel",
    "bioethanol": "biofuel",
    "plant_oil": "biofuel",
}
_EVERY_CARRIER = ("all_carriers", "not_stated")


@dataclass(frozen=True, slots=True)
class MeasuredShare:
    """How much of an inventory is measured and how much estimated [t CO2e], sinks by their size."""

    measured_t: float
    estimated_t: float

    @property
    def share(self) -> float:
        """Measured ÷ all, 0–1; 0 where there is nothing."""
        total = self.measured_t + self.estimated_t
        return self.measured_t / total if total else 0.0


def estimated_activities(
    country: str, year: int, population: float, tell: Translate = str
) -> tuple[Activity, ...]:
    """Return a complete estimated inventory of a municipality, every line flagged as an estimate.

    Equation: amount = national final energy per inhabitant × inhabitants; waste and wastewater likewise.
    Quality D; the relative uncertainty is the measured distance of real municipalities from the national figure
    (table prefill_spread). Sectors that do not follow the number of inhabitants get the notation key NE.
    `tell` puts sources and comments into the reader's language.
    Raises MissingFigureError for a country without national figures, InputError for a population below one.

    >>> lines = estimated_activities("EE", 2022, 10_000)
    >>> wood = next(line for line in lines if (line.sector, line.carrier) == ("residential", "wood"))
    >>> round(wood.amount), wood.quality, wood.is_estimated
    (33216, 'D', True)
    """
    if population < 1:
        raise InputError(
            Problem("A number of inhabitants is needed", value=f"{population:g}", allowed="1 or more")
        )
    code = vocabulary.country(country).code
    return (
        *_energy(code, year, population, tell),
        *_waste(code, year, population, tell),
        *_not_estimated(year, tell),
    )


def complete(
    activities: Iterable[Activity], estimates: Iterable[Activity], tell: Translate = str
) -> tuple[Activity, ...]:
    """Keep the member's lines and add the estimates of what they leave open.

    An estimate gives way to a line of the same year and sector (or of a sector above it that is not split) with
    the same carrier, its family, or a carrier that is not split. Where the member knows only a part of what an
    estimate stands for (municipal buildings of the tertiary sector, buses of the road), that part is subtracted.
    The notation keys NE and C leave the place open, NO and IE close it.
    """
    kept = tuple(activities)
    open_estimates = [estimate for estimate in estimates if not any(_closes(line, estimate) for line in kept)]
    return (
        *kept,
        *(rest for estimate in open_estimates for rest in _without_known_parts(estimate, kept, tell)),
    )


def measured_share(inventory: Inventory) -> MeasuredShare:
    """How much of an inventory's emissions come from measured and how much from estimated lines."""
    is_estimated = np.array(
        [inventory.activities.activity(line).is_estimated for line in range(len(inventory.activities))],
        dtype=bool,
    )
    size = np.abs(inventory.co2e_t)
    return MeasuredShare(float(size[~is_estimated].sum()), float(size[is_estimated].sum()))


def _energy(country: str, year: int, population: float, tell: Translate) -> Iterator[Activity]:
    for figure in national.final_energy_per_capita(country):
        if figure.mwh <= 0:
            continue
        yield Activity(
            year=year,
            sector=figure.sector,
            carrier=figure.carrier,
            amount=figure.mwh * population,
            unit="MWh",
            quality=GRADE,
            uncertainty=_spread(figure.sector),
            source=tell(
                message(
                    "{source}; national figure per inhabitant × {population:,.0f} inhabitants",
                    source=figure.source.citation,
                    population=population,
                )
            ),
            comment=" ".join(map(tell, (*_other_year(figure.year, year), *_stands_for(figure.sector)))),
            is_estimated=True,
        )


def _waste(country: str, year: int, population: float, tell: Translate) -> Iterator[Activity]:
    yield _by_inhabitants(
        year,
        ("wastewater", "wastewater_inhabitants"),
        (population, "inhabitants"),
        tell(message("all inhabitants are connected")),
    )
    try:
        generated = parameter("national_waste", f"generated_{country}")
        landfilled = parameter("national_waste", f"landfilled_{country}")
    except MissingFigureError:
        yield _open_place(year, "solid_waste", tell)
        return
    tonnes = population * generated.value * landfilled.value
    yield _by_inhabitants(
        year,
        ("solid_waste", "municipal_waste_landfilled"),
        (tonnes, "t"),
        tell(
            message(
                "{source}; {amount:g} t per inhabitant, {share:.0%} of it in landfills",
                source=_citation(generated),
                amount=generated.value,
                share=landfilled.value,
            )
        ),
        comment="".join(map(tell, _other_year(2021, year))),
    )


def _by_inhabitants(
    year: int, place: tuple[str, str], amount: tuple[float, str], source: str, comment: str = ""
) -> Activity:
    return Activity(
        year=year,
        sector=place[0],
        carrier=place[1],
        amount=amount[0],
        unit=amount[1],
        quality=GRADE,
        uncertainty=vocabulary.quality_grades()[GRADE].uncertainty,
        source=source,
        comment=comment,
        is_estimated=True,
    )


def _not_estimated(year: int, tell: Translate) -> Iterator[Activity]:
    yield from (_open_place(year, sector, tell) for sector in NOT_BY_INHABITANTS)


def _open_place(year: int, sector: str, tell: Translate) -> Activity:
    return Activity(
        year=year,
        sector=sector,
        carrier="not_stated",
        amount=None,
        unit="t",
        notation_key="NE",
        comment=tell(
            message(
                "Does not follow the number of inhabitants, or no national figure is shipped: enter local data."
            )
        ),
        is_estimated=True,
    )


def _spread(sector: str) -> float:
    try:
        return parameter("prefill_spread", sector).value
    except MissingFigureError:
        return UNMEASURED_SPREAD


def _citation(figure: Figure) -> str:
    return figure.source.citation if figure.source else ""


def _other_year(found: int, asked: int) -> Iterator[Message]:
    if found != asked:
        yield message("The figure of {found} stands in for {asked}.", found=found, asked=asked)


def _stands_for(sector: str) -> Iterator[Message]:
    if sector in _PARTS:
        titles = listed((vocabulary.sector(part).title for part in _PARTS[sector]), "; ")
        yield message("Stands also for: {sectors}.", sectors=titles)


def _closes(line: Activity, estimate: Activity) -> bool:
    """Whether a line of the member leaves no place for an estimate."""
    if line.year != estimate.year or _is_open(line):
        return False
    sector = _SAME_SECTOR.get(line.sector, line.sector)
    return estimate.sector in vocabulary.descendants(sector) and _is_same_carrier(
        line.carrier, estimate.carrier
    )


def _is_open(line: Activity) -> bool:
    return line.amount is None and line.reported_t is None and line.notation_key not in ("NO", "IE")


def _is_same_carrier(given: str, estimated: str) -> bool:
    if given in _EVERY_CARRIER or estimated == "not_stated":
        return True
    is_grid = vocabulary.carrier(estimated).group == "grid"
    if given in ("fuels", "grid_energy"):
        return is_grid == (given == "grid_energy")
    return _FAMILY.get(given, given) == _FAMILY.get(estimated, estimated)


def _without_known_parts(estimate: Activity, kept: Sequence[Activity], tell: Translate) -> Iterator[Activity]:
    """The estimate less the parts that the member knows; nothing where they reach it."""
    known = [
        line
        for line in kept
        if line.year == estimate.year
        and line.sector in _PARTS.get(estimate.sector, ())
        and line.amount
        and _FAMILY.get(line.carrier, line.carrier) == _FAMILY.get(estimate.carrier, estimate.carrier)
    ]
    if not known or estimate.amount is None:
        yield estimate
        return
    amount = estimate.amount - sum((line.amount or 0.0) * _to_mwh(line) for line in known)
    if amount > 0:
        subtracted = tell(message("Known parts are subtracted."))
        yield replace(estimate, amount=amount, comment=f"{estimate.comment} {subtracted}".strip())


def _to_mwh(line: Activity) -> float:
    return unit_conversion(line.unit or vocabulary.carrier(line.carrier).unit, line.carrier).factor
