"""Targets: what a member promised, and who decided it when."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cascais.pathways.targets import PathShape, TargetKind


class TargetFields(models.Model):
    """One target; the fields are those of cascais.pathways.targets.Target.

    A target that was never adopted by the member is a reference: shown for comparison, and said to be one.
    """

    KINDS = [
        (TargetKind.REDUCTION.value, _("Reduction against the base year")),
        (TargetKind.PER_CAPITA_REDUCTION.value, _("Reduction per inhabitant")),
        (TargetKind.PER_CAPITA_LEVEL.value, _("Tonnes per inhabitant")),
        (TargetKind.STEPS.value, _("The same cut every few years")),
        (TargetKind.BELOW_BUSINESS_AS_USUAL.value, _("Reduction against business as usual")),
        (TargetKind.LEVEL.value, _("Tonnes in the target year")),
    ]
    SHAPES = [(PathShape.LINEAR.value, _("straight")), (PathShape.COMPOUND.value, _("by equal percentages"))]

    position = models.PositiveSmallIntegerField(default=0)
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=KINDS)
    target_year = models.PositiveSmallIntegerField(null=True, blank=True)
    base_year = models.PositiveSmallIntegerField(null=True, blank=True)
    reduction = models.FloatField(null=True, blank=True)
    level = models.FloatField(null=True, blank=True)
    step_years = models.PositiveSmallIntegerField(null=True, blank=True)
    business_as_usual_t = models.FloatField(null=True, blank=True)
    shape = models.CharField(max_length=12, choices=SHAPES, default=PathShape.LINEAR.value)
    scope_sectors = models.JSONField(default=list, blank=True)
    has_sinks = models.BooleanField(default=False)
    decided = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True)
    source_locator = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(blank=True)
    group = models.CharField(max_length=40, default="own")
    is_adopted = models.BooleanField(default=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class Target(TargetFields):
    """A target of a member; a resolution of its council may have decided it."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="targets")
    resolution = models.ForeignKey(
        "register.Resolution", null=True, blank=True, on_delete=models.SET_NULL, related_name="targets"
    )

    class Meta:
        verbose_name = _("target")
        ordering = ["position", "target_year"]
        constraints = [models.UniqueConstraint(fields=["member", "key"], name="one_target_per_key")]
