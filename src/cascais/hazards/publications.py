"""The publications that define the climate indices."""

from __future__ import annotations

from cascais.provenance import Source

ETCCDI = Source(
    id="etccdi_indices",
    title="Indices for monitoring changes in extremes based on daily temperature and precipitation data",
    publisher="Zhang, Alexander, Hegerl, Jones, Klein Tank, Peterson, Trewin, Zwiers; WIREs Climate Change 2, 851–870",
    year=2011,
    doi="10.1002/wcc.147",
)
ZHANG = Source(
    id="zhang_2005_jump",
    title="Avoiding inhomogeneity in percentile-based indices of temperature extremes",
    publisher="Zhang, Hegerl, Zwiers, Kenyon; Journal of Climate 18, 1641–1651",
    year=2005,
    doi="10.1175/JCLI3366.1",
)
