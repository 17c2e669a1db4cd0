"""The workers that are running, what they began by the clock, and the letters they have to send."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Worker(models.Model):
    """A process that does jobs; it writes down every few seconds that it is still there."""

    name = models.CharField(max_length=64, unique=True)
    host = models.CharField(max_length=255)
    process = models.PositiveIntegerField()
    started_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("worker")
        ordering = ["started_at"]

    def __str__(self) -> str:
        return self.name


class Occasion(models.Model):
    """A period for which a job that comes round was put into the queue; the key keeps a second worker from it."""

    key = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("occasion")

    def __str__(self) -> str:
        return self.key


class Letter(models.Model):
    """An e-mail to a person; its key keeps it from being written twice. The text is made when it is sent."""

    key = models.CharField(max_length=200, unique=True)
    topic = models.CharField(max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="letters")
    due_on = models.DateField()
    written_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("letter")

    def __str__(self) -> str:
        return self.key
