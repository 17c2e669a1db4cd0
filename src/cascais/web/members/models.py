"""Members and their populations."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class MemberKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("Municipality")
    DISTRICT = "district", _("District")
    REGION = "region", _("Region")
    AGENCY = "agency", _("Agency")
    ASSOCIATED = "associated", _("Associated organisation")
    INDIGENOUS = "indigenous", _("Indigenous organisation")


ORGANISATIONS = (MemberKind.AGENCY, MemberKind.ASSOCIATED, MemberKind.INDIGENOUS)
"""Members without a territory: they have no inventory, no council and no inhabitants."""


class Member(models.Model):
    """A municipality, district, region, agency or other organisation in a network.

    A member that was merged into others keeps its row and its inventories; `ended_on` says since when it is none.
    """

    name = models.CharField(max_length=120)
    local_names = models.JSONField(default=dict, blank=True)  # {language: name}
    slug = models.SlugField(unique=True)
    country = models.CharField(max_length=2)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    kind = models.CharField(max_length=20, choices=MemberKind, default=MemberKind.MUNICIPALITY)
    lau_code = models.CharField(max_length=20, blank=True, db_index=True)
    nuts_code = models.CharField(max_length=5, blank=True, db_index=True)
    area_km2 = models.FloatField(null=True, blank=True)
    languages = models.JSONField(default=list, blank=True)  # ["et", "ru"]: ISO 639-1 codes
    ended_on = models.DateField(null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)
    about = models.TextField(blank=True)
    plan_title = models.CharField(max_length=200, blank=True)
    plan_publisher = models.CharField(max_length=200, blank=True)
    plan_url = models.URLField(blank=True)

    class Meta:
        verbose_name = _("member")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.local_name

    def get_absolute_url(self) -> str:
        return reverse("members:overview", args=[self.slug])

    @property
    def is_organisation(self) -> bool:
        """Whether it has no territory, and so no inventory."""
        return self.kind in ORGANISATIONS

    @property
    def local_name(self) -> str:
        """The name in the language of the page, or the international one."""
        return str(self.local_names.get(get_language() or "en", self.name))


class Population(models.Model):
    """How many people lived in a member in a year, and who says so."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="populations")
    year = models.PositiveSmallIntegerField()
    persons = models.PositiveIntegerField()
    source = models.CharField(max_length=300)

    class Meta:
        verbose_name = _("population")
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["member", "year"], name="one_population_per_year")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.year}: {self.persons}"


class Succession(models.Model):
    """A member that went over into another, wholly in a merger or by a share of its inhabitants in a split."""

    predecessor = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="predecessions")
    happened_on = models.DateField()
    share = models.FloatField(default=1.0)
    source = models.TextField(blank=True)

    class Meta:
        verbose_name = _("succession")
        ordering = ["happened_on"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="one_succession_each"),
            models.CheckConstraint(
                condition=models.Q(share__gt=0, share__lte=1), name="share_of_a_succession_within_one"
            ),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="nobody_succeeds_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id} {self.happened_on}"


class Care(models.Model):
    """An agency that works for a member: its coordinators may do there what an editor may."""

    agency = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="cares_for")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="cared_for_by")
    since = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("work of an agency for a member")
        constraints = [
            models.UniqueConstraint(fields=["agency", "member"], name="one_care_each"),
            models.CheckConstraint(
                condition=~models.Q(agency=models.F("member")), name="nobody_cares_for_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} for {self.member_id}"


class LoadedData(models.Model):
    """What was loaded from the shipped files, so that a second start does not load it again."""

    name = models.CharField(max_length=40, unique=True)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("loaded data")

    def __str__(self) -> str:
        return self.name
