"""Data sets of climate indices: what is known of each, and which members it speaks of. The values are in files."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cascais.web.members.models import Member


class HazardDataset(models.Model):
    """Results of climate indices in one file, and their summary in another; both named by their checksums."""

    title = models.CharField(max_length=200)
    sources = models.JSONField(default=list)  # [{"title", "publisher", "url", …}]
    licence = models.CharField(max_length=300)
    base_period = models.CharField(max_length=20)
    computed_with = models.CharField(max_length=80, blank=True)
    accessed = models.CharField(max_length=40, blank=True)
    scenarios = models.JSONField(default=list)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    rows = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, unique=True)
    summary_sha256 = models.CharField(max_length=64)
    is_public = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("climate data set")
        ordering = ["-imported_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def source_line(self) -> str:
        """Who measured or modelled, in one line."""
        parts = [_named(each) for each in self.sources]
        return f"{'; '.join(part for part in parts if part)}. {self.licence}."


def _named(source: dict[str, Any]) -> str:
    return ": ".join(str(source[key]) for key in ("publisher", "title") if source.get(key))


class HazardPlace(models.Model):
    """A member of which a data set speaks, and whose weather stands for its: a station, or cells of a grid."""

    dataset = models.ForeignKey(HazardDataset, on_delete=models.CASCADE, related_name="places")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="hazard_places")
    how = models.CharField(max_length=20, blank=True)  # "station", "cell", "cells"
    station = models.CharField(max_length=120, blank=True)
    distance_km = models.FloatField(null=True, blank=True)
    elevation_m = models.FloatField(null=True, blank=True)
    source = models.PositiveSmallIntegerField(null=True, blank=True)  # which of the data set's sources

    class Meta:
        verbose_name = _("place of a climate data set")
        constraints = [models.UniqueConstraint(fields=["dataset", "member"], name="one_place_per_data_set")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.station}"

    @property
    def source_line(self) -> str:
        """Who measured or modelled what is shown of this member."""
        if self.source is None or self.source >= len(self.dataset.sources):
            return self.dataset.source_line
        return f"{_named(self.dataset.sources[self.source])}. {self.dataset.licence}."
