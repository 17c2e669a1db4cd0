"""An upload as it is understood so far: the reading, and what would become of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from cascais.errors import CascaisError, InputError, Problem
from cascais.inventory import totals
from cascais.inventory.activities import Activity
from cascais.inventory.factors import Options
from cascais.inventory.findings import Finding, Severity
from cascais.inventory.intake.labels import Aliases
from cascais.inventory.intake.reading import read_workbook
from cascais.inventory.intake.results import Reading, ReadingOptions
from cascais.web.imports.models import Upload
from cascais.workflows.inventories import CheckedInventory, checked_inventory
from cascais.workflows.reading import Uploaded, workbook_of


@dataclass(frozen=True, slots=True)
class ReadUpload:
    """A reading, and the sheets that the file has."""

    reading: Reading
    sheets: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        return bool(self.reading.storable)


@dataclass(frozen=True, slots=True)
class PreviewYear:
    """What an inventory of one year would hold."""

    year: int
    activities: tuple[Activity, ...]
    checked: CheckedInventory
    replaces: bool

    @property
    def total_t(self) -> float:
        return totals.total_t(self.checked.inventory)

    @property
    def by_sector(self) -> dict[str, float]:
        return totals.by_sector(self.checked.inventory)

    @property
    def findings(self) -> list[Finding]:
        return sorted(self.checked.findings, key=lambda finding: finding.severity.rank)

    @property
    def lines(self) -> list[tuple[Activity, float]]:
        """Each activity with its emissions [t CO2e]."""
        return list(zip(self.activities, self.checked.inventory.co2e_t.tolist(), strict=True))

    @property
    def blocks_storing(self) -> bool:
        return any(finding.severity is Severity.BLOCKS_EDITING for finding in self.checked.findings)


def read_upload(upload: Upload) -> ReadUpload:
    """Read the kept file again with the answers given so far."""
    return read_content(bytes(upload.file.content), upload.file.name, reading_options(upload))


def read_content(content: bytes, name: str, chosen: ReadingOptions) -> ReadUpload:
    """Read a file; one that cannot be read at all is a reading that holds nothing but problems."""
    try:
        workbook = workbook_of(Uploaded(name, content))
    except InputError as error:
        return ReadUpload(Reading(problems=error.problems, file=name))
    sheets = tuple(sheet.name for sheet in workbook.sheets if not sheet.is_hidden)
    return ReadUpload(read_workbook(workbook, chosen), sheets)


def reading_options(upload: Upload) -> ReadingOptions:
    """What was said about the file so far."""
    mapping = upload.mapping
    return ReadingOptions(
        decimal=upload.options.get("decimal", ""),
        year=upload.options.get("year"),
        sheet=upload.options.get("sheet", ""),
        aliases=Aliases(
            sector=mapping.get("sector", {}),
            carrier=mapping.get("carrier", {}),
            unit=mapping.get("unit", {}),
        ),
        latest_year=timezone.now().year + 1,
    )


def computing_options(upload: Upload) -> Options:
    """How the emissions are computed: the country's factors, with the series and potentials that were chosen."""
    chosen = {name: value for name in ("electricity", "gwp_set") if (value := upload.options.get(name))}
    population = {row.year: float(row.persons) for row in upload.member.populations.all()}
    return Options(country=upload.member.country, population=population, **chosen)


def preview(upload: Upload, activities: tuple[Activity, ...]) -> list[PreviewYear] | tuple[Problem, ...]:
    """What each year of a clean reading would become, or why it cannot be computed."""
    member, options = upload.member, computing_options(upload)
    ordered = sorted(activities, key=lambda activity: activity.year)
    standing = set(member.inventories.filter(superseded_at=None).values_list("year", flat=True))
    try:
        return [
            PreviewYear(
                year,
                lines := tuple(group),
                checked_inventory(lines, options, name=member.name),
                year in standing,
            )
            for year, group in groupby(ordered, key=lambda activity: activity.year)
        ]
    except CascaisError as error:
        return error.problems if isinstance(error, InputError) else (Problem(str(error)),)
