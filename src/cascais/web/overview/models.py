"""What the network pages show of each member, kept ready, and what members handed in to their networks."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cascais.pathways.dues import Report


class Glance(models.Model):
    """One member at a glance, from its published inventories and adopted targets alone.

    Everything here is derived and can be made anew; `computed_by_version` says with which code and tables it was
    made, `settled` at which working-in of changes.
    """

    member = models.OneToOneField(
        "members.Member", on_delete=models.CASCADE, primary_key=True, related_name="glance"
    )
    inventories = models.PositiveSmallIntegerField(default=0)
    base_year = models.PositiveSmallIntegerField(null=True)
    base_total_t = models.FloatField(null=True)
    latest_year = models.PositiveSmallIntegerField(null=True)
    latest_total_t = models.FloatField(null=True)
    uncertainty = models.FloatField(null=True)
    persons = models.PositiveIntegerField(null=True)
    persons_year = models.PositiveSmallIntegerField(null=True)
    estimated_share = models.FloatField(null=True)
    series = models.JSONField(default=list)  # [[year, t CO2e, relative uncertainty or null], …]

    shared_status = models.CharField(max_length=16, default="cannot_tell")
    shared_probability = models.FloatField(null=True)
    is_estimated = models.BooleanField(default=False)
    own_status = models.CharField(max_length=16, default="no_target")
    own_title = models.CharField(max_length=200, blank=True)
    own_base_year = models.PositiveSmallIntegerField(null=True)
    own_is_estimated = models.BooleanField(default=False)

    checked_key = models.CharField(max_length=24, blank=True)
    grade = models.CharField(max_length=2, blank=True)
    must_be_put_right = models.PositiveSmallIntegerField(default=0)
    probably_wrong = models.PositiveSmallIntegerField(default=0)
    worth_knowing = models.PositiveSmallIntegerField(default=0)

    memberships = models.JSONField(default=dict)  # {key of the network's row: state}
    plan_due = models.DateField(null=True)
    monitoring_due = models.DateField(null=True)
    inventory_due = models.DateField(null=True)
    held_reports = models.JSONField(default=list)  # of which an earlier one is held here: ["inventory"]
    is_due_known = models.BooleanField(default=False)

    computed_by_version = models.CharField(max_length=60)
    refreshed_at = models.DateTimeField(auto_now=True)
    settled = models.PositiveBigIntegerField(db_index=True, default=0)

    class Meta:
        verbose_name = _("member at a glance")
        verbose_name_plural = _("members at a glance")

    def __str__(self) -> str:
        return f"{self.member_id}: {self.shared_status}"


class Mark(models.Model):
    """A member of which something changed that its glance does not show yet.

    The database writes it in the transaction of the change, whatever made the change; see `marking`. It is no foreign
    key, and a member may be marked twice: whoever changes something never waits for somebody else here.
    """

    member_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("mark of a changed member")

    def __str__(self) -> str:
        return str(self.member_id)


class Stand(models.Model):
    """The one row that says how often changes were worked in; whoever works them in holds it.

    `tokens` are the last few stands by name, so that somebody who remembers one knows whether all that came since is
    told by `Glance.settled`, or everything must be read anew.
    """

    value = models.PositiveBigIntegerField(default=0)
    tokens = models.JSONField(default=list)  # [[value, token], …], the oldest first

    class Meta:
        verbose_name = _("stand of the network view")

    def __str__(self) -> str:
        return str(self.value)


class HandedIn(models.Model):
    """An action plan or monitoring report that a member handed in to a network."""

    REPORTS = [
        (Report.PLAN.value, _("Action plan")),
        (Report.MONITORING.value, _("Monitoring report")),
    ]

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="handed_in")
    network = models.ForeignKey("register.Network", on_delete=models.CASCADE, related_name="handed_in")
    report = models.CharField(max_length=12, choices=REPORTS)
    handed_in_on = models.DateField()
    url = models.URLField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = _("report handed in")
        verbose_name_plural = _("reports handed in")
        ordering = ["handed_in_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "network", "report", "handed_in_on"], name="one_report_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report} of {self.member_id}, {self.handed_in_on}"
