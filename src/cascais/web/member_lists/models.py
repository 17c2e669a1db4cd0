"""A list on its way into the register: nothing of it is stored before the last step."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ListUpload(models.Model):
    """A file with a list of members, and what the person said about it."""

    network = models.ForeignKey("register.Network", on_delete=models.CASCADE, related_name="list_uploads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="list_uploads")
    file = models.ForeignKey("inventories.StoredFile", on_delete=models.CASCADE, related_name="list_uploads")
    columns = models.JSONField(default=dict, blank=True)  # {column: header}
    reading = models.BinaryField(null=True)  # what the columns gave, packed
    decisions = models.JSONField(default=dict, blank=True)  # {row: "new", "skip" or the key of a member}
    created_at = models.DateTimeField(auto_now_add=True)
    stored_at = models.DateTimeField(null=True, blank=True)
    job = models.UUIDField(null=True, blank=True)  # that stores a long one

    class Meta:
        verbose_name = _("list of members")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.file_id} ({self.created_at:%Y-%m-%d})"
