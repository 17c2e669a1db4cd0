"""The emission factors that a member gives with an upload: in a file, or as the two numbers that matter most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from cascais.errors import InputError, Problem
from cascais.inventory.emissions import Inventory
from cascais.inventory.factors import PrescribedFactor
from cascais.inventory.intake.problems import problem
from cascais.provenance import How
from cascais.tables import vocabulary
from cascais.tables.emission_factors import EmissionFactor
from cascais.text import message
from cascais.web.imports.models import Upload
from cascais.workflows.reading import Uploaded, read_factors

CARRIERS = ("electricity", "district_heat")
"""The carriers whose factor can be given as a number: local factors of these decide most of a result."""


@dataclass(frozen=True, slots=True)
class OwnFactors:
    """The factors that the member gives, and what is wrong with their file."""

    factors: tuple[PrescribedFactor, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenFactor:
    """A factor that the member gives, and the number of lines that are computed with it."""

    factor: PrescribedFactor
    lines: int

    @property
    def unit(self) -> str:
        """The unit with the gas in it, such as t CO2e/MWh."""
        return self.factor.unit.replace("t/", f"t {self.factor.gas}/", 1)


def own_factors(upload: Upload) -> OwnFactors:
    """What the member gives with an upload; no factor counts where the file has a problem."""
    numbers = _numbers(upload)
    if upload.factor_file is None:
        return OwnFactors(numbers)
    file = Uploaded(upload.factor_file.name, bytes(upload.factor_file.content))
    found = read_factor_file(file, upload.options.get("decimal", ""))
    problems = found.problems or tuple(_rivals(numbers, found.factors))
    return OwnFactors((), problems) if problems else OwnFactors((*found.factors, *numbers))


def read_factor_file(file: Uploaded, decimal: str = "") -> OwnFactors:
    """Read a factor file; the decimal sign of the other file is tried only where this one does not tell its own."""
    try:
        return OwnFactors(read_factors(file))
    except InputError as error:
        problems = error.problems
    if decimal:
        try:
            return OwnFactors(read_factors(file, decimal))
        except InputError:
            pass
    return OwnFactors((), problems)


def of_year(factors: Iterable[PrescribedFactor], year: int) -> tuple[PrescribedFactor, ...]:
    """The factors that hold in a year."""
    return tuple(factor for factor in factors if factor.year in (None, year))


def given_factors(factors: Iterable[PrescribedFactor], inventory: Inventory) -> list[GivenFactor]:
    """Each factor with the number of lines of an inventory that are computed with it."""
    resolved = inventory.factors.resolved
    lines = [resolved[position] for position in inventory.factor_of_line.tolist()]
    chosen = [line.factors for line in lines if line.choice.how is How.PRESCRIBED]
    return [
        GivenFactor(factor, sum(any(_is_made_of(each, factor) for each in used) for used in chosen))
        for factor in factors
    ]


def _is_made_of(used: EmissionFactor, given: PrescribedFactor) -> bool:
    title = used.source.title if used.source else ""
    return (used.carrier, used.gas, used.value, used.factor_group, used.year, title) == (
        given.carrier,
        given.gas,
        given.factor,
        given.sector,
        given.year,
        given.source,
    )


def _numbers(upload: Upload) -> tuple[PrescribedFactor, ...]:
    person = upload.user.first_name or upload.user.get_username()
    nobody = gettext("Entered by {person}; no source was given").format(person=person)
    return tuple(
        PrescribedFactor(
            carrier=carrier,
            gas="CO2e",
            factor=given["factor"],
            unit=f"t/{vocabulary.carrier(carrier).unit}",
            source=given.get("source") or nobody,
        )
        for carrier in CARRIERS
        if (given := upload.own_factors.get(carrier))
    )


def _rivals(numbers: Iterable[PrescribedFactor], in_file: Iterable[PrescribedFactor]) -> Iterable[Problem]:
    """A number beside a factor of the file that is as general: nobody could say which of them holds."""
    general = {factor.carrier for factor in in_file if not factor.sector and not factor.supplier}
    for factor in numbers:
        if factor.carrier in general:
            yield problem(
                message("Both the factor file and the form give a factor for this carrier."),
                value=gettext(vocabulary.carrier(factor.carrier).title),
                next_step=message("Leave the number empty, or take the row out of the file."),
            )
