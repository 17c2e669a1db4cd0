"""The whole Covenant of Mayors as the JRC published it: inventories by sector, direct and indirect, with emissions.

Read is a table of one row for each sector and kind of emission (and each part into which a signatory split it), joined
with the signatories' names, places and commitments. Direct emissions become the carrier `fuels`, indirect ones
`grid_energy`; waste has no energy and becomes `not_stated` with its emissions alone.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from cascais.connectors._records import refuse_other_table, unpacked
from cascais.errors import Problem
from cascais.inventory.activities import ActivityTable, IntArray, carrier_codes, sector_codes, unit_codes
from cascais.inventory.intake.problems import problem
from cascais.provenance import HowKnown, Source
from cascais.tables import vocabulary
from cascais.text import message

SOURCE = Source(
    id="jrc_com_2019",
    title="Global Covenant of Mayors, a dataset of greenhouse gas emissions for 6200 cities (Kona et al.)",
    publisher="European Commission, Joint Research Centre",
    year=2020,
    url="https://data.jrc.ec.europa.eu/dataset/57a615eb-cfbc-435a-a8c5-553bd40f76c9",
    doi="10.2905/57A615EB-CFBC-435A-A8C5-553BD40F76C9",
    locator="emission inventories by sector, before the treatment of outliers; joined with the list of signatories",
    licence="CC BY 4.0",
    accessed="2026-11-24",
    how_known=HowKnown.READ,
)

SECTORS = {
    "Municipal buildings and facilities": "municipal_buildings",
    "Institutional/tertiary buildings and facilities": "tertiary",
    "Residential buildings and facilities": "residential",
    "Manufacturing and construction industries": "industry",
    "Transportation": "transport",
    "Waste/wastewater": "waste",
}
CARRIERS = {"direct_emissions": "fuels", "indirect_emissions": "grid_energy"}
KINDS = {"baseline_emission_inventory": "baseline", "monitoring_emission_inventory": "monitoring"}
FIRST_YEAR, LAST_YEAR = 1990, 2019
_STEPS = 64  # how often progress is told

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class CovenantInventory:
    """One inventory of a signatory. `country` is empty where the signatory is not in the list of signatories.

    `factor_type` is IPCC (direct) or LCA (life-cycle); `commitments` are the target years signed for; `flags` are
    the marks of suspect inventories that the joined table carries.
    """

    inventory_id: str
    gcom_id: str
    name: str
    country: str
    kind: str  # baseline or monitoring
    year: int
    population: float | None
    factor_type: str
    latitude: float | None
    longitude: float | None
    commitments: tuple[int, ...]
    status: str
    lau: str
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CovenantData:
    """All inventories, and their lines as columns ordered by inventory.

    `inventory_of_line` (n,) are positions in `inventories`; every row of the file is a line or has a problem.
    """

    inventories: tuple[CovenantInventory, ...]
    lines: ActivityTable
    inventory_of_line: IntArray
    file_row: IntArray
    problems: tuple[Problem, ...]
    rows_in_file: int

    def lines_of(self, position: int) -> slice:
        """Where the lines of one inventory stand in the columns."""
        first, last = np.searchsorted(self.inventory_of_line, [position, position + 1])
        return slice(int(first), int(last))

    def activities(self, position: int) -> ActivityTable:
        """The lines of one inventory."""
        return self.lines.part(self.lines_of(position))


class _Fields(NamedTuple):
    """The columns that are used, under their own names."""

    GCoM_ID: str
    emission_inventory_id: str
    emission_inventory_sector: str
    type_of_emissions: str
    type_of_emission_inventory: str
    inventory_year: str
    population_in_the_inventory_year: str
    activity_data_reporting_unit: str
    activity_data: str
    emission_factor_type: str
    emissions: str
    organisation_name: str
    country_code: str
    organisation_latitude: str
    organisation_longitude: str
    commitment_CoM2020_flag: str
    commitment_CoM2030_flag: str
    commitment_CoM2050_flag: str
    signatory_status: str
    lau2020_gisco_id_namematch: str
    flag: str


class _Line(NamedTuple):
    inventory: int
    row: int
    year: int
    sector: str
    carrier: str
    amount: float
    reported_t: float


def load(path: Path, progress: Progress | None = None) -> CovenantData:
    """Read the table from a path, packed by gzip or not."""
    return parse(path.read_bytes(), path.name, progress)


def parse(content: bytes, name: str = "covenant_2019.csv", progress: Progress | None = None) -> CovenantData:
    """Read the table from its bytes; rows that cannot be used become problems.

    `progress` is called with the share done. Raises InputError where the columns are not those of the data set.
    """
    reader = csv.reader(unpacked(content))
    header = next(reader, [])
    refuse_other_table(_Fields._fields, header, name)
    columns_used = itemgetter(*(header.index(column) for column in _Fields._fields))
    rows = list(reader)
    inventories: dict[str, tuple[int, CovenantInventory]] = {}
    lines: list[_Line] = []
    problems: list[Problem] = []
    for number, row in _told(rows, progress):
        try:
            lines.append(_line(_Fields._make(columns_used(row)), number, inventories))
        except (_UnusableRowError, IndexError, ValueError) as error:
            problems.append(_refused(name, number, error))
    return _data(inventories, lines, problems, len(rows))


class _UnusableRowError(Exception):
    """A row that cannot become a line: what is wrong, the column, the value."""

    def __init__(self, reason: str, column: str = "", value: str = "") -> None:
        super().__init__(reason)
        self.reason, self.column, self.value = reason, column, value


def _told(rows: list[list[str]], progress: Progress | None) -> Iterator[tuple[int, list[str]]]:
    step = max(len(rows) // _STEPS, 1)
    for number, row in enumerate(rows, start=2):
        yield number, row
        if progress and number % step == 0:
            progress((number - 1) / len(rows))
    if progress:
        progress(1.0)


def _line(fields: _Fields, row: int, inventories: dict[str, tuple[int, CovenantInventory]]) -> _Line:
    sector = _known(SECTORS, fields, "emission_inventory_sector")
    carrier = _known(CARRIERS, fields, "type_of_emissions")
    if fields.activity_data_reporting_unit != "MWh/year":
        unit = fields.activity_data_reporting_unit
        raise _UnusableRowError("The unit is not MWh/year.", "activity_data_reporting_unit", unit)
    amount = _quantity(fields, "activity_data")
    reported_t = _quantity(fields, "emissions")
    is_waste = sector == "waste"
    inventory = _inventory(fields, inventories)
    return _Line(
        inventory=inventory[0],
        row=row,
        year=inventory[1].year,
        sector=sector,
        carrier="not_stated" if is_waste else carrier,
        amount=math.nan if is_waste else amount,
        reported_t=reported_t,
    )


def _known(names: dict[str, str], fields: _Fields, column: str) -> str:
    label = getattr(fields, column)
    if label not in names:
        raise _UnusableRowError("The label is not known.", column, label)
    return names[label]


def _quantity(fields: _Fields, column: str) -> float:
    value = _number(fields, column)
    if value is None:
        raise _UnusableRowError("The number is missing.", column)
    if value < 0:
        raise _UnusableRowError("The number is negative.", column, getattr(fields, column))
    return value


def _number(fields: _Fields, column: str) -> float | None:
    text = getattr(fields, column)
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise _UnusableRowError("This is not a number.", column, text) from None
    if not math.isfinite(value):
        raise _UnusableRowError("The number is not finite.", column, text)
    return value


def _inventory(
    fields: _Fields, inventories: dict[str, tuple[int, CovenantInventory]]
) -> tuple[int, CovenantInventory]:
    key = fields.emission_inventory_id
    found = inventories.get(key)
    if found is None:
        found = (len(inventories), _new_inventory(fields))
        inventories[key] = found
    if found[1].year != int(fields.inventory_year) or found[1].gcom_id != fields.GCoM_ID:
        raise _UnusableRowError(
            "The inventory has another year or signatory in an earlier row.", "emission_inventory_id", key
        )
    return found


def _new_inventory(fields: _Fields) -> CovenantInventory:
    year = fields.inventory_year
    if not year.isdigit() or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise _UnusableRowError("The year is not one of the data set.", "inventory_year", year)
    signed = {
        "commitment_CoM2020_flag": 2020,
        "commitment_CoM2030_flag": 2030,
        "commitment_CoM2050_flag": 2050,
    }
    return CovenantInventory(
        inventory_id=fields.emission_inventory_id,
        gcom_id=fields.GCoM_ID,
        name=fields.organisation_name,
        country=_country(fields),
        kind=_known(KINDS, fields, "type_of_emission_inventory"),
        year=int(year),
        population=_number(fields, "population_in_the_inventory_year"),
        factor_type=fields.emission_factor_type,
        latitude=_number(fields, "organisation_latitude"),
        longitude=_number(fields, "organisation_longitude"),
        commitments=tuple(target for column, target in signed.items() if getattr(fields, column) == "True"),
        status=fields.signatory_status,
        lau=fields.lau2020_gisco_id_namematch,
        flags=tuple(flag for flag in fields.flag.split(";") if flag),
    )


def _country(fields: _Fields) -> str:
    """The ISO code; where the list of signatories lacks it, the letters with which the signatory's number starts."""
    code = fields.country_code or fields.GCoM_ID[:2]
    return vocabulary.iso_country(code) if code.isalpha() else ""


