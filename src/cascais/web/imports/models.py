"""An upload on its way to becoming an inventory: nothing else is stored before the last step."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cascais.web.inventories.models import InventoryYear, StoredFile


class Upload(models.Model):
    """A file, the answers given so far, and what it became."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="uploads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE)
    factor_file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="uploads_with_factors"
    )
    own_factors = models.JSONField(
        default=dict
    )  # {"electricity": {"factor": 0.42, "source": "…"}} [t CO2e/MWh]
    options = models.JSONField(default=dict)  # {"decimal": ",", "sheet": "…", "year": 2022}
    mapping = models.JSONField(default=dict)  # {"sector": {"label": "key"}, "carrier": {…}, "unit": {…}}
    created_at = models.DateTimeField(auto_now_add=True)
    stored_at = models.DateTimeField(null=True, blank=True)
    lines = models.PositiveIntegerField(default=0)  # that the last reading found
    job = models.UUIDField(null=True, blank=True)  # that stores a large one
    inventories: models.ManyToManyField[InventoryYear, models.Model] = models.ManyToManyField(
        InventoryYear, blank=True, related_name="uploads"
    )

    class Meta:
        verbose_name = _("upload")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.file.name} ({self.created_at:%Y-%m-%d})"
