"""The members' table to take away."""

from __future__ import annotations

from datetime import date

from cascais.pathways.dues import Report
from cascais.web.inventories.downloads import Row as Cells
from cascais.web.overview.columns import Places
from cascais.web.overview.nearness import due_states
from cascais.web.overview.reads import Network
from cascais.web.overview.rows import Row


def download_rows(found: Network, places: Places) -> list[Cells]:
    """The members at some places as rows with the same columns; the names of the columns do not depend on the language."""
    titles = {each.row: each.title for each in found.columns.networks}
    states = due_states(found.columns, found.asked.today)[places].tolist()
    rows = (found.columns.rows[place] for place in places.tolist())
    return [
        _cells(row, titles) | _dues(row, found.asked.today) | {"due": due}
        for row, due in zip(rows, states, strict=True)
    ]


def _dues(row: Row, today: date) -> Cells:
    """When each report falls due, and how near that is."""
    cells: Cells = {}
    for report, day in zip(Report, row.due_days, strict=True):
        cells[f"{report.value}_due"] = day.isoformat() if day else None
        cells[f"{report.value}_state"] = row.state_of(report, today).value if day else None
    return cells


def _cells(row: Row, titles: dict[str, str]) -> Cells:
    networks = (f"{titles.get(key, key)}: {state}" for key, state in row.memberships.items())
    return {
        "member": row.name,
        "slug": row.slug,
        "country": row.country,
        "kind": row.kind,
        "latitude_degrees": row.latitude,
        "longitude_degrees": row.longitude,
        "networks": "; ".join(networks),
        "inventories": row.inventories,
        "base_year": row.base_year,
        "base_emissions_t_co2e": row.base_total_t,
        "latest_year": row.latest_year,
        "latest_emissions_t_co2e": row.latest_total_t,
        "latest_uncertainty_share": row.uncertainty,
        "persons": row.persons,
        "persons_year": row.persons_year,
        "emissions_per_inhabitant_t_co2e": row.per_head_t,
        "change_since_base_share": row.change,
        "estimated_share": row.estimated_share,
        "quality_grade": row.grade,
        "status_95_percent_by_2050": row.shared_status,
        "probability_share": row.shared_probability,
        "base_1990_is_estimated": row.is_estimated,
        "own_target": row.own_title,
        "status_own_target": row.own_status,
        "findings_must_be_put_right": row.must_be_put_right,
        "findings_probably_wrong": row.probably_wrong,
        "findings_worth_knowing": row.worth_knowing,
        "computed_by_version": row.computed_by_version,
    }
