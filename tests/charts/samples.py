"""Invented records for every chart. No figure here belongs to a real place."""

from cascais.charts.carrier_mix import CarrierEnergy, CarrierMix
from cascais.charts.change_since_base import ChangeSinceBase
from cascais.charts.climate_calendar import ClimateCalendar
from cascais.charts.climate_change_map import ChangingPlace, ClimateChangeMap
from cascais.charts.climate_series import ClimateSeries, ClimateTrend, Measure, ScenarioBand, YearValue
from cascais.charts.climate_stripes import ClimateStripes
from cascais.charts.compare_years import CompareYears, SectorChange
from cascais.charts.difference_buckets import DifferenceBuckets
from cascais.charts.emissions_and_targets import (
    EmissionsAndTargets,
    InventoryYear,
    ProjectedYear,
    SectorEmissions,
    TargetPath,
)
from cascais.charts.inventory_ages import InventoryAges
from cascais.charts.member_shares import MemberShare, MemberShares
from cascais.charts.members_grid import MembersGrid, Tile
from cascais.charts.members_map import MemberPoint, MembersMap
from cascais.charts.network_distribution import MemberEmissions, NetworkDistribution
from cascais.charts.per_capita_by_country import CountrySpread, PerCapitaByCountry
from cascais.charts.quality_bar import GradeShare, QualityBar
from cascais.charts.return_levels import Level, ReturnLevels
from cascais.charts.sector_shares import SectorShare, SectorShares
from cascais.charts.status_strip import StatusStrip, TargetProbability

SOURCE = "Source: synthetic sample"
TOWN = "Sample town"
PARTS = (
    ("residential", 42_000.0),
    ("tertiary", 14_000.0),
    ("municipal_buildings", 5_200.0),
    ("transport", 31_000.0),
    ("industry", 17_000.0),
    ("solid_waste", 6_100.0),
    ("livestock", 2_100.0),
    ("land_use", -4_200.0),
)


def inventory(year, factor):
    parts = tuple(
        SectorEmissions(key, value * factor, key in ("solid_waste", "tertiary")) for key, value in PARTS
    )
    return InventoryYear(year, sum(part.emissions_t for part in parts), parts, 0.08)


WEATHER = tuple(YearValue(year, float(year % 7) + (year - 1961) / 10, 0) for year in range(1961, 2021))
HOT = Measure(TOWN, "Hot days", "days")

