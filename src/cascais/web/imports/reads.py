"""An upload as it is understood so far: the reading, and what would become of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils import timezone

from cascais.errors import CascaisError, InputError, Problem
from cascais.inventory import totals
from cascais.inventory.activities import Activity
from cascais.inventory.factors import Options, PrescribedFactor
from cascais.inventory.findings import Finding, Severity
from cascais.inventory.intake.labels import Aliases
from cascais.inventory.intake.reading import read_workbook
from cascais.inventory.intake.results import Reading, ReadingOptions
from cascais.provenance import How
from cascais.web.imports.models import Upload
from cascais.web.imports.own_factors import GivenFactor, OwnFactors, given_factors, of_year, own_factors
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.writes import MOST_LINES, check_size
from cascais.web.inventories.years import before, computed_years, working
from cascais.workflows.inventories import CheckedInventory, checked_inventory
from cascais.workflows.reading import Uploaded, workbook_of

NO_FACTORS = OwnFactors()
MOST_LINES_OF_FILE = 10_000
"""Lines of all years of a file together."""


@dataclass(frozen=True, slots=True)
class ReadUpload:
    """A reading, the sheets that the file has, and the factors that the member gives with it."""

    reading: Reading
    sheets: tuple[str, ...] = ()
    own: OwnFactors = NO_FACTORS

    @property
    def is_clean(self) -> bool:
        return bool(self.reading.storable) and not self.own.problems


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """An activity, its emissions [t CO2e], and how its factor was chosen."""

    activity: Activity
    emissions_t: float
    how: How


@dataclass(frozen=True, slots=True)
class PreviewYear:
    """What an inventory of one year would hold."""

    year: int
    activities: tuple[Activity, ...]
    checked: CheckedInventory
    stands: InventoryYear | None = None

    @property
    def replaces(self) -> bool:
        """Whether a draft stands in whose place this one comes."""
        return self.stands is not None and not self.stands.is_published

    @property
    def is_beside(self) -> bool:
        """Whether a published inventory stands, beside which this one comes."""
        return self.stands is not None and self.stands.is_published

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
    def lines(self) -> list[PreviewLine]:
        """Each activity with its emissions and how its factor was chosen."""
        inventory = self.checked.inventory
        resolved = [inventory.factors.resolved[position] for position in inventory.factor_of_line.tolist()]
        emissions_t = inventory.co2e_t.tolist()
        return [
            PreviewLine(activity, emissions, How.REPORTED if is_reported else factor.choice.how)
            for activity, emissions, factor, is_reported in zip(
                self.activities, emissions_t, resolved, inventory.is_reported.tolist(), strict=True
            )
        ]

    @property
    def given(self) -> list[GivenFactor]:
        """The factors that the member gives for this year, with the lines they are used for."""
        inventory = self.checked.inventory
        return given_factors(of_year(inventory.options.prescribed, self.year), inventory)

    @property
    def by_severity(self) -> list[tuple[str, int]]:
        """Number of findings by severity, the gravest first."""
        return list(Counter(finding.severity.value for finding in self.findings).items())

    @property
    def blocks_storing(self) -> bool:
        return any(finding.severity is Severity.BLOCKS_EDITING for finding in self.checked.findings)


def read_upload(upload: Upload) -> ReadUpload:
    """Read the kept files again with the answers given so far."""
    file = Uploaded(upload.file.name, bytes(upload.file.content))
    return replace(read_content(file, reading_options(upload)), own=own_factors(upload))


def read_content(file: Uploaded, chosen: ReadingOptions) -> ReadUpload:
    """Read a file; one that cannot be read at all is a reading that holds nothing but problems."""
    try:
        workbook = workbook_of(file)
    except InputError as error:
        return ReadUpload(Reading(problems=error.problems, file=file.name))
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
    """How the emissions are computed: the member's own factors, else the country's in the series that was chosen."""
    chosen = {name: value for name in ("electricity", "gwp_set") if (value := upload.options.get(name))}
    population = {row.year: float(row.persons) for row in upload.member.populations.all()}
    own = own_factors(upload).factors
    return Options(country=upload.member.country, population=population, prescribed=own, **chosen)


def preview(upload: Upload, activities: tuple[Activity, ...]) -> list[PreviewYear] | tuple[Problem, ...]:
    """What each year of a clean reading would become, or why it cannot be computed."""
    member, options = upload.member, computing_options(upload)
    known = computed_years(member, upload.user)
    ordered = sorted(activities, key=lambda activity: activity.year)
    standing = {each.year: each.row for each in working(known)}
    by_year = {year: tuple(group) for year, group in groupby(ordered, key=lambda activity: activity.year)}
    try:
        check_size(activities, MOST_LINES_OF_FILE)
        for lines in by_year.values():
            check_size(lines, MOST_LINES)
        return [
            PreviewYear(
                year,
                lines,
                checked_inventory(lines, options, name=member.name, earlier=before(known, year)),
                standing.get(year),
            )
            for year, lines in by_year.items()
        ]
    except CascaisError as error:
        return error.problems if isinstance(error, InputError) else (Problem(str(error)),)


def unused(years: list[PreviewYear]) -> list[PrescribedFactor]:
    """The factors that the member gives and no line of any year is computed with."""
    if not years:
        return []
    given = years[0].checked.inventory.options.prescribed
    used = {each.factor for year in years for each in year.given if each.lines}
    return [factor for factor in given if factor not in used]
