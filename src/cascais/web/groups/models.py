"""Groups of members that plan together."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cascais.web.commitments.models import TargetFields


class Group(models.Model):
    """Members with a joint plan or a regional plan; its inventory is the sum of theirs."""

    class Kind(models.TextChoices):
        INDIVIDUAL = "individual", _("Joint SECAP, individual commitments")
        SHARED = "shared", _("Joint SECAP, shared commitment")
        REGIONAL = "regional", _("Regional plan")

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind)
    coordinator = models.ForeignKey(
        "members.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="coordinated_groups"
    )
    about = models.TextField(blank=True)
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("group")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("groups:page", args=[self.slug])


class GroupMember(models.Model):
    """A member of a group, from and to which year its inventories count.

    It counts from the day on which somebody who may publish for the member confirmed it; until then it is asked.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="parts")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="parts_of_groups")
    from_year = models.PositiveSmallIntegerField(null=True, blank=True)
    to_year = models.PositiveSmallIntegerField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("member of a group")
        ordering = ["member__name"]
        constraints = [models.UniqueConstraint(fields=["group", "member"], name="one_part_of_a_group_each")]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.group_id}"


class GroupTarget(TargetFields):
    """A target that a group shares."""

    group_of_members = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="targets")

    class Meta:
        verbose_name = _("target of a group")
        ordering = ["position", "target_year"]
        constraints = [
            models.UniqueConstraint(fields=["group_of_members", "key"], name="one_group_target_per_key")
        ]
