"""What the page of one inventory shows, put together once for the template."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cascais.inventory import totals
from cascais.inventory.emissions import Inventory
from cascais.inventory.findings import Finding
from cascais.web.inventories import reads
from cascais.web.inventories.years import ComputedYear
from cascais.workflows.estimates import estimated_share
from cascais.workflows.inventories import PrintedComparison, compare_printed, stops_publishing
from cascais.workflows.lines import ComputedLine, computed_lines
from cascais.workflows.matrix import Matrix, Measure, matrix
from cascais.workflows.sinks import LAND

FIRST_FINDINGS = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the matrix: a figure, a notation key, or nothing."""

    sector: str
    carrier: str
    value: float | None
    key: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A sector with its cells and their sum."""

    sector: str
    cells: tuple[Cell, ...]
    total: float


@dataclass(frozen=True, slots=True)
class ShownMatrix:
    """The matrix as the template walks through it."""

    measure: Measure
    carriers: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    sums: tuple[tuple[str, float], ...]
    total: float

    @property
    def is_energy(self) -> bool:
        return self.measure is Measure.ENERGY


@dataclass(frozen=True, slots=True)
class Room:
    """Everything on the page of one inventory."""

    computed: ComputedYear
    findings: tuple[Finding, ...]
    matrix: ShownMatrix
    has_energy: bool
    lines: tuple[ComputedLine, ...]
    printed: tuple[PrintedComparison, ...]
    sinks_t: float | None
    biogenic_t: float
    largest_sector: str
    largest_share: float
    estimated_share: float

    @property
    def first_findings(self) -> tuple[Finding, ...]:
        """The findings to look at first."""
        return self.findings[:FIRST_FINDINGS]

    @property
    def more_findings(self) -> tuple[Finding, ...]:
        """The other findings."""
        return self.findings[FIRST_FINDINGS:]

    @property
    def blocks_publishing(self) -> bool:
        return any(stops_publishing(finding) for finding in self.findings)


def room(computed: ComputedYear, earlier: tuple[Inventory, ...], measure: Measure) -> Room:
    """Check the inventory and lay it out."""
    inventory = computed.inventory
    by_sector = totals.by_sector(inventory)
    sinks = by_sector.pop(LAND, None)
    largest = max(by_sector, key=lambda key: by_sector[key], default="")
    gross = sum(value for value in by_sector.values() if value > 0)
    printed = reads.printed_totals(computed.row)
    return Room(
        computed=computed,
        findings=reads.found(computed.row, inventory, earlier),
        matrix=shown_matrix(matrix(inventory, measure)),
        has_energy=matrix(inventory, Measure.ENERGY).total > 0,
        lines=computed_lines(inventory),
        printed=compare_printed(inventory, printed),
        sinks_t=sinks,
        biogenic_t=totals.biogenic_co2_t(inventory),
        largest_sector=largest,
        largest_share=by_sector[largest] / gross if gross > 0 else 0.0,
        estimated_share=estimated_share(inventory),
    )


def shown_matrix(found: Matrix) -> ShownMatrix:
    """The arrays of a matrix as rows of cells."""
    rows = tuple(
        MatrixRow(
            sector,
            tuple(
                Cell(sector, carrier, _known(found.cells[row, column]), found.keys[row][column])
                for column, carrier in enumerate(found.carriers)
            ),
            float(found.by_sector[row]),
        )
        for row, sector in enumerate(found.sectors)
    )
    sums = tuple(zip(found.carriers, found.by_carrier.tolist(), strict=True))
    return ShownMatrix(found.measure, found.carriers, rows, sums, found.total)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
