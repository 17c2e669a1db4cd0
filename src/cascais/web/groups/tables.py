"""The tables of a group that can be taken away."""

from __future__ import annotations

from collections.abc import Iterable

from cascais.web.groups.reads import Loaded
from cascais.web.groups.standing import Year
from cascais.web.inventories.downloads import Download, Row
from cascais.workflows.joint import Joint, Share


def years_table(found: Loaded, years: Iterable[Year]) -> Download:
    """One row for each year of a group."""
    rows = [_year(found, each.joint, each.is_comparable) for each in years if each.joint is not None]
    return Download(f"{found.group.slug}-joint-inventories", rows, found.sources)


def members_table(found: Loaded, joint: Joint) -> Download:
    """One row for each member of a year, then the sum of the group."""
    rows = [_share(joint, share) for share in joint.shares]
    rows += [{"member": part.name, "year": joint.year, "is_missing": True} for part in joint.missing]
    whole: Row = {
        "member": found.group.title,
        "year": joint.year,
        "is_sum": True,
        "is_partial": joint.is_partial,
        "t_co2e_without_sinks": _rounded(joint.total.total_t),
        "uncertainty": _rounded(joint.total.relative),
        "inhabitants": joint.population,
        **{f"t_co2e_{sector}": _rounded(value) for sector, value in joint.by_sector.items()},
    }
    return Download(f"{found.group.slug}-{joint.year}-members", [*rows, whole], found.sources)


def _year(found: Loaded, joint: Joint, is_comparable: bool) -> Row:
    return {
        "group": found.group.title,
        "year": joint.year,
        "t_co2e_without_sinks": _rounded(joint.total.total_t),
        "uncertainty": _rounded(joint.total.relative),
        "t_co2e_with_sinks": _rounded(joint.total_with_sinks.total_t),
        "t_co2e_per_inhabitant": _rounded(joint.per_capita_t),
        "inhabitants": joint.population,
        "members_counted": "; ".join(share.counted.part.name for share in joint.shares),
        "members_missing": "; ".join(part.name for part in joint.missing),
        "members_of_another_year": "; ".join(
            f"{share.counted.part.name} {share.counted.edition.year}" for share in joint.estimated
        ),
        "members_summed_from_predecessors": "; ".join(
            f"{share.counted.part.name} ({', '.join(share.counted.edition.names)})"
            for share in joint.shares
            if share.counted.edition.origins
        ),
        "is_comparable": is_comparable,
        "estimated_share": _rounded(joint.estimated_share),
        **{f"t_co2e_{sector}": _rounded(value) for sector, value in joint.by_sector.items()},
    }


def _share(joint: Joint, share: Share) -> Row:
    return {
        "member": share.counted.part.name,
        "year": joint.year,
        "inventory_of_year": share.counted.edition.year,
        "is_estimated": share.is_estimated,
        "summed_from": "; ".join(share.counted.edition.names),
        "t_co2e_without_sinks": _rounded(share.total.total_t),
        "uncertainty": _rounded(share.total.relative),
        "inhabitants": share.population,
        **{f"t_co2e_{sector}": _rounded(value) for sector, value in share.by_sector.items()},
    }


def _rounded(value: float | None) -> float | None:
    """Ten figures: what lies behind them is noise of the computation."""
    return None if value is None else float(f"{value:.10g}")
