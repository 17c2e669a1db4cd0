"""Inventories as they were entered: activities, prescribed factors, printed totals and the original file.

Everything that can be computed is computed again; of the results only the totals are kept, with the version that
computed them, so that the network page need not compute a thousand inventories.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class InventoryKind(models.TextChoices):
    BASELINE = "baseline", _("Baseline inventory")
    MONITORING = "monitoring", _("Monitoring inventory")


class StoredFile(models.Model):
    """A file exactly as it was uploaded. It lies in the database, so that a backup holds both or neither."""

    name = models.CharField(max_length=200)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        verbose_name = _("stored file")

    def __str__(self) -> str:
        return self.name


class InventoryYear(models.Model):
    """A version of the inventory of a member for a year; a newer one supersedes it, nothing overwrites it.

    At most one published version and one draft of a year stand at the same time. What a draft was made from is
    `based_on`. Publishing freezes a version: `results` holds what it came to with the code and tables of that day.
    """

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="inventories")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=InventoryKind, default=InventoryKind.MONITORING)
    title = models.CharField(max_length=200, blank=True)
    gwp_set = models.CharField(max_length=10, default="AR5")
    variant = models.CharField(max_length=20, default="direct")
    electricity = models.CharField(max_length=40, blank=True)
    framework = models.CharField(max_length=20, default="covenant")
    source = models.TextField(blank=True)
    source_url = models.URLField(blank=True)
    note = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    is_published = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    based_on = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="drafts_from_it"
    )
    results = models.JSONField(default=dict, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    total_t = models.FloatField(null=True, blank=True)
    total_without_sinks_t = models.FloatField(null=True, blank=True)
    uncertainty = models.FloatField(null=True, blank=True)
    estimated_share = models.FloatField(null=True, blank=True)
    by_sector = models.JSONField(default=dict, blank=True)  # {sector: t CO2e}
    computed_by_version = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("inventory")
        verbose_name_plural = _("inventories")
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "year", "is_published"],
                condition=Q(superseded_at=None),
                name="one_draft_and_one_published_per_year",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.year}"


class ActivityLine(models.Model):
    """One activity of an inventory; the fields are those of cascais.inventory.activities.Activity."""

    inventory = models.ForeignKey(InventoryYear, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    sector = models.CharField(max_length=40)
    carrier = models.CharField(max_length=40)
    amount = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=20)
    subsector = models.CharField(max_length=80, blank=True)
    supplier = models.CharField(max_length=80, blank=True)
    notation_key = models.CharField(max_length=4, blank=True)
    quality = models.CharField(max_length=2, blank=True)
    uncertainty = models.FloatField(null=True, blank=True)
    source = models.TextField(blank=True)
    comment = models.TextField(blank=True)
    reported_t = models.FloatField(null=True, blank=True)
    is_green = models.BooleanField(default=False)
    is_estimated = models.BooleanField(default=False)
    file = models.CharField(max_length=200, blank=True)
    row = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["inventory", "position"], name="one_line_per_position")
        ]

    def __str__(self) -> str:
        return f"{self.sector} {self.carrier} {self.amount} {self.unit}"


class PrescribedFactorLine(models.Model):
    """An emission factor that the member prescribes for an inventory."""

    inventory = models.ForeignKey(InventoryYear, on_delete=models.CASCADE, related_name="prescribed_factors")
    position = models.PositiveIntegerField()
    carrier = models.CharField(max_length=40)
    sector = models.CharField(max_length=40, blank=True)
    supplier = models.CharField(max_length=80, blank=True)
    gas = models.CharField(max_length=20, default="CO2e")
    variant = models.CharField(max_length=20, blank=True)
    factor = models.FloatField()
    unit = models.CharField(max_length=20)
    uncertainty = models.FloatField(null=True, blank=True)
    source = models.TextField()

    class Meta:
        verbose_name = _("prescribed factor")
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.carrier} {self.gas} {self.factor} {self.unit}"


class PrintedTotal(models.Model):
    """A total as the source prints it, to be compared with the computed one."""

    inventory = models.ForeignKey(InventoryYear, on_delete=models.CASCADE, related_name="printed_totals")
    position = models.PositiveIntegerField()
    label = models.CharField(max_length=120)
    sector = models.CharField(max_length=40, blank=True)
    scope = models.PositiveSmallIntegerField(null=True, blank=True)
    carriers = models.JSONField(default=list, blank=True)
    subsector = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001 – none means any
    value_t = models.FloatField()
    source = models.TextField(blank=True)

    class Meta:
        verbose_name = _("printed total")
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.label}: {self.value_t} t"
