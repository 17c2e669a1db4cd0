"""Networks, who belongs to them by which resolution, their national offices and fees."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Network(models.Model):
    """A network that members join by a resolution, such as the Climate Alliance or CEESEN."""

    key = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    about = models.TextField(blank=True)
    url = models.URLField(blank=True)

    class Meta:
        verbose_name = _("network")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class FeeClass(models.Model):
    """What members of a size pay a network in a year, as its statutes say.

    A class is for the kinds of members and the countries that it names; where it names none, for all of them.
    """

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="fee_classes")
    key = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    least_population = models.PositiveIntegerField(default=0)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    per_inhabitant = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    kinds = models.JSONField(default=list, blank=True)  # of members: ["indigenous"]
    countries = models.JSONField(default=list, blank=True)  # ["SI", "HR"]
    source = models.TextField(blank=True)
    source_url = models.URLField(blank=True)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("fee class")
        ordering = ["least_population"]
        constraints = [models.UniqueConstraint(fields=["network", "key"], name="one_fee_class_per_key")]

    def __str__(self) -> str:
        return self.title


class NationalOffice(models.Model):
    """The office that looks after a network's members in a country."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="offices")
    country = models.CharField(max_length=2)
    organisation = models.CharField(max_length=200)
    member = models.ForeignKey(
        "members.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="offices"
    )
    url = models.URLField(blank=True)
    email = models.EmailField(blank=True)  # of the office, not of a person

    class Meta:
        verbose_name = _("national coordination office")
        ordering = ["country"]
        constraints = [
            models.UniqueConstraint(fields=["network", "country", "organisation"], name="one_office_each")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.country})"


class Resolution(models.Model):
    """The council decision by which a member commits itself; its commitments are targets, projects and pledges."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="resolutions")
    title = models.CharField(max_length=200)
    decided_on = models.DateField()
    number = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=10, blank=True)
    text = models.TextField(blank=True)
    url = models.URLField(blank=True)
    file = models.ForeignKey(
        "inventories.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="resolutions"
    )
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("resolution")
        ordering = ["-decided_on"]

    def __str__(self) -> str:
        return f"{self.title} ({self.decided_on})"


class MembershipState(models.TextChoices):
    APPLIED = "applied", _("Applied")
    RESOLVED = "resolved", _("Resolution passed")
    MEMBER = "member", _("Member")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Membership(models.Model):
    """How a member stands to a network: application, resolution of its council, decision of the board, withdrawal."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="memberships")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="memberships")
    state = models.CharField(max_length=12, choices=MembershipState, default=MembershipState.APPLIED)
    applied_on = models.DateField(null=True, blank=True)
    resolution = models.ForeignKey(
        Resolution, null=True, blank=True, on_delete=models.SET_NULL, related_name="memberships"
    )
    board_decided_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    fee_class = models.ForeignKey(
        FeeClass, null=True, blank=True, on_delete=models.SET_NULL, related_name="memberships"
    )
    external_key = models.CharField(max_length=60, blank=True)  # how the network's own list names the member
    note = models.TextField(blank=True)
    source = models.TextField(blank=True)  # where it is published who belongs to the network
    source_url = models.URLField(blank=True)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("membership")
        ordering = ["network", "member"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "member"],
                condition=~Q(state__in=("refused", "withdrawn")),
                name="one_standing_membership_each",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.network_id}: {self.state}"