SAMPLES = {
    "climate_series": ClimateSeries(
        HOT,
        (*WEATHER, YearValue(2021, None, 40)),
        ((1961, 1990, 4.3), (1991, 2020, 7.4)),
        ClimateTrend(1.0, 0.6, 1.4, 1961, 2020, True),
        (ScenarioBand("SSP2-4.5", ((2035, 9.0, 7.0, 12.0), (2055, 11.0, 8.0, 15.0))),),
        SOURCE,
    ),
    "climate_stripes": ClimateStripes(HOT, WEATHER, 4.3, source_line=SOURCE),
    "climate_calendar": ClimateCalendar(
        HOT,
        tuple((year, month, float(month % 5) + year % 3) for year in (2019, 2020) for month in range(1, 13)),
        tuple(f"Month {number}" for number in range(1, 13)),
        SOURCE,
    ),
    "return_levels": ReturnLevels(
        Measure(TOWN, "Wettest day", "mm"),
        (Level(2, 31.0, 29.0, 33.5), Level(10, 48.0, 43.0, 57.0), Level(100, 74.0, None, None)),
        (21.0, 30.0, 33.0, 45.0, 28.0),
        source_line=SOURCE,
    ),
    "climate_change_map": ClimateChangeMap(
        "Hot days",
        (
            ChangingPlace("North", 58.4, 26.7, "rising"),
            ChangingPlace("Middle", 50.1, 14.4, "unclear"),
            ChangingPlace("South", 42.9, 25.3, "falling"),
            ChangingPlace("West", 46.1, 14.5, "unknown"),
        ),
        SOURCE,
    ),
    "emissions_and_targets": EmissionsAndTargets(
        TOWN,
        (
            InventoryYear(1990, 165_000.0, (), 0.25, True),
            inventory(2008, 1.2),
            inventory(2013, 1.05),
            inventory(2018, 0.9),
            inventory(2021, 0.82),
        ),
        (
            TargetPath("−95 % by 2050 (Climate Alliance)", ((1990, 165_000.0), (2050, 8_250.0))),
            TargetPath("−55 % by 2030", ((2008, 135_840.0), (2030, 61_128.0))),
            TargetPath("−40 % by 2030", ((2008, 135_840.0), (2030, 81_504.0))),
            TargetPath("Neutral by 2050", ((2008, 135_840.0), (2050, 0.0))),
        ),
        (
            ProjectedYear(2021, 92_824.0, (91_000.0, 94_500.0), (88_000.0, 97_000.0)),
            ProjectedYear(2030, 75_000.0, (70_000.0, 80_000.0), (62_000.0, 88_000.0)),
        ),
        SOURCE,
    ),
    "sector_shares": SectorShares(
        TOWN,
        2018,
        (
            SectorShare("residential", "Residential buildings", 42_000.0, 0.0, 0.07),
            SectorShare(
                "tertiary",
                "Tertiary (non-municipal) buildings, equipment and facilities",
                9_000.0,
                5_000.0,
                0.2,
            ),
            SectorShare("transport", "Transport (not split)", 0.0, 31_000.0, 0.5),
            SectorShare(
                "municipal_buildings", "Municipal buildings, equipment and facilities", 5_200.0, 0.0, 0.05
            ),
            SectorShare("solid_waste", "Solid waste", 2_000.0, 400.0),
        ),
        SOURCE,
    ),
    "member_shares": MemberShares(
        "Sample valley",
        2018,
        (
            MemberShare("Upper town", 61_000.0, uncertainty=0.07),
            MemberShare("Lower town", 23_400.0, is_estimated=True, uncertainty=0.2),
            MemberShare("Hill", 9_000.0),
        ),
        SOURCE,
    ),
    "carrier_mix": CarrierMix(
        TOWN,
        2018,
        (
            CarrierEnergy("Electricity", 51_000.0),
            CarrierEnergy("Natural gas", 61_000.0, 9_000.0),
            CarrierEnergy("District heat and cold", 32_000.0),
            CarrierEnergy("Wood", 0.0, 14_000.0),
        ),
        SOURCE,
    ),
    "compare_years": CompareYears(
        TOWN,
        2008,
        2018,
        (
            SectorChange("Residential buildings", 50_400.0, 37_800.0),
            SectorChange("Transport (not split)", 37_200.0, 41_000.0),
            SectorChange("Tertiary (non-municipal) buildings, equipment and facilities", 16_800.0, 12_600.0),
            SectorChange("Solid waste", None, 5_490.0),
        ),
        SOURCE,
    ),
    "difference_buckets": DifferenceBuckets(
        TOWN,
        2018,
        "Covenant of Mayors",
        101_880.0,
        9_400.0,
        -2_100.0,
        21_000.0,
        "GPC BASIC",
        130_180.0,
        SOURCE,
    ),
    "members_map": MembersMap(
        tuple(
            MemberPoint(f"Sample {name}", latitude, longitude, status, title)
            for name, latitude, longitude, status, title in (
                ("Aa", 59.4, 24.7, "on_track", "on track"),
                ("Be", 58.4, 26.7, "off_track", "off track"),
                ("Cewo", 56.9, 24.1, "uncertain", "open"),
                ("Dolnik", 51.1, 17.0, "off_track", "off track"),
                ("Erding", 50.1, 14.4, "on_track", "on track"),
                ("Fark", 47.5, 19.0, "too_little_data", "too little data"),
                ("Gab", 42.9, 25.3, "on_track", "on track"),
                ("Hov", 44.4, 26.1, "uncertain", "open"),
                ("Ikk", 45.8, 16.0, "on_track", "on track"),
                ("Jov", 46.05, 14.5, "too_little_data", "too little data"),
                ("Kra", 50.06, 19.94, "off_track", "off track"),
            )
        ),
        SOURCE,
    ),
    "members_grid": MembersGrid(
        (
            Tile(47.4, 11.0, (30, 4, 9, 2)),
            Tile(47.4, 13.0, (1, 4, 1, 0)),
            Tile(50.1, 15.0, (0, 1, 7, 0)),
            Tile(54.0, 23.0, (0, 0, 0, 3)),
        ),
        2.0,
        ("on track", "open", "off track", "too little data"),
        SOURCE,
    ),
    "per_capita_by_country": PerCapitaByCountry(
        (
            CountrySpread("Estonia", 40, 3.1, 4.8, 6.9, 8.8, 14.0),
            CountrySpread("Bosnia and Herzegovina", 12, 1.1, 2.0, 3.4, 4.1, 5.2),
        ),
        SOURCE,
    ),
    "change_since_base": ChangeSinceBase((0, 1, 2, 4, 9, 20, 31, 22, 14, 8, 3, 1, 2), -0.21, SOURCE),
    "inventory_ages": InventoryAges((12, 31, 44, 9, 20), SOURCE),
    "status_strip": StatusStrip(
        TOWN,
        2021,
        (
            TargetProbability("−95 % by 2050 (Climate Alliance)", 0.72, "on track"),
            TargetProbability("−55 % by 2030", 0.31, "off track"),
            TargetProbability("2.5 t per inhabitant", None, "too little data"),
        ),
        SOURCE,
    ),
    "quality_bar": QualityBar(
        TOWN,
        2018,
        (
            GradeShare("A", "Measured locally", 48_000.0),
            GradeShare("B", "Extrapolated from local data", 21_000.0),
            GradeShare("C", "Regional statistics", 9_000.0),
            GradeShare("D", "National figures", 23_880.0, True),
        ),
        SOURCE,
    ),
    "network_distribution": NetworkDistribution(
        (
            *(MemberEmissions(f"Sample {i}", 1.5 + (i * 37 % 60) ** 1.3 / 22, i % 4 == 0) for i in range(90)),
            MemberEmissions(TOWN, 6.8),
        ),
        TOWN,
        SOURCE,
    ),
}

