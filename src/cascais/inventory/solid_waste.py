"""Solid waste: landfills by first-order decay and by methane commitment, composting, digestion, incineration."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from cascais import units
from cascais.errors import InputError, Problem
from cascais.inventory.activities import Activity
from cascais.inventory.factors import PrescribedFactor
from cascais.inventory.gases import CH4_PER_C, CO2_PER_C, GasAmounts, gas_amounts
from cascais.provenance import How
from cascais.tables import emission_factors
from cascais.tables.parameters import parameter, parameters

LANDFILLED = "municipal_waste_landfilled"
MATERIALS = ("paper", "textiles", "food", "wood", "garden", "nappies", "rubber_leather")
"""Materials that hold degradable carbon; everything else counts as inert."""

LEAST_YEARS = 10
"""Earlier years of deposits that a first-order decay needs here; the IPCC recommends fifty where data exist."""

# IPCC Vol. 5 Table 3.3 gives decay rates by group of materials, not for each of them.
_DECAY_GROUP = {"nappies": "garden", "rubber_leather": "wood"}


@dataclass(frozen=True, slots=True)
class Landfill:
    """How a landfill turns degradable carbon into methane; all shares 0–1.

    `mcf` methane correction factor, `doc_f` share of degradable carbon that decomposes, `methane_fraction` share
    of methane in the gas, `oxidation` in the cover, `recovered` share of the methane that is caught and burnt.
    """

    mcf: float
    doc_f: float
    methane_fraction: float
    oxidation: float
    recovered: float = 0.0


@dataclass(frozen=True, slots=True)
class BurntPart:
    """A part of the waste that is burnt: wet mass [t], share of dry matter, of carbon in it, of fossil carbon."""

    wet_t: float
    dry_share: float
    carbon_share: float
    fossil_share: float


def landfill(
    kind: str = "managed_anaerobic", *, is_covered: bool = False, recovered: float = 0.0
) -> Landfill:
    """A landfill with the IPCC's default parameters.

    `kind` is managed_anaerobic, semi_aerobic, unmanaged_deep, unmanaged_shallow or uncategorised.
    Source: IPCC 2006 Guidelines, Vol. 5, Tables 3.1 and 3.2, Section 3.2.3.

    >>> landfill("unmanaged_deep").mcf
    0.8
    """
    return Landfill(
        mcf=parameter("waste", f"mcf_{kind}").value,
        doc_f=parameter("waste", "doc_f").value,
        methane_fraction=parameter("waste", "methane_fraction").value,
        oxidation=parameter("waste", "oxidation_covered" if is_covered else "oxidation").value,
        recovered=recovered,
    )


def commitment_landfill(kind: str = "managed_anaerobic", **more: float) -> Landfill:
    """A landfill as the methane commitment of the GPC sees it, with its own share of carbon that decomposes (0.6)."""
    return replace(landfill(kind), doc_f=parameter("waste", "doc_f_commitment").value, **more)


def default_composition() -> dict[str, float]:
    """Composition of mixed waste where none is known: that of Eastern Europe. Source: IPCC 2006, Vol. 5, Table 2.3.

    >>> default_composition()["food"]
    0.301
    """
    suffix = "_eastern_europe"
    return {key.removesuffix(suffix): figure.value for key, figure in parameters("waste_composition").items()}


def degradable_carbon(composition: Mapping[str, float]) -> float:
    """Return the degradable organic carbon of mixed waste [t C/t wet]: Σ share · DOC.

    `composition` maps MATERIALS to shares of the wet mass; what is not named is inert.
    Source: IPCC 2006 Guidelines, Vol. 5, equation 3.7 and Table 2.4.
    Raises InputError for an unknown material or shares that exceed one.

    >>> round(degradable_carbon({"food": 0.301, "paper": 0.218, "wood": 0.075}), 4)
    0.1646
    """
    _check(composition)
    return sum(share * parameter("waste", f"doc_{material}").value for material, share in composition.items())


def methane_commitment(carbon: float, where: Landfill) -> float:
    """Return the methane that a tonne of waste will ever emit [t CH4/t wet].

    Equation: L0 = MCF·DOC·DOCf·F·16/12; emitted = L0·(1 − recovered)·(1 − OX).
    Source: Global Protocol for Community-Scale Inventories (GPC), equations 8.3 and 8.4.

    >>> round(methane_commitment(0.18134, landfill()), 4)
    0.0604
    """
    generated = where.mcf * carbon * where.doc_f * where.methane_fraction * CH4_PER_C
    return generated * (1.0 - where.recovered) * (1.0 - where.oxidation)


def first_order_decay(
    deposits_t: Mapping[int, float], composition: Mapping[str, float], where: Landfill, climate: str = "wet"
) -> dict[int, float]:
    """Return the methane emitted each year [t CH4] by waste deposited over the years [t wet].

    Equation, for each material: DDOCm(T) = W·DOC·DOCf·MCF; DDOCma(T) = DDOCm(T) + DDOCma(T−1)·e^−k;
    decomposed(T) = DDOCma(T−1)·(1 − e^−k); CH4(T) = decomposed·F·16/12·(1 − recovered)·(1 − OX).
    Decay starts in the year after the deposit. Years between the first deposit and the last that have no
    deposit count as zero; to look beyond the last one, name a later year with 0 t.
    `climate` is wet or dry (boreal and temperate). Source: IPCC 2006 Guidelines, Vol. 5, equations 3.1–3.6.
    Raises InputError for an unknown material or shares that exceed one.

    >>> methane = first_order_decay({2000: 1_000.0, 2002: 0.0}, {"food": 1.0}, landfill())
    >>> [round(value, 2) for value in methane.values()]
    [0.0, 8.44, 7.02]
    """
    _check(composition)
    years = range(min(deposits_t), max(deposits_t) + 1) if deposits_t else range(0)
    emitted = dict.fromkeys(years, 0.0)
    for material, share in composition.items():
        group = _DECAY_GROUP.get(material, material)
        remaining = math.exp(-parameter("waste", f"k_{group}_{climate}").value)
        per_tonne = methane_commitment(share * parameter("waste", f"doc_{material}").value, where)
        store = 0.0
        for year in years:
            emitted[year] += store * (1.0 - remaining)
            store = store * remaining + deposits_t.get(year, 0.0) * per_tonne
    return emitted


def composting(wet_t: float) -> GasAmounts:
    """Return the emissions of composting [t of gas] from wet waste [t]. Source: IPCC 2006, Vol. 5, Table 4.1.

    >>> round(composting(5_567.99 + 4_126.28).co2e_t("AR5"), 1)  # Rzeszów 2022: 1 702.3
    1702.3
    """
    return _treated("waste_composted", wet_t)


def digestion(wet_t: float) -> GasAmounts:
    """Return the emissions of anaerobic digestion [t of gas] from wet waste [t]. Source: IPCC 2006, Vol. 5, Table 4.1.

    >>> digestion(1_000.0).ch4_t
    0.8
    """
    return _treated("waste_digested", wet_t)


def incineration_co2(parts: Iterable[BurntPart], oxidation: float | None = None) -> float:
    """Return the fossil CO2 of burning waste [t]: Σ SW·dm·CF·FCF·OF·44/12.

    Source: IPCC 2006 Guidelines, Vol. 5, equation 5.1; oxidation by default that of an incinerator (1.0).

    >>> round(incineration_co2([BurntPart(100.0, 1.0, 0.75, 1.0)]), 1)
    275.0
    """
    burnt = parameter("waste", "incineration_oxidation").value if oxidation is None else oxidation
    carbon = sum(part.wet_t * part.dry_share * part.carbon_share * part.fossil_share for part in parts)
    return carbon * burnt * CO2_PER_C


def landfill_by_commitment(
    composition: Mapping[str, float], where: Landfill, year: int | None = None, source: str = ""
) -> PrescribedFactor:
    """The methane commitment of the member's own waste as a factor of its inventory [t CH4/t]."""
    return PrescribedFactor(
        carrier=LANDFILLED,
        gas="CH4",
        factor=methane_commitment(degradable_carbon(composition), where),
        unit="t/t",
        source=source or "methane commitment of the own composition; IPCC 2006, Vol. 5, Table 2.4",
        year=year,
        uncertainty=_uncertainty(),
        how=How.LOCAL,
    )


