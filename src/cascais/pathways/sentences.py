"""The sentences that tell a status: what was cut, what was asked for, and why nothing can be told."""

from __future__ import annotations

from cascais.pathways.series import Observation, Series
from cascais.pathways.targets import PathShape, Target, TargetKind
from cascais.text import Message, _, message

FELL = {
    TargetKind.REDUCTION: _(
        "{member} cut emissions by {cut:.0f} % from {base} to {latest}; the straight path from {base} to "
        "−{reduction:.3g} % in {target} asked for {asked:.0f} %."
    ),
    TargetKind.PER_CAPITA_REDUCTION: _(
        "{member} cut emissions per inhabitant by {cut:.0f} % from {base} to {latest}; the straight path from {base} "
        "to −{reduction:.3g} % in {target} asked for {asked:.0f} %."
    ),
    TargetKind.PER_CAPITA_LEVEL: _(
        "{member} emitted {per_head:.1f} t per inhabitant in {latest}; the target is {level:g} t per inhabitant."
    ),
    TargetKind.STEPS: _(
        "{member} cut emissions by {cut:.0f} % from {base} to {latest}; −{reduction:.3g} % every {step} years asked "
        "for {asked:.0f} %."
    ),
    TargetKind.BELOW_BUSINESS_AS_USUAL: _(
        "{member} cut emissions by {cut:.0f} % from {base} to {latest}; the straight path from {base} to "
        "{reduction:.3g} % below business as usual in {target} asked for {asked:.0f} %."
    ),
    TargetKind.LEVEL: _(
        "{member} cut emissions by {cut:.0f} % from {base} to {latest}; the straight path from {base} to {level:,.0f} t "
        "in {target} asked for {asked:.0f} %."
    ),
}
ROSE = {
    TargetKind.REDUCTION: _(
        "Emissions of {member} rose by {rise:.0f} % from {base} to {latest}; the straight path from {base} to "
        "−{reduction:.3g} % in {target} asked for a cut of {asked:.0f} %."
    ),
    TargetKind.PER_CAPITA_REDUCTION: _(
        "Emissions of {member} per inhabitant rose by {rise:.0f} % from {base} to {latest}; the straight path from "
        "{base} to −{reduction:.3g} % in {target} asked for a cut of {asked:.0f} %."
    ),
    TargetKind.PER_CAPITA_LEVEL: FELL[TargetKind.PER_CAPITA_LEVEL],
    TargetKind.STEPS: _(
        "Emissions of {member} rose by {rise:.0f} % from {base} to {latest}; −{reduction:.3g} % every {step} years "
        "asked for a cut of {asked:.0f} %."
    ),
    TargetKind.BELOW_BUSINESS_AS_USUAL: _(
        "Emissions of {member} rose by {rise:.0f} % from {base} to {latest}; the straight path from {base} to "
        "{reduction:.3g} % below business as usual in {target} asked for a cut of {asked:.0f} %."
    ),
    TargetKind.LEVEL: _(
        "Emissions of {member} rose by {rise:.0f} % from {base} to {latest}; the straight path from {base} to "
        "{level:,.0f} t in {target} asked for a cut of {asked:.0f} %."
    ),
}
FELL_COMPOUND = _(
    "{member} cut emissions by {cut:.0f} % from {base} to {latest}; the path of equal yearly percentages to the target "
    "in {target} asked for {asked:.0f} %."
)
ROSE_COMPOUND = _(
    "Emissions of {member} rose by {rise:.0f} % from {base} to {latest}; the path of equal yearly percentages to the "
    "target in {target} asked for a cut of {asked:.0f} %."
)


PASSED = {
    (False, False): _(
        "{member} cut emissions by {cut:.0f} % from {base} to {latest}; the target asked for {asked:.0f} % by {target}."
    ),
    (False, True): _(
        "Emissions of {member} rose by {rise:.0f} % from {base} to {latest}; the target asked for a cut of "
        "{asked:.0f} % by {target}."
    ),
    (True, False): _(
        "{member} cut emissions per inhabitant by {cut:.0f} % from {base} to {latest}; the target asked for "
        "{asked:.0f} % by {target}."
    ),
    (True, True): _(
        "Emissions of {member} per inhabitant rose by {rise:.0f} % from {base} to {latest}; the target asked for a cut "
        "of {asked:.0f} % by {target}."
    ),
}
"""For targets whose year has passed, by whether they count per inhabitant and whether emissions rose."""


def sentence(
    target: Target, years: tuple[int, int], cuts: tuple[float, float], per_head: float | None, member: str
) -> Message:
    """What was cut between two years and what the target asked for; `cuts` are (achieved, required) shares of one."""
    achieved, required = cuts
    return message(
        _template(target, years[1], has_risen=achieved < 0),
        member=member or _("The member"),
        base=years[0],
        latest=years[1],
        cut=100.0 * achieved,
        rise=-100.0 * achieved,
        asked=100.0 * required,
        reduction=100.0 * (target.reduction or 0.0),
        target=target.target_year or "",
        level=target.level or 0.0,
        step=target.step_years or 0,
        per_head=per_head or 0.0,
    )


def _template(target: Target, latest_year: int, has_risen: bool) -> str:
    is_plain = target.kind not in (TargetKind.STEPS, TargetKind.PER_CAPITA_LEVEL)
    if is_plain and target.target_year is not None and latest_year >= target.target_year:
        return PASSED[target.is_per_capita, has_risen]
    if is_plain and target.shape is PathShape.COMPOUND:
        return ROSE_COMPOUND if has_risen else FELL_COMPOUND
    return (ROSE if has_risen else FELL)[target.kind]


def notes(
    series: Series, target: Target, base: Observation, latest: Observation, unknown: float
) -> tuple[Message, ...]:
    """What the reader should know about a status: estimates, assumed uncertainties, sinks left out."""
    found = []
    if base.is_estimated:
        found.append(message("The base year {year} is estimated by a back-cast.", year=base.year))
    found += [
        message(
            "No uncertainty is known for {year}; ± {share:.0f} % is assumed.",
            year=item.year,
            share=100 * unknown,
        )
        for item in (base, latest)
        if item.uncertainty is None
    ]
    if target.scope is not None and target.scope.has_sinks and not series.scope.has_sinks:
        found.append(
            message("The target counts sinks, the inventory does not: the status is on the safe side.")
        )
    return tuple(found)
