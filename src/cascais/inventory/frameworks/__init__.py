"""Reporting frameworks, one module each: the same activities seen through the rules of one framework.

A framework is a function of (activities, options). It chooses its own factor variant, decides which lines lie
inside its boundary, arranges them in its own rows, and says what it requires and whether that is met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from cascais.inventory.activities import Activity
from cascais.inventory.emissions import Inventory
from cascais.inventory.factors import Options
from cascais.inventory.findings import Finding
from cascais.provenance import Source
from cascais.registry import Registry
from cascais.text import Message


@dataclass(frozen=True, slots=True)
class FrameworkOptions:
    """What a view depends on besides the activities.

    `options` is shared by all frameworks (country, GWP set, prescribed factors, population). `variant` and
    `electricity` replace the framework's own choice of factors where they are given. `losses` maps grid-bound
    carriers to the share that is lost on the way (0–1), where it is known.
    """

    options: Options = field(default_factory=Options)
    variant: str = ""
    electricity: str = ""
    losses: Mapping[str, float] = field(default_factory=dict)

    def with_variant(self, own: str) -> Options:
        """The options of the inventory with the framework's own factor variant, unless another one is asked for."""
        electricity = self.electricity or self.options.electricity
        return replace(self.options, variant=self.variant or own, electricity=electricity)


@dataclass(frozen=True, slots=True)
class ViewRow:
    """One cell or row of a framework's table.

    `reference` is the framework's own code, `column` the carrier column where the table has such; `amount` in
    `unit` is None where the lines count different things; `lines` are positions in the view's inventory.
    """

    reference: str
    title: str
    emissions_t: float
    column: str = ""
    scope: int | None = None
    level: str = ""
    amount: float | None = None
    unit: str = ""
    notation_key: str = ""
    is_in_total: bool = True
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that the framework asks of an inventory, whether it is met, and why."""

    key: str
    title: Message
    is_met: bool
    reason: Message


@dataclass(frozen=True, slots=True)
class FrameworkView:
    """Activities as a framework sees them.

    `inventory` holds the emissions with the framework's factors; `is_included` (n,) marks the lines inside the
    boundary of its main total; `totals` are named sums [t CO2e]; `figures` other named numbers.
    """

    framework: str
    inventory: Inventory
    is_included: NDArray[np.bool_]
    rows: tuple[ViewRow, ...]
    totals: Mapping[str, float]
    requirements: tuple[Requirement, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[Message, ...] = ()
    figures: Mapping[str, float | None] = field(default_factory=dict)

    @property
    def total_t(self) -> float:
        """The framework's main total [t CO2e]: all lines inside its boundary."""
        return float(self.inventory.co2e_t[self.is_included].sum())


View = Callable[[Sequence[Activity], FrameworkOptions], FrameworkView]


@dataclass(frozen=True, slots=True)
class Framework:
    """A reporting framework: what it is called, where it is written down, which factors it takes by itself."""

    key: str
    title: str
    variant: str
    source: Source
    function: View
    about: str = ""


FRAMEWORKS: Registry[Framework] = Registry("cascais.inventory.frameworks")


def framework(key: str, *, title: str, variant: str, source: Source) -> Callable[[View], View]:
    """Register a function as the view of a framework and return it unchanged."""

    def register(function: View) -> View:
        about = (function.__doc__ or "").split("\n", 1)[0]
        FRAMEWORKS.add(key, Framework(key, title, variant, source, function, about))
        return function

    return register


def view(key: str, activities: Iterable[Activity], options: FrameworkOptions | Options) -> FrameworkView:
    """See activities through a framework.

    >>> gas = Activity(2022, "residential", "natural_gas", 1000.0, "MWh")
    >>> round(view("covenant", [gas], Options(country="EE")).total_t, 6)
    202.0
    """
    given = options if isinstance(options, FrameworkOptions) else FrameworkOptions(options)
    return FRAMEWORKS[key].function(tuple(activities), given)