def landfill_by_decay(
    deposits_t: Mapping[int, float],
    year: int,
    composition: Mapping[str, float],
    where: Landfill,
    climate: str = "wet",
) -> PrescribedFactor:
    """The first-order decay of a deposit history as a factor of one year's inventory.

    Methane of the year ÷ tonnes deposited in the year [t CH4/t]: the line of the inventory keeps the year's
    tonnes and gives the methane of all earlier ones.
    Raises InputError where nothing was deposited in the year: the methane then enters as reported emissions.
    """
    deposited = deposits_t.get(year, 0.0)
    if deposited <= 0.0:
        raise InputError(
            Problem(
                "A factor per tonne needs waste deposited in the year",
                value=f"{deposited:g} t in {year}",
                allowed="more than 0 t",
                next_step="For a closed landfill enter the methane of first_order_decay as reported emissions.",
            )
        )
    methane_t = first_order_decay(deposits_t, composition, where, climate)[year]
    return PrescribedFactor(
        carrier=LANDFILLED,
        gas="CH4",
        factor=methane_t / deposited,
        unit="t/t",
        source=f"first-order decay of the deposits {min(deposits_t)}–{year}; IPCC 2006, Vol. 5, equations 3.1–3.6",
        year=year,
        uncertainty=_uncertainty(),
        how=How.LOCAL,
    )


