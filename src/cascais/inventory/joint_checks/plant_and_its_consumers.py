"""A plant's fuel is counted in one member, the heat or power that it sells in another."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.findings import Finding, Line, Severity
from cascais.inventory.joint_checks import JointSubject, rule
from cascais.inventory.joint_checks._amounts import amounts, supplier, two
from cascais.inventory.parts import Counted
from cascais.tables import vocabulary
from cascais.text import Message, _, message

KEY = "plant_and_its_consumers"
PLANTS = "energy_industries"
SOLD = ("district_heat", "electricity")
LOW, HIGH = 0.8, 2.0
"""MWh of fuel per MWh of heat delivered, as in the rule `heat_and_its_fuel` for one member."""
_WHAT = message(
    "Count heat and power where they are used, with the plant’s own factor, and take the plant’s fuel out of the sum "
    "(or write it as IE, included elsewhere)."
)


@rule(
    KEY,
    title=_("A common plant is counted with its fuel and with its consumers"),
    severity=Severity.WARNS,
    reason=message(
        "Where one town’s plant heats its neighbours, each inventory is right by itself and their sum counts the heat twice."
    ),
)
def plant_and_its_consumers(subject: JointSubject) -> Iterator[Finding]:
    """Find the fuel of a plant in one member beside what the plant sells in others, by its name or by the amounts."""
    for producer in subject.counted:
        fuel = [line for line in amounts(producer.lines) if line.sector == PLANTS and _is_fuel(line)]
        others = [each for each in subject.counted if each is not producer]
        named = [each for each in others if _buys(each, {supplier(line) for line in fuel} - {""})]
        for each in named:
            yield _finding(
                two(producer, each),
                fuel,
                message(
                    "{producer} counts the fuel of a plant from which {consumer} buys; what it sells is counted there "
                    "again.",
                    producer=producer.part.name,
                    consumer=each.part.name,
                ),
            )
        if fuel and not named:
            yield from _by_amount(producer, others, fuel)


def _by_amount(producer: Counted, others: list[Counted], fuel: list[Line]) -> Iterator[Finding]:
    """Fuel that is too much for the producer's own heat, and about what the heat of all members needs."""
    burnt, own = _mwh(fuel), _heat(producer)
    whole = own + sum(map(_heat, others))
    if whole > own and LOW * whole <= burnt <= HIGH * whole and burnt > HIGH * own:
        why = message(
            "{producer} burns {fuel:,.0f} MWh in its plants, about what the {heat:,.0f} MWh of district heat of the whole "
            "group need; that heat is already counted where it is used.",
            producer=producer.part.name,
            fuel=burnt,
            heat=whole,
        )
        yield _finding(producer.part.name, fuel, why)


def _buys(counted: Counted, suppliers: set[str]) -> bool:
    return any(
        line.carrier in SOLD and line.sector != PLANTS and supplier(line) in suppliers
        for line in amounts(counted.lines)
    )


def _is_fuel(line: Line) -> bool:
    carrier = vocabulary.carriers()[line.carrier]
    return carrier.kind == "energy" and carrier.group != "grid" and line.carrier not in (*SOLD, "grid_energy")


def _heat(counted: Counted) -> float:
    return _mwh([line for line in counted.lines if line.carrier == "district_heat" and line.sector != PLANTS])


def _mwh(lines: list[Line]) -> float:
    return sum(line.quantity or 0.0 for line in lines)


def _finding(place: Message | str, fuel: list[Line], why: Message) -> Finding:
    return Finding(KEY, Severity.WARNS, place, f"{_mwh(fuel):,.0f} MWh", why, _WHAT)
