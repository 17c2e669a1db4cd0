"""What a member does for climate justice: support of indigenous partners, and what it will not buy."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CommitmentOfJustice(models.Model):
    """What projects and pledges have in common."""

    title = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField(null=True, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    about = models.TextField(blank=True)
    evidence = models.TextField(blank=True)  # which document says so
    evidence_url = models.URLField(blank=True)
    evidence_file = models.ForeignKey(
        "inventories.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.title} ({self.year})"


class SupportProject(CommitmentOfJustice):
    """Support of an indigenous partner organisation by a member, with the amount given."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="support_projects")
    resolution = models.ForeignKey(
        "register.Resolution",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="support_projects",
    )
    partner = models.CharField(max_length=200)
    partner_member = models.ForeignKey(
        "members.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="supported_by"
    )
    partner_country = models.CharField(max_length=2, blank=True)

    class Meta:
        verbose_name = _("support project")
        ordering = ["-year"]


class ProcurementPledge(CommitmentOfJustice):
    """What a member promised to buy only under conditions, or not at all."""

    class Good(models.TextChoices):
        TIMBER = "timber", _("Timber from unsustainable logging")
        PALM_OIL = "palm_oil", _("Palm oil")
        MINERALS = "minerals", _("Minerals from conflict areas")
        FOOD = "food", _("Food and drink from unfair trade")
        TEXTILES = "textiles", _("Textiles from unfair work")
        OTHER = "other", _("Something else")

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="procurement_pledges")
    resolution = models.ForeignKey(
        "register.Resolution",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="procurement_pledges",
    )
    good = models.CharField(max_length=20, choices=Good)

    class Meta:
        verbose_name = _("procurement pledge")
        ordering = ["-year"]
