"""Tokens with which programs call the interface, and how often each caller called."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a token may be used for; each includes those before it."""

    READ = "read", _("Read")
    DRAFT = "draft", _("Read and write drafts")
    PUBLISH = "publish", _("Read, write drafts and publish")


class ApiToken(models.Model):
    """A token of a person. Only a digest of its secret is kept; the secret is shown once, when it is made."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    scope = models.CharField(max_length=10, choices=Scope, default=Scope.READ)
    member = models.ForeignKey(
        "members.Member", null=True, blank=True, on_delete=models.CASCADE, related_name="api_tokens"
    )
    prefix = models.CharField(max_length=16)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("token of the interface")
        verbose_name_plural = _("tokens of the interface")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.prefix}… {self.scope}"

    @property
    def is_expired(self) -> bool:
        return timezone.localdate() > self.expires_on

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None and not self.is_expired


class CallCount(models.Model):
    """How often a caller called within a minute; kept for a few minutes. Addresses are stored as digests."""

    caller = models.CharField(max_length=80)
    minute = models.PositiveBigIntegerField()
    calls = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("calls of the interface")
        verbose_name_plural = _("calls of the interface")
        constraints = [models.UniqueConstraint(fields=["caller", "minute"], name="one_count_per_minute")]

    def __str__(self) -> str:
        return f"{self.minute}: {self.calls}"
