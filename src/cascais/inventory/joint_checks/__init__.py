"""The checks of a joint inventory, one module per rule: what the sum of several members counts twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cascais.inventory.findings import Finding, Severity
from cascais.inventory.parts import Counted
from cascais.registry import Registry
from cascais.text import Message


@dataclass(frozen=True, slots=True)
class JointSubject:
    """What is checked: the inventories that are added up for a year, and what kind of group adds them."""

    year: int
    counted: tuple[Counted, ...]
    kind: str = ""


Rule = Callable[[JointSubject], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class JointCheck:
    """A rule about several inventories: its key, what it is called, how grave it is, and why it exists."""

    key: str
    title: str
    severity: Severity
    reason: Message
    function: Rule


JOINT_CHECKS: Registry[JointCheck] = Registry("cascais.inventory.joint_checks")


def rule(key: str, *, title: str, severity: Severity, reason: Message) -> Callable[[Rule], Rule]:
    """Register a function as the check of a rule and return it unchanged."""

    def register(function: Rule) -> Rule:
        JOINT_CHECKS.add(key, JointCheck(key, title, severity, reason, function))
        return function

    return register


def check_joint(subject: JointSubject) -> list[Finding]:
    """Run every rule and return the findings, the gravest first.

    >>> from cascais.inventory.activities import Activity
    >>> from cascais.inventory.emissions import compute
    >>> from cascais.inventory.factors import Options
    >>> from cascais.inventory.parts import Edition, Part
    >>> heat = Activity(2020, "residential", "district_heat", 1234.5, "MWh", supplier="Valley Heat")
    >>> twice = Edition(2020, compute([heat], Options(country="SI")))
    >>> towns = tuple(Counted(Part(name, name), twice, 2020) for name in ("Upper Valley", "Lower Valley"))
    >>> [finding.rule for finding in check_joint(JointSubject(2020, towns))]
    ['supply_in_two_members']
    """
    findings = [finding for each in JOINT_CHECKS.values() for finding in each.function(subject)]
    return sorted(findings, key=lambda finding: (finding.severity.rank, finding.rule, str(finding.place)))
