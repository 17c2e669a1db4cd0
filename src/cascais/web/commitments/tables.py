"""The table of targets that can be taken away."""

from __future__ import annotations

from cascais.web.commitments.standing import MemberStanding, Standing
from cascais.web.inventories.downloads import Download, Row
from cascais.web.members.models import Member


def targets_table(member: Member, standing: MemberStanding) -> Download:
    """One row for each target."""
    rows = [_row(member, each) for each in standing.items]
    sources = "; ".join(dict.fromkeys(each.row.source for each in standing.items if each.row.source))
    return Download(f"{member.slug}-targets", rows, sources)


def _row(member: Member, each: Standing) -> Row:
    row, status = each.row, each.status
    return {
        "member": member.name,
        "target": row.title,
        "is_adopted": row.is_adopted,
        "decided": row.decided.isoformat() if row.decided else None,
        "kind": row.kind,
        "base_year": status.base.year if status.base else row.base_year,
        "base_is_estimated": status.is_estimated,
        "target_year": row.target_year,
        "status": status.status.value,
        "probability": status.probability,
        "latest_year": status.latest.year if status.latest else None,
        "latest_t_co2e": status.latest.emissions_t if status.latest else None,
        "required_t_co2e": status.required_t,
        "distance_t_co2e": status.distance_t,
        "years_ahead": status.years_ahead,
        "achieved_cut": status.achieved_cut,
        "required_cut": status.required_cut,
        "needed_t_co2e_per_year": status.needed.per_year_t if status.needed else None,
        "needed_rate_per_year": status.needed.rate if status.needed else None,
        "remaining_budget_t_co2e": each.budget.remaining_t if each.budget else None,
        "continual": status.continuity.verdict.value,
        "sentence": str(status.sentence),
        "source": row.source,
        "source_locator": row.source_locator,
    }
