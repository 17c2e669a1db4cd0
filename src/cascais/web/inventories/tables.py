"""The rows of the tables that a member's pages offer for download."""

from __future__ import annotations

from collections.abc import Iterable

from cascais.inventory.uncertainty import approach_1
from cascais.web.inventories.downloads import Download, Row
from cascais.web.inventories.years import ComputedYear
from cascais.web.members.models import Member
from cascais.workflows.comparison import Comparison
from cascais.workflows.lines import ComputedLine, computed_lines


def lines_table(member: Member, computed: ComputedYear) -> Download:
    """The lines of one inventory."""
    rows = [_line(computed, line) for line in computed_lines(computed.inventory)]
    return Download(f"{member.slug}-{computed.year}-inventory", rows, computed.row.source)


def totals_table(member: Member, years: Iterable[ComputedYear]) -> Download:
    """One row for each inventory."""
    known = list(years)
    sources = "; ".join(dict.fromkeys(each.row.source for each in known if each.row.source))
    return Download(f"{member.slug}-inventories", [_total(member, each) for each in known], sources)


def comparison_table(member: Member, found: Comparison, years: tuple[ComputedYear, ComputedYear]) -> Download:
    """One row for each sector of two years, and the total."""
    before, after = years
    rows: list[Row] = [
        {
            "member": member.name,
            "sector": each.sector or "total_without_land",
            f"t_co2e_{before.year}": _rounded(each.before_t),
            f"t_co2e_{after.year}": _rounded(each.after_t),
            "change_t_co2e": _rounded(each.change_t),
            "change_share": _rounded(each.change),
        }
        for each in (*found.sectors, found.total)
    ]
    sources = "; ".join(dict.fromkeys(each.row.source for each in years if each.row.source))
    return Download(f"{member.slug}-{before.year}-{after.year}", rows, sources)


def _line(computed: ComputedYear, line: ComputedLine) -> Row:
    activity = line.activity
    return {
        "member": computed.row.member.name,
        "year": activity.year,
        "sector": activity.sector,
        "subsector": activity.subsector,
        "carrier": activity.carrier,
        "supplier": activity.supplier,
        "amount": activity.amount,
        "unit": activity.unit,
        "notation_key": activity.notation_key,
        "t_co2e": _rounded(line.emissions_t),
        "factor": _rounded(line.factor),
        "factor_unit": line.factor_unit,
        "factor_chosen": line.how.value,
        "factor_source": "; ".join(line.sources),
        "gwp_set": computed.inventory.gwp_set,
        "quality": activity.quality,
        "uncertainty": activity.uncertainty,
        "is_estimated": activity.is_estimated,
        "is_reported": line.is_reported,
        "is_green": activity.is_green,
        "source": activity.source,
        "comment": activity.comment,
    }


def _total(member: Member, each: ComputedYear) -> Row:
    return {
        "member": member.name,
        "year": each.year,
        "kind": each.row.kind,
        "is_published": each.row.is_published,
        "t_co2e_without_sinks": _rounded(each.row.total_without_sinks_t),
        "t_co2e_with_sinks": _rounded(each.row.total_t),
        "uncertainty": _rounded(each.row.uncertainty),
        "uncertainty_with_sinks": _rounded(approach_1(each.inventory).relative),
        "t_co2e_per_inhabitant": _rounded(each.per_head_t),
        "inhabitants": each.people.persons if each.people else None,
        "inhabitants_year": each.people.year if each.people else None,
        "estimated_share": _rounded(each.row.estimated_share),
    }


def _rounded(value: float | None) -> float | None:
    """Ten figures: what lies behind them is noise of the computation."""
    return None if value is None else float(f"{value:.10g}")