EMPTY = {
    "climate_series": ClimateSeries(HOT, ()),
    "climate_stripes": ClimateStripes(HOT, ()),
    "climate_calendar": ClimateCalendar(HOT, (), ()),
    "return_levels": ReturnLevels(HOT, ()),
    "climate_change_map": ClimateChangeMap("Hot days", ()),
    "emissions_and_targets": EmissionsAndTargets(TOWN, ()),
    "sector_shares": SectorShares(TOWN, 2018, ()),
    "member_shares": MemberShares("Sample valley", 2018, ()),
    "carrier_mix": CarrierMix(TOWN, 2018, ()),
    "compare_years": CompareYears(TOWN, 2008, 2018, ()),
    "difference_buckets": DifferenceBuckets(TOWN, 2018, "A", 0.0, 0.0, 0.0, 0.0, "B", 0.0),
    "members_map": MembersMap(()),
    "members_grid": MembersGrid((), 2.0, ("", "", "", "")),
    "per_capita_by_country": PerCapitaByCountry(()),
    "change_since_base": ChangeSinceBase((0,) * 13),
    "inventory_ages": InventoryAges((0, 0, 0, 0, 0)),
    "status_strip": StatusStrip(TOWN, 2021, ()),
    "quality_bar": QualityBar(TOWN, 2018, ()),
    "network_distribution": NetworkDistribution(()),
}

KEY_NUMBERS = {
    "climate_series": "7.4",
    "climate_stripes": "4.3",
    "climate_calendar": "5",
    "return_levels": "48",
    "climate_change_map": "rising at 1 of 3",
    "emissions_and_targets": "92\u202f824",
    "sector_shares": "94\u202f600",
    "member_shares": "93\u202f400",
    "carrier_mix": "167\u202f000",
    "compare_years": "91\u202f400",
    "difference_buckets": "130\u202f180",
    "members_map": "11",
    "members_grid": "62",
    "per_capita_by_country": "6.9",
    "change_since_base": "\u221221\u202f%",
    "inventory_ages": "43",
    "status_strip": "72\u202f%",
    "quality_bar": "77\u202f%",
    "network_distribution": "6.8",
}
