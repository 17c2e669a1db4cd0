"""Land use: carbon that forests and urban trees take up. Sinks are negative emissions."""

from __future__ import annotations

from collections.abc import Mapping

from cascais.inventory.factors import PrescribedFactor
from cascais.inventory.gases import CO2_PER_C
from cascais.provenance import How
from cascais.tables.parameters import parameter


def area_sink_co2_t(area_ha: float, uptake_t_per_ha: float) -> float:
    """Return the emissions [t CO2, negative] of land that takes up a given amount [t CO2/ha and year].

    >>> area_sink_co2_t(46_152, 10.0)  # Zagreb: 461 520 t taken up
    -461520.0
    """
    return -area_ha * uptake_t_per_ha


def crown_cover_co2_t(cover_ha: float, key: str = "crown_cover", group: str = "trees") -> float:
    """Return the emissions [t CO2, negative] of urban trees from the area of their crowns [ha].

    Equation: CO2 = −A·CRW·44/12. Source: IPCC 2006 Guidelines, Vol. 4, equation 8.2 (2.9 t C/ha); the group
    `trees_2019` holds the figures of the 2019 Refinement.

    >>> round(crown_cover_co2_t(100.0), 1)
    -1063.3
    """
    return -cover_ha * parameter(group, key).value * CO2_PER_C


def trees_co2_t(number_by_species: Mapping[str, float]) -> float:
    """Return the emissions [t CO2, negative] of growing urban trees by class of species (aspen, pine, spruce …).

    Equation: CO2 = −Σ n·C·44/12. Source: IPCC 2006 Guidelines, Vol. 4, equation 8.3, Table 8.2.
    Raises MissingFigureError for an unknown class.

    >>> round(trees_co2_t({"pine": 1_000.0}), 1)
    -31.9
    """
    carbon = sum(
        number * parameter("trees", f"tree_{species}").value for species, number in number_by_species.items()
    )
    return -carbon * CO2_PER_C


def sink_factor(
    carrier: str,
    uptake_t_per_ha: float,
    source: str,
    year: int | None = None,
    uncertainty: float | None = None,
) -> PrescribedFactor:
    """A local sink as a factor of the inventory: uptake [t CO2/ha and year], given as a positive number."""
    return PrescribedFactor(
        carrier=carrier,
        gas="CO2",
        factor=area_sink_co2_t(1.0, uptake_t_per_ha),
        unit="t/ha",
        source=source,
        year=year,
        uncertainty=uncertainty,
        how=How.LOCAL,
    )