def _refused(name: str, row: int, error: Exception) -> Problem:
    reason = error.reason if isinstance(error, _UnusableRowError) else "The row has too few cells."
    column = error.column if isinstance(error, _UnusableRowError) else ""
    value = error.value if isinstance(error, _UnusableRowError) else ""
    return problem(
        message("{reason} The row is not used.", reason=reason),
        file=name,
        row=row,
        column=column,
        value=value,
    )


def _data(
    inventories: dict[str, tuple[int, CovenantInventory]],
    lines: list[_Line],
    problems: list[Problem],
    rows_in_file: int,
) -> CovenantData:
    ordered = sorted(lines, key=lambda line: (line.inventory, line.row))
    waste, energy = unit_codes()["t"], unit_codes()["MWh"]
    count = len(ordered)
    table = ActivityTable(
        year=_ints((line.year for line in ordered), count),
        sector=_ints((sector_codes()[line.sector] for line in ordered), count),
        carrier=_ints((carrier_codes()[line.carrier] for line in ordered), count),
        amount=np.fromiter((line.amount for line in ordered), np.float64, count),
        unit=_ints((waste if line.carrier == "not_stated" else energy for line in ordered), count),
        supplier=np.zeros(count, np.int32),
        uncertainty=np.full(count, np.nan),
        reported_t=np.fromiter((line.reported_t for line in ordered), np.float64, count),
    )
    return CovenantData(
        inventories=tuple(inventory for _, inventory in inventories.values()),
        lines=table,
        inventory_of_line=_ints((line.inventory for line in ordered), count),
        file_row=_ints((line.row for line in ordered), count),
        problems=tuple(problems),
        rows_in_file=rows_in_file,
    )


def _ints(values: Iterable[int], count: int) -> IntArray:
    return np.fromiter(values, np.int32, count)
