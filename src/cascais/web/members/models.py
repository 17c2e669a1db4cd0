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


class Member(models.Model):
    """A municipality, district, region or agency in a network."""

    name = models.CharField(max_length=120)
    local_names = models.JSONField(default=dict, blank=True)  # {language: name}
    slug = models.SlugField(unique=True)
    country = models.CharField(max_length=2)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    kind = models.CharField(max_length=20, choices=MemberKind, default=MemberKind.MUNICIPALITY)
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


class LoadedData(models.Model):
    """What was loaded from the shipped files, so that a second start does not load it again."""

    name = models.CharField(max_length=40, unique=True)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("loaded data")

    def __str__(self) -> str:
        return self.name
