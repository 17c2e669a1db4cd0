"""The chain of changes, and the records that were deleted and can be brought back."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    CREATED = "created", _("created")
    CHANGED = "changed", _("changed")
    DELETED = "deleted", _("deleted")
    RESTORED = "restored", _("restored")


class Entry(models.Model):
    """One change of one record. Entries are added and never changed; each holds the hash of the one before.

    The person is kept as a bare key, and no entry holds a name or an address, so that a person can be erased
    without breaking the chain.
    """

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.BigIntegerField(null=True, db_index=True)
    origin = models.CharField(max_length=20)  # page, api, command, job
    action = models.CharField(max_length=10, choices=Action)
    model = models.CharField(max_length=60)
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=200, blank=True)
    member = models.BigIntegerField(null=True)
    changes = models.JSONField(default=dict)  # {field: [before, after]}
    hash_before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("change")
        ordering = ["number"]
        indexes = [
            models.Index(fields=["model", "key"], name="changes_of_a_record"),
            models.Index(fields=["member", "-number"], name="changes_of_a_member"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.model} {self.key}"


class ChainHead(models.Model):
    """The last link of the chain; who adds one locks this row first."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        verbose_name = _("end of the chain")

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"


class Tombstone(models.Model):
    """A deleted record with all that was deleted along with it, kept for as long as it can be brought back."""

    model = models.CharField(max_length=60)
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    member = models.BigIntegerField(null=True, db_index=True)
    records = models.JSONField()
    deleted_at = models.DateTimeField(auto_now_add=True)
    deleted_by = models.BigIntegerField(null=True)
    kept_until = models.DateTimeField()
    restored_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("deleted record")
        ordering = ["-deleted_at"]

    def __str__(self) -> str:
        return f"{self.model} {self.key}: {self.title}"


class Verification(models.Model):
    """When the chain was checked, how far it held, and the first link that did not."""

    KEPT = 50

    at = models.DateTimeField(auto_now_add=True)
    links = models.PositiveBigIntegerField()
    end = models.CharField(max_length=90)  # number:hash
    broken_number = models.PositiveBigIntegerField(null=True)
    why = models.TextField(blank=True)

    class Meta:
        verbose_name = _("check of the history")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}: {self.end}"
