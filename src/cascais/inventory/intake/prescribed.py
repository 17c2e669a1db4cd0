"""Reads a file of prescribed emission factors: `carrier, sector, year, gas, variant, factor, unit, source`.

`carrier`, `gas`, `factor` and `unit` are needed; a blank sector, year or supplier means any. Units are a mass over an
amount of the carrier (t/MWh, kg/GJ, g/kWh, t/TJ, kg/t …); the gas may stand in the unit (t CO2/MWh).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cascais import units
from cascais.errors import InputError, Problem, UnitError
from cascais.inventory.factors import PrescribedFactor
from cascais.inventory.intake import cells, labels, layout, numbers
from cascais.inventory.intake.problems import Findings, problem, refusal
from cascais.inventory.intake.results import NO_OPTIONS, ReadingOptions
from cascais.inventory.intake.sheets import Cell, Sheet
from cascais.inventory.intake.tidy import RowReader
from cascais.tables import vocabulary
from cascais.text import message

FIELDS = ("carrier", "gas", "factor", "unit")
GASES = ("CO2", "CH4", "N2O", "CO2e", "CO2_biogenic")
LARGEST_PER_MWH = 5.0
"""t of gas per MWh that no carrier reaches; a figure above it has the wrong unit."""

_MASS_T = {**units.MASS_T, "g": 1e-6}
_GAS_NAMES = {
    "co2": "CO2",
    "carbon dioxide": "CO2",
    "ch4": "CH4",
    "methane": "CH4",
    "n2o": "N2O",
    "nitrous oxide": "N2O",
    "co2e": "CO2e",
    "co2eq": "CO2e",
    "co2 eq": "CO2e",
    "co2 e": "CO2e",
    "ghg": "CO2e",
    "thg": "CO2e",
    "co2 biogenic": "CO2_biogenic",
    "biogenic co2": "CO2_biogenic",
}
TEXT_FIELDS = {
    "variant": lambda cell: cells.read_name(cell, LONGEST_VARIANT),
    "source": cells.read_text,
    "supplier": cells.read_name,
}
LONGEST_VARIANT = 20
LONGEST_UNIT = 80
_UNIT = re.compile(
    r"\s*(?P<mass>t|kg|g|kt|Mg|Gg)\b\.?\s*(?:of )?(?P<gas>[^/]*?)\s*(?:/|\bper\b|\bpro\b)\s*(?P<amount>.+)"
)


@dataclass(frozen=True, slots=True)
class FactorReading:
    """A factor file as it was understood; `factors` is to be used only where there is no problem."""

    factors: tuple[PrescribedFactor, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


def gas(label: str) -> str:
    """Recognise a gas.

    >>> gas("CO2-eq"), gas("ch4"), gas("HFC134a")
    ('CO2e', 'CH4', 'HFC134a')
    """
    known = _GAS_NAMES.get(labels.folded(label.replace("₂", "2").replace("₄", "4")))
    if known:
        return known
    try:
        units.global_warming_potential(label.strip(), "AR5")
    except UnitError:
        raise refusal(
            message("The gas is not known."),
            value=label,
            allowed=", ".join(GASES),
            next_step=message("Write one of these, or a fluorinated gas such as HFC134a or SF6."),
        ) from None
    return label.strip()


def tonnes_per_unit(factor: float, unit: str, carrier: str) -> float:
    """A factor in t of gas per canonical unit of the carrier.

    >>> round(tonnes_per_unit(56.1, "kg/GJ", "natural_gas"), 5), round(tonnes_per_unit(202, "g CO2/kWh", "natural_gas"), 3)
    (0.20196, 0.202)
    """
    parts = _UNIT.fullmatch(unit[:LONGEST_UNIT].replace("·", " "))
    own = vocabulary.carriers()[carrier].unit
    if parts is None:
        raise _unknown_unit(unit, own)
    try:
        amount = labels.unit(parts["amount"])
        return factor * _MASS_T[parts["mass"]] * units.conversion(own, amount)
    except (UnitError, labels.UnknownLabelError):
        raise _unknown_unit(unit, own) from None


def _unknown_unit(unit: str, own: str) -> InputError:
    energy = "t/MWh, kg/MWh, g/kWh, kg/GJ, t/TJ"
    return refusal(
        message("The unit of the factor cannot be used for this carrier."),
        value=unit,
        allowed=energy if own == "MWh" else f"t/{own}, kg/{own}",
        next_step=message(
            "Convert the factor; for a factor per m3 or t of a fuel divide by the calorific value."
        ),
    )


def gas_in_unit(unit: str) -> str:
    """The gas that a unit names, empty where it names none.

    >>> gas_in_unit("t CO2e/MWh"), gas_in_unit("kg/GJ")
    ('CO2e', '')
    """
    parts = _UNIT.fullmatch(unit[:LONGEST_UNIT])
    return gas(parts["gas"]) if parts and parts["gas"].strip(" .") else ""


def read(sheet: Sheet, options: ReadingOptions = NO_OPTIONS) -> FactorReading:
    """Read a factor file; all problems are in the reading."""
    findings = Findings(sheet)
    found = layout.layout(sheet, FIELDS)
    if found is None:
        findings.add(
            problem(
                message("The table is not recognised: no row names the columns that are needed."),
                allowed=", ".join((*FIELDS, "sector", "year", "variant", "source", "supplier")),
                next_step=message("Name the columns in the first row."),
            )
        )
        return FactorReading(problems=tuple(findings.problems))
    reader = RowReader(sheet, found, options, findings)
    mandatory = tuple(name for name in FIELDS if name != "gas" and not (name == "unit" and found.unit))
    rows = list(layout.data_rows(sheet, found.header_row))
    factors: list[PrescribedFactor] = []
    if layout.check_layout(found, mandatory, findings):
        reader.decimal = _decimal(reader, rows)
        factors = _factors(reader, rows)
    if not factors and not findings.problems:
        findings.add(problem(message("The table has headers but no rows."), row=found.header_row))
    return FactorReading(tuple(factors), tuple(findings.problems), tuple(findings.notes))


def _decimal(reader: RowReader, rows: list[int]) -> str:
    if reader.options.decimal:
        return reader.options.decimal
    found = numbers.convention(reader.cell(row, name) for name in ("factor", "uncertainty") for row in rows)
    if found.clash:
        reader.findings.problems.extend(numbers.clash_problem(found).problems)
    return found.decimal


def _factors(reader: RowReader, rows: list[int]) -> list[PrescribedFactor]:
    found = []
    for row in rows:
        if reader.findings.are_too_many(row):
            break
        factor = _factor(reader, row)
        if factor is not None:
            found.append(factor)
    return found


def _factor(reader: RowReader, row: int) -> PrescribedFactor | None:
    before = len(reader.findings.problems)
    aliases = reader.options.aliases
    carrier = reader.needed(row, "carrier", lambda cell: labels.carrier(cell.text, aliases.carrier))
    sector = reader.field(row, "sector", lambda cell: labels.sector(cell.text, aliases.sector).sector, "")
    year = reader.field(row, "year", lambda cell: cells.read_year(cell, reader.options.latest_year), None)
    value = reader.needed(row, "factor", lambda cell: cells.read_amount(cell, reader.decimal))
    unit = reader.cell(row, "unit").text or reader.layout.unit
    texts = {name: reader.field(row, name, read, "") or "" for name, read in TEXT_FIELDS.items()}
    uncertainty = reader.number(row, "uncertainty", cells.read_uncertainty)
    if carrier is None or value is None or len(reader.findings.problems) > before:
        return None
    per_unit = reader.findings.attempt(
        reader.cell(row, "unit"),
        reader.title("unit"),
        lambda _: _checked(tonnes_per_unit(value, unit, carrier), carrier, unit),
    )
    found_gas = reader.findings.attempt(
        reader.cell(row, "gas"), reader.title("gas"), lambda cell: _gas(cell, unit)
    )
    if per_unit is None or found_gas is None:
        return None
    return PrescribedFactor(
        carrier=carrier,
        gas=found_gas,
        factor=per_unit,
        unit=f"t/{vocabulary.carriers()[carrier].unit}",
        source=texts["source"] or f"{reader.sheet.file} row {row}",
        sector=sector or "",
        year=year,
        variant=texts["variant"],
        supplier=texts["supplier"],
        uncertainty=uncertainty,
    )


def _gas(cell: Cell, unit: str) -> str:
    in_unit = gas_in_unit(unit)
    if cell.is_blank:
        if in_unit:
            return in_unit
        raise refusal(
            message("The gas is missing."), allowed=", ".join(GASES), next_step=message("Fill in the gas.")
        )
    named = gas(cell.text)
    if in_unit and in_unit != named:
        raise refusal(
            message("The unit names another gas than the column “gas”."),
            value=f"{cell.text}, {unit}",
            next_step=message("Make both say the same."),
        )
    return named


def _checked(per_unit: float, carrier: str, unit: str) -> float:
    if vocabulary.carriers()[carrier].kind == "energy" and abs(per_unit) > LARGEST_PER_MWH:
        raise refusal(
            message(
                "The factor amounts to {value} t per MWh, which no carrier reaches.",
                value=numbers.plain(per_unit),
            ),
            value=unit,
            next_step=message("Correct the unit; kg/MWh or g/kWh may be meant."),
        )
    return per_unit