def landfill_by_history(
    activities: Iterable[Activity],
    where: Landfill,
    composition: Mapping[str, float] | None = None,
    least_years: int = LEAST_YEARS,
) -> tuple[PrescribedFactor, ...]:
    """Factors by first-order decay for each year of a waste table that has enough deposits before it.

    A year with fewer than `least_years` earlier deposits gets none and keeps the methane commitment: a short
    history would leave out most of the waste that is decaying.
    """
    deposits_t: dict[int, float] = {}
    for line in activities:
        if line.carrier == LANDFILLED and line.amount:
            tonnes = line.amount * units.conversion(line.unit or "t", "t")
            deposits_t[line.year] = deposits_t.get(line.year, 0.0) + tonnes
    told = sorted(deposits_t)
    return tuple(
        landfill_by_decay(deposits_t, year, composition or default_composition(), where)
        for position, year in enumerate(told)
        if position >= least_years
    )


def _treated(carrier: str, wet_t: float) -> GasAmounts:
    found = emission_factors.find(carrier, sector="solid_waste", area="", year=0)
    return gas_amounts(wet_t, found.factors)


def _uncertainty() -> float:
    """Relative uncertainty of landfill methane: those of DOC, DOCf, F and MCF in squares (managed landfill)."""
    keys = ("doc_food", "doc_f", "methane_fraction", "mcf_managed_anaerobic")
    return math.hypot(*(parameter("waste", key).uncertainty or 0.0 for key in keys))


def _check(composition: Mapping[str, float]) -> None:
    unknown = [material for material in composition if material not in MATERIALS]
    total = sum(composition.values())
    if unknown or total > 1.0 + 1e-9 or any(share < 0 for share in composition.values()):
        raise InputError(
            Problem(
                "The composition of the waste cannot be used",
                value=", ".join(unknown) or f"shares sum to {total:g}",
                allowed=f"shares of {', '.join(MATERIALS)}, not negative, together at most 1",
            )
        )
