"""The checks, one module per rule; each grew out of a mistake found in a real published inventory."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cascais.inventory.findings import Check, Finding, Severity, Subject
from cascais.registry import Registry
from cascais.text import Message

CHECKS: Registry[Check] = Registry("cascais.inventory.checks")

Rule = Callable[[Subject], Iterable[Finding]]


def rule(key: str, *, title: str, severity: Severity, reason: Message) -> Callable[[Rule], Rule]:
    """Register a function as the check of a rule and return it unchanged."""

    def register(function: Rule) -> Rule:
        CHECKS.add(key, Check(key, title, severity, reason, function))
        return function

    return register


def check(subject: Subject) -> list[Finding]:
    """Run every rule and return the findings, the gravest first.

    >>> from cascais.inventory.activities import Activity
    >>> from cascais.inventory.emissions import compute
    >>> from cascais.inventory.factors import Options
    >>> slip = Activity(2022, "residential", "natural_gas", 13362.67, "MWh", reported_t=13362.67)
    >>> findings = check(Subject(compute([slip], Options(country="SI"))))
    >>> findings[0].rule, findings[0].severity.value
    ('emissions_equal_activity', 'blocks_publishing')
    """
    findings = [finding for each in CHECKS.values() for finding in each.function(subject)]
    return sorted(findings, key=lambda finding: (finding.severity.rank, finding.rule, str(finding.place)))
