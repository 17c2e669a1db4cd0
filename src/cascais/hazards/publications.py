"""The publications that define the climate indices."""

from __future__ import annotations

from cascais.provenance import HowKnown, Source

ETCCDI = Source(
    id="etccdi_indices",
    title="Indices for monitoring changes in extremes based on daily temperature and precipitation data",
    publisher="Zhang, Alexander, Hegerl, Jones, Klein Tank, Peterson, Trewin, Zwiers; WIREs Climate Change 2, 851–870",
    year=2011,
    doi="10.1002/wcc.147",
    how_known=HowKnown.CITED,
)
ZHANG = Source(
    id="zhang_2005_jump",
    title="Avoiding inhomogeneity in percentile-based indices of temperature extremes",
    publisher="Zhang, Hegerl, Zwiers, Kenyon; Journal of Climate 18, 1641–1651",
    year=2005,
    doi="10.1175/JCLI3366.1",
    how_known=HowKnown.CITED,
)
ECAD = Source(
    id="ecad_indices",
    title="Indices dictionary",
    publisher="European Climate Assessment & Dataset",
    year=None,
    url="https://www.ecad.eu/indicesextremes/indicesdictionary.php",
    how_known=HowKnown.CITED,
)
EUROSTAT = Source(
    id="eurostat_degree_days",
    title="Cooling and heating degree days by country",
    publisher="Eurostat",
    year=None,
    url="https://ec.europa.eu/eurostat/cache/metadata/en/nrg_chdd_esms.htm",
    how_known=HowKnown.CITED,
)
ECDE = Source(
    id="ecde_climatological_heat_waves",
    title="European Climate Data Explorer: climatological heat wave days",
    publisher="European Environment Agency",
    year=None,
    url="https://climate-adapt.eea.europa.eu/en/knowledge/european-climate-data-explorer",
    how_known=HowKnown.CITED,
)
DWD = Source(
    id="dwd_hot_day",
    title="Wetter- und Klimalexikon: Heißer Tag",
    publisher="Deutscher Wetterdienst",
    year=None,
    url="https://www.dwd.de/DE/service/lexikon/lexikon_node.html",
    how_known=HowKnown.MEMORY,
)
DWD_WARNINGS = Source(
    id="dwd_warning_criteria",
    title="Warnkriterien",
    publisher="Deutscher Wetterdienst",
    year=None,
    url="https://www.dwd.de/DE/wetter/warnungen_aktuell/kriterien/warnkriterien.html",
    how_known=HowKnown.CITED,
)
CHMI = Source(
    id="chmi_arctic_day",
    title="Characteristic days",
    publisher="Czech Hydrometeorological Institute",
    year=None,
    how_known=HowKnown.MEMORY,
)
CASCAIS = Source(
    id="cascais_indices",
    title="Definition of this platform, of usual thresholds",
    publisher="Cascais",
    year=None,
)
EFFIS = Source(
    id="effis_fire_danger",
    title="Fire danger forecast: classes of the fire weather index for Europe",
    publisher="European Forest Fire Information System",
    year=None,
    url="https://forest-fire.emergency.copernicus.eu/about-effis/technical-background/fire-danger-forecast",
    how_known=HowKnown.CITED,
)
ECDE_FIRE = Source(
    id="ecde_high_fire_danger",
    title="European Climate Data Explorer: days with high fire danger",
    publisher="European Environment Agency",
    year=None,
    url="https://climate-adapt.eea.europa.eu/en/knowledge/european-climate-data-explorer",
    how_known=HowKnown.CITED,
)
