"""Agricultural soils: nitrogen, organic soils, lime and urea."""

from __future__ import annotations

from cascais.inventory.gases import CO2_PER_C, N2O_PER_N
from cascais.tables.parameters import parameter


def direct_nitrous_oxide_t(nitrogen_t: float) -> float:
    """Return the direct nitrous oxide of nitrogen applied to soils [t N2O] from nitrogen [t N].

    Equation: N2O = N·EF1·44/28. Source: IPCC 2006 Guidelines, Vol. 4, equation 11.1, Table 11.1.

    >>> round(direct_nitrous_oxide_t(100.0), 4)
    1.5714
    """
    return nitrogen_t * parameter("soils", "ef1").value * N2O_PER_N


def indirect_nitrous_oxide_t(synthetic_t: float, organic_t: float = 0.0) -> float:
    """Return the indirect nitrous oxide of nitrogen that escapes as gas or is leached [t N2O].

    Equation: N2O = ((N_syn·FracGASF + N_org·FracGASM)·EF4 + (N_syn + N_org)·FracLEACH·EF5)·44/28, nitrogen [t N].
    Source: IPCC 2006 Guidelines, Vol. 4, equations 11.9 and 11.10, Table 11.3.

    >>> round(indirect_nitrous_oxide_t(100.0), 4)
    0.5107
    """
    volatile = (
        synthetic_t * parameter("soils", "frac_gasf").value
        + organic_t * parameter("soils", "frac_gasm").value
    )
    leached = (synthetic_t + organic_t) * parameter("soils", "frac_leach").value
    nitrogen = volatile * parameter("soils", "ef4").value + leached * parameter("soils", "ef5").value
    return nitrogen * N2O_PER_N


def organic_soil_nitrous_oxide_t(area_ha: float) -> float:
    """Return the nitrous oxide of drained organic soils under crops or grass [t N2O] from their area [ha].

    Source: IPCC 2006 Guidelines, Vol. 4, equation 11.1, Table 11.1 (EF2, temperate).

    >>> round(organic_soil_nitrous_oxide_t(1_000.0), 4)
    12.5714
    """
    return area_ha * parameter("soils", "ef2_temperate").value * 1e-3 * N2O_PER_N


def lime_co2_t(limestone_t: float, dolomite_t: float = 0.0) -> float:
    """Return the CO2 of lime spread on soils [t]. Source: IPCC 2006 Guidelines, Vol. 4, equation 11.12.

    >>> round(lime_co2_t(100.0, 100.0), 2)
    91.67
    """
    carbon = (
        limestone_t * parameter("soils", "liming_limestone").value
        + dolomite_t * parameter("soils", "liming_dolomite").value
    )
    return carbon * CO2_PER_C


def urea_co2_t(urea_t: float) -> float:
    """Return the CO2 of urea spread on soils [t]. Source: IPCC 2006 Guidelines, Vol. 4, equation 11.13.

    >>> round(urea_co2_t(100.0), 2)
    73.33
    """
    return urea_t * parameter("soils", "urea").value * CO2_PER_C
