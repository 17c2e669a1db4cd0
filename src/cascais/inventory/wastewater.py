"""Wastewater: methane of its treatment, nitrous oxide of plants and effluent, and scaling down by inhabitants."""

from __future__ import annotations

import math
from collections.abc import Mapping

from cascais.errors import InputError, Problem
from cascais.inventory.factors import PrescribedFactor
from cascais.inventory.gases import N2O_PER_N
from cascais.provenance import How
from cascais.tables.parameters import parameter

DAYS_PER_YEAR = 365.0


def organic_load_t(inhabitants: float, *, with_industry: bool = True, country: str = "") -> float:
    """Return the organic load of a year's wastewater [t BOD].

    Equation: TOW = P · BOD · 365 · I. Source: IPCC 2006 Guidelines, Vol. 5, equation 6.3 and Table 6.4.

    >>> round(organic_load_t(10_000, with_industry=False), 1)
    219.0
    """
    key = "bod5_de" if country.upper() == "DE" else "bod5"
    industry = parameter("wastewater", "industrial_factor").value if with_industry else 1.0
    return inhabitants * parameter("wastewater", key).value * 1e-6 * DAYS_PER_YEAR * industry


def methane_t(
    load_t: float, treatment: Mapping[str, float], *, sludge_t: float = 0.0, recovered_t: float = 0.0
) -> float:
    """Return the methane of wastewater treatment [t CH4].

    Equation: CH4 = Σ share·Bo·MCF·(TOW − S) − R. `treatment` maps the kinds of treatment (septic,
    aerobic_overloaded, anaerobic_reactor, latrine_wet, discharge …) to shares of the load.
    Source: IPCC 2006 Guidelines, Vol. 5, equations 6.1 and 6.2, Tables 6.2 and 6.3.
    Raises InputError where the shares exceed one.

    >>> round(methane_t(100.0, {"septic": 0.2, "aerobic_managed": 0.8}), 3)
    6.0
    """
    if sum(treatment.values()) > 1.0 + 1e-9:
        raise InputError(
            Problem(
                "The kinds of treatment exceed the whole",
                value=f"{sum(treatment.values()):g}",
                allowed="shares that sum to at most 1",
            )
        )
    capacity = parameter("wastewater", "bo_bod").value
    correction = sum(
        share * parameter("wastewater", f"mcf_{kind}").value for kind, share in treatment.items()
    )
    return capacity * correction * (load_t - sludge_t) - recovered_t


def plant_nitrous_oxide_t(inhabitants: float) -> float:
    """Return the nitrous oxide of treatment plants that serve so many inhabitants [t N2O].

    Equation: N2O = P · T · F_IND-COM · EF, with P · T the inhabitants served. F_IND-COM (1.25) adds the protein that
    industry and commerce discharge. Source: IPCC 2006 Guidelines, Vol. 5, Box 6.1, equation 6.9.

    >>> round(plant_nitrous_oxide_t(1_000_000), 3)
    4.0
    """
    industry = parameter("wastewater", "f_ind_com").value
    return inhabitants * industry * parameter("wastewater", "n2o_plant").value * 1e-6


def effluent_nitrous_oxide_t(
    inhabitants: float,
    protein_kg: float,
    *,
    sludge_nitrogen_t: float = 0.0,
    with_kitchen_disposal: bool = False,
) -> float:
    """Return the nitrous oxide of effluent [t N2O].

    Equation: N_effluent = P·protein·F_NPR·F_NON-CON·F_IND-COM − N_sludge; N2O = N_effluent·EF·44/28.
    `protein_kg` is eaten per inhabitant and year; no default is shipped for it.
    Source: IPCC 2006 Guidelines, Vol. 5, equations 6.7 and 6.8, Table 6.11.

    >>> round(effluent_nitrous_oxide_t(100_000, 36.5), 3)
    6.309
    """
    not_eaten = parameter("wastewater", "f_non_con_disposal" if with_kitchen_disposal else "f_non_con").value
    industry = parameter("wastewater", "f_ind_com").value
    protein_t = inhabitants * protein_kg * 1e-3
    nitrogen_t = protein_t * parameter("wastewater", "f_npr").value * not_eaten * industry - sludge_nitrogen_t
    return nitrogen_t * parameter("wastewater", "ef_effluent").value * N2O_PER_N


def scaled_by_inhabitants(national_t: float, inhabitants: float, national_inhabitants: float) -> float:
    """Return the member's share of a national figure by inhabitants, in the figure's unit.

    Used by Miskolc for wastewater. Raises InputError where the national population is not positive.

    >>> round(scaled_by_inhabitants(376_437.78, 150_695, 9_877_000), 2)
    5743.37
    """
    if national_inhabitants <= 0:
        problem = Problem(
            "A national population is needed", value=f"{national_inhabitants:g}", allowed="more than 0"
        )
        raise InputError(problem)
    return national_t * inhabitants / national_inhabitants


def methane_factor(
    treatment: Mapping[str, float], year: int | None = None, country: str = ""
) -> PrescribedFactor:
    """Methane per inhabitant for the member's own kinds of treatment, as a factor of its inventory [t CH4]."""
    return PrescribedFactor(
        carrier="wastewater_inhabitants",
        gas="CH4",
        factor=methane_t(organic_load_t(1.0, country=country), treatment),
        unit="t/inhabitants",
        source="own kinds of treatment; IPCC 2006, Vol. 5, equations 6.1–6.3, Tables 6.2–6.4",
        year=year,
        uncertainty=math.hypot(
            *(parameter("wastewater", key).uncertainty or 0.0 for key in ("bod5", "bo_bod"))
        ),
        how=How.LOCAL,
    )


def nitrous_oxide_factor(protein_kg: float | None = None, year: int | None = None) -> PrescribedFactor:
    """Nitrous oxide per inhabitant of plant and, where the protein eaten is known, of effluent [t N2O]."""
    effluent = 0.0 if protein_kg is None else effluent_nitrous_oxide_t(1.0, protein_kg)
    return PrescribedFactor(
        carrier="wastewater_inhabitants",
        gas="N2O",
        factor=plant_nitrous_oxide_t(1.0) + effluent,
        unit="t/inhabitants",
        source="plant"
        + ("" if protein_kg is None else " and effluent")
        + "; IPCC 2006, Vol. 5, Box 6.1, equations 6.7 to 6.9",
        year=year,
        uncertainty=parameter("wastewater", "ef_effluent").uncertainty,
        how=How.LOCAL,
    )
