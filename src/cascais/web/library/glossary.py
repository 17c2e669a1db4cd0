"""The glossary: one word per thing, the same in code, pages and documents."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Term:
    """A word and what it means."""

    key: str
    word: str | Promise
    meaning: str | Promise


TERMS = (
    Term(
        "activity",
        _("Activity"),
        _(
            "An amount of something that causes emissions in a year: MWh of gas, tonnes of waste, head of cattle."
        ),
    ),
    Term(
        "back-cast",
        _("Back-cast"),
        _(
            "An estimate of emissions in a year without an inventory, here mostly 1990, from national figures. Always shown as an estimate."
        ),
    ),
    Term(
        "baseline-inventory",
        _("Baseline inventory"),
        _("The inventory that later ones are compared with; its year is the base year."),
    ),
    Term(
        "carrier",
        _("Carrier"),
        _("What carries the energy: electricity, natural gas, district heat, diesel, wood."),
    ),
    Term(
        "co2e",
        _("CO2e"),
        _(
            "Greenhouse gases added up as if they were CO2, each weighted by its global warming potential. The set of potentials (SAR, AR4, AR5, AR6) is always named."
        ),
    ),
    Term(
        "emission-factor",
        _("Emission factor"),
        _("Emissions for each unit of an activity, for each gas, from a publication."),
    ),
    Term(
        "finding",
        _("Finding"),
        _(
            "What a check says about an inventory: which rule, where, what was found, why it is likely wrong, what to do."
        ),
    ),
    Term(
        "framework",
        _("Framework"),
        _(
            "Rules of reporting: the Covenant of Mayors, the Global Protocol for Cities (GPC), the German standard BISKO."
        ),
    ),
    Term("inventory", _("Inventory"), _("All emissions of a member in a year.")),
    Term(
        "life-cycle",
        _("Life-cycle factor"),
        _(
            "A factor that also counts what is emitted before the energy reaches the town: mining, transport, building the plant."
        ),
    ),
    Term("member", _("Member"), _("A municipality, district, region or agency in a network.")),
    Term(
        "monitoring-inventory",
        _("Monitoring inventory"),
        _("An inventory of a later year, made to see whether the plan works."),
    ),
    Term(
        "notation-key",
        _("Notation key"),
        _(
            "Why a cell holds no number: NO not occurring, IE included elsewhere, C confidential, NE not estimated. It is never a zero."
        ),
    ),
    Term("pathway", _("Pathway"), _("Emissions year by year under stated assumptions.")),
    Term(
        "quality-grade",
        _("Quality grade"),
        _("How good a figure is, from A (measured) to D (estimated from national figures)."),
    ),
    Term(
        "reference",
        _("Reference"),
        _("A target shown for comparison that the member itself has not adopted."),
    ),
    Term("resolution", _("Resolution"), _("The decision of a council by which a member commits itself.")),
    Term(
        "scope",
        _("Scope"),
        _(
            "Scope 1 is burnt on the spot, scope 2 is electricity and heat from a grid, scope 3 arises elsewhere because of the town."
        ),
    ),
    Term(
        "sector",
        _("Sector"),
        _("Where the energy is used or the emissions arise: homes, municipal buildings, transport, waste."),
    ),
    Term(
        "sink",
        _("Sink"),
        _(
            "Land, mostly forest, that takes up more CO2 than it gives off. Sinks are shown apart from the total."
        ),
    ),
    Term(
        "target",
        _("Target"),
        _(
            "A promised level of emissions in a year: in tonnes, for each inhabitant, or as a cut against a base year."
        ),
    ),
    Term(
        "uncertainty",
        _("Uncertainty"),
        _("The range in which the true figure lies with 95 % probability, written after ±."),
    ),
    Term(
        "unverified",
        _("Unverified"),
        _("A figure that nobody has yet checked against its publication. It is usable, and says so."),
    ),
)
