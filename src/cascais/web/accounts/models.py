"""Who may edit which member, and how often somebody tried to sign in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Editor(models.Model):
    """A person who may edit a member's inventories and targets."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="edits")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="editors")

    class Meta:
        verbose_name = _("editor")
        constraints = [
            models.UniqueConstraint(fields=["user", "member"], name="one_link_per_editor_and_member")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.member}"


class FailedSignIn(models.Model):
    """One failed attempt to sign in; kept for as long as it counts."""

    account = models.CharField(max_length=254, db_index=True)
    address = models.GenericIPAddressField(null=True, db_index=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("failed sign-in")

    def __str__(self) -> str:
        return f"{self.account} {self.at:%Y-%m-%d %H:%M}"
