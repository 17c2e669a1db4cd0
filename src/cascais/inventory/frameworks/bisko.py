"""BISKO: the German municipal standard – final energy, territorial, upstream chain included, with a data quality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cascais.inventory.activities import Activity
from cascais.inventory.emissions import Inventory, compute
from cascais.inventory.factors import Options
from cascais.inventory.findings import LOSSES
from cascais.inventory.frameworks import FrameworkOptions, FrameworkView, Requirement, ViewRow, framework
from cascais.inventory.frameworks._missing import missing_factors
from cascais.provenance import How, HowKnown, Source
from cascais.tables import vocabulary
from cascais.tables.parameters import parameter
from cascais.text import Message, _, listed, message

SOURCE = Source(
    id="bisko_2019",
    title="BISKO Bilanzierungs-Systematik Kommunal, Methodenpapier (short version)",
    publisher="ifeu",
    year=2019,
    url="https://www.ifeu.de/fileadmin/uploads/BISKO_Methodenpapier_kurz_ifeu_Nov19.pdf",
    licence="facts",
    accessed="2026-11-24",
    how_known=HowKnown.CITED,
)
SECTORS = {
    "households": _("Private households"),
    "tertiary": _("Trade, commerce and services"),
    "industry": _("Industry"),
    "municipal": _("Municipal facilities"),
    "transport": _("Transport"),
}
CLASSES = {
    "good": _("good evidence"),
    "fairly_good": _("fairly good evidence"),
    "usable": _("usable evidence"),
}
LOWEST_CLASS = _("weak evidence")


@dataclass(frozen=True, slots=True)
class DataQuality:
    """How good the data are: Σ(E·g)/ΣE over all final energy, transport included.

    `grade` is None where some energy carries no grade: a blank is not the grade D. `lowest` and `highest` bound
    it by giving the energy without a grade the weights 0 and 1; `graded_share` is the share that carries one.
    """

    grade: float | None
    lowest: float
    highest: float
    graded_share: float

    @property
    def in_words(self) -> str:
        """The class of the grade, by its lower bound."""
        for key, words in CLASSES.items():
            if self.lowest > parameter("bisko_classes", key).value:
                return words
        return LOWEST_CLASS


def data_quality(energy_mwh: Sequence[float], grades: Sequence[str]) -> DataQuality:
    """Return the data quality of a balance from the energy [MWh] and the grade (A–D, or blank) of each line.

    Equation: DG = Σ(E·g)/ΣE with g = 1, 0.5, 0.25, 0 for A to D. Source: BISKO Methodenpapier, Datengüte.

    >>> data_quality([40, 50, 20, 10, 80], ["A", "A", "C", "D", "B"]).grade
    0.675
    """
    weights = vocabulary.quality_grades()
    total = sum(energy_mwh)
    if not total:
        return DataQuality(None, 0.0, 0.0, 0.0)
    pairs = list(zip(energy_mwh, grades, strict=True))
    good = sum(energy * weights[grade].weight for energy, grade in pairs if grade)
    blank = sum(energy for energy, grade in pairs if not grade)
    grade = good / total if not blank else None
    return DataQuality(grade, good / total, (good + blank) / total, 1.0 - blank / total)


@framework("bisko", title=_("BISKO"), variant="bisko", source=SOURCE)
def bisko_view(activities: Sequence[Activity], options: FrameworkOptions) -> FrameworkView:
    """Final energy used on the territory, with upstream chains and the national electricity mix.

    Electricity takes the federal mix in Germany and the national series elsewhere, whatever series the inventory
    itself uses; a factor of the local supply is set aside. Of prescribed factors only those of district heat (split by exergy, see
    `local_factors.chp_split_by_exergy`) and those of the variant bisko are taken: the others lack the upstream
    chain. Neither weather nor green electricity changes the balance. Source: BISKO Methodenpapier, 2019.
    """
    own_series = replace(options.with_variant("bisko"), electricity=options.electricity)
    taken, set_aside = _own_factors(own_series)
    inventory = compute(activities, taken)
    is_included = np.array([_is_included(activity) for activity in activities], dtype=bool)
    quality = data_quality(
        inventory.quantity[is_included].tolist(),
        [activity.quality for activity, inside in zip(activities, is_included, strict=True) if inside],
    )
    return FrameworkView(
        framework="bisko",
        inventory=inventory,
        is_included=is_included,
        rows=_rows(activities, inventory, is_included),
        totals=_totals(activities, inventory, is_included),
        requirements=(_grid_data_requirement(activities, is_included), _quality_requirement(quality)),
        findings=missing_factors(activities, inventory, is_included),
        notes=tuple(_notes(activities, is_included, set_aside)),
        figures={
            "final_energy_mwh": float(inventory.quantity[is_included].sum()),
            "data_quality": quality.grade,
            "data_quality_lowest": quality.lowest,
            "data_quality_highest": quality.highest,
        },
    )


def _own_factors(options: Options) -> tuple[Options, tuple[str, ...]]:
    taken = tuple(
        factor
        for factor in options.prescribed
        if factor.carrier == "district_heat"
        or factor.variant.startswith("bisko")
        or vocabulary.carrier(factor.carrier).kind != "energy"
        or (
            factor.carrier == "electricity"
            and factor.how is not How.LOCAL
            and options.country.upper() != "DE"
        )
    )
    set_aside = dict.fromkeys(factor.carrier for factor in options.prescribed if factor not in taken)
    return replace(options, prescribed=taken), tuple(set_aside)


def _is_included(activity: Activity) -> bool:
    is_final_energy = vocabulary.carrier(activity.carrier).kind == "energy" and activity.subsector != LOSSES
    return is_final_energy and bool(_sector_of(activity))


def _sector_of(activity: Activity) -> str:
    return vocabulary.sector(activity.sector).bisko


def _rows(
    activities: Sequence[Activity], inventory: Inventory, is_included: NDArray[np.bool_]
) -> tuple[ViewRow, ...]:
    cells: dict[tuple[str, str], list[int]] = {}
    for line in np.flatnonzero(is_included).tolist():
        cells.setdefault((_sector_of(activities[line]), activities[line].carrier), []).append(line)
    sectors, carriers = list(SECTORS), list(vocabulary.carriers())
    return tuple(
        ViewRow(
            reference=sector,
            title=SECTORS[sector],
            column=vocabulary.carrier(carrier).title,
            emissions_t=float(inventory.co2e_t[cells[sector, carrier]].sum()),
            amount=float(inventory.quantity[cells[sector, carrier]].sum()),
            unit="MWh",
            lines=tuple(cells[sector, carrier]),
        )
        for sector, carrier in sorted(
            cells, key=lambda cell: (sectors.index(cell[0]), carriers.index(cell[1]))
        )
    )


def _totals(
    activities: Sequence[Activity], inventory: Inventory, is_included: NDArray[np.bool_]
) -> dict[str, float]:
    of_sector = np.array([_sector_of(activity) for activity in activities], dtype=object)
    totals = {
        sector: float(inventory.co2e_t[is_included & (of_sector == sector)].sum()) for sector in SECTORS
    }
    return {"total": float(inventory.co2e_t[is_included].sum()), **totals}


def _grid_data_requirement(activities: Sequence[Activity], is_included: NDArray[np.bool_]) -> Requirement:
    """Electricity, gas and district heat need local primary data (grade A)."""
    bound = [
        activity
        for activity, inside in zip(activities, is_included, strict=True)
        if inside and vocabulary.carrier(activity.carrier).is_grid_bound
    ]
    poor = [vocabulary.carrier(activity.carrier).title for activity in bound if activity.quality != "A"]
    if poor:
        reason = message("Not of grade A: {carriers}.", carriers=listed(dict.fromkeys(poor)))
    elif bound:
        reason = message("All of it is of grade A.")
    else:
        reason = message("The inventory has no electricity, gas or district heat.")
    return Requirement(
        key="grid_data",
        title=message("Grid-bound energy is measured locally (grade A)"),
        is_met=bool(bound) and not poor,
        reason=reason,
    )


def _quality_requirement(quality: DataQuality) -> Requirement:
    return Requirement(
        key="data_quality",
        title=message("Each line of final energy has a quality grade"),
        is_met=quality.grade is not None,
        reason=message(
            "{share:.0%} of the energy has a grade; data quality from {lowest:.0%} to {highest:.0%}: {words}.",
            share=quality.graded_share,
            lowest=quality.lowest,
            highest=quality.highest,
            words=quality.in_words,
        ),
    )


def _notes(
    activities: Sequence[Activity], is_included: NDArray[np.bool_], set_aside: Sequence[str]
) -> list[Message]:
    outside = dict.fromkeys(
        vocabulary.sector(activity.sector).title
        for activity, inside in zip(activities, is_included, strict=True)
        if not inside
    )
    notes = [message("Weather is not corrected and green electricity earns no credit in the balance.")]
    if outside:
        notes.append(message("Outside the balance of final energy: {sectors}.", sectors=listed(outside)))
    if set_aside:
        names = listed(vocabulary.carrier(carrier).title for carrier in set_aside)
        notes.append(
            message(
                "Own factors set aside, because they lack the upstream chain or the national mix: {carriers}.",
                carriers=names,
            )
        )
    return notes
