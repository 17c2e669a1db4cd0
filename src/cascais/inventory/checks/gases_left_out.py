"""The member's own factor counts fewer gases than the published one that it replaces."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.errors import MissingFigureError
from cascais.inventory.checks import rule
from cascais.inventory.checks._factors import FactorInUse, grouped, lines_of
from cascais.inventory.factors import gas_weight
from cascais.inventory.findings import Finding, Severity, Subject
from cascais.provenance import How
from cascais.tables import emission_factors, vocabulary
from cascais.text import _, message

KEY = "gases_left_out"
SHARE = 0.03
"""CH4 and N2O are below 1 % of a boiler's emissions and 2 % of a car's; in a stove for coal they are 9 %, in one for
wood all there is."""
SMALLEST_T = 20.0


@rule(
    KEY,
    title=_("A factor of your own leaves gases out"),
    severity=Severity.INFORMS,
    reason=message(
        "A factor of the member replaces the published factors of all gases. Where it is for CO2 alone, the methane of stoves "
        "for coal and wood is gone."
    ),
)
def gases_left_out(subject: Subject) -> Iterator[Finding]:
    """Find prescribed and local factors beside which published CH4, N2O or CO2 [t CO2e] are no longer counted."""
    for (carrier, year), found in grouped(subject.inventory, _own).items():
        left_out = [_left_out(each, subject) for each in found]
        left_out_t = sum(tonnes for _gases, tonnes in left_out)
        if left_out_t > max(SMALLEST_T, SHARE * sum(each.emissions_t for each in found)):
            gases = sorted({gas for names, _tonnes in left_out for gas in names})
            yield Finding(
                KEY,
                Severity.INFORMS,
                message("{carrier}, {year}", carrier=vocabulary.carrier(carrier).title, year=year),
                f"{left_out_t:,.0f} t",
                message(
                    "The factor given here has no {gases}; by the published factors that would be {tonnes:,.0f} t CO2e more.",
                    gases=", ".join(gases), tonnes=left_out_t,
                ),
                message("Give the factors of the other gases too, or say that the figure stands for all of them (CO2e)."),
                lines_of(found),
            )  # fmt: skip


def _own(each: FactorInUse) -> tuple[str, int] | None:
    """The carrier and year of a factor that the member gave or that was computed for it."""
    is_own = each.resolved.choice.how in (How.PRESCRIBED, How.LOCAL)
    return (each.resolved.key.carrier, each.resolved.key.year) if is_own else None


def _left_out(each: FactorInUse, subject: Subject) -> tuple[list[str], float]:
    """The gases of the published factors that the given ones lack, and what they would add [t CO2e]."""
    options, key = subject.inventory.options, each.resolved.key
    given = {factor.gas for factor in each.resolved.factors}
    if "CO2e" in given or options.variant != "direct":
        return [], 0.0
    try:
        published = emission_factors.find(key.carrier, sector=key.sector, area=options.country, year=key.year)
    except MissingFigureError:
        return [], 0.0
    lacking = [factor for factor in published.factors if factor.gas not in given and factor.value > 0]
    per_unit = sum(factor.value * gas_weight(factor.gas, options.gwp_set) for factor in lacking)
    return sorted({factor.gas for factor in lacking} - {"CO2_biogenic"}), per_unit * each.quantity
