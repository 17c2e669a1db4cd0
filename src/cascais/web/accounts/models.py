"""Who may do what for whom, who is invited, where people are signed in, and how often somebody failed to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may do; `cascais.web.accounts.roles` says which abilities each role has."""

    VIEWER = "viewer", _("Viewer")
    CONTRIBUTOR = "contributor", _("Contributor")
    EDITOR = "editor", _("Editor")
    COORDINATOR = "coordinator", _("Coordinator")
    SECRETARIAT = "secretariat", _("Secretariat")
    ADMINISTRATOR = "administrator", _("Administrator")


def role_has_its_place(prefix: str) -> models.CheckConstraint:
    """A secretariat belongs to a network, an administrator to the site, every other role to a member."""
    of_member = Q(member__isnull=False, network__isnull=True) & ~Q(
        role__in=(Role.SECRETARIAT, Role.ADMINISTRATOR)
    )
    of_network = Q(member__isnull=True, network__isnull=False, role=Role.SECRETARIAT)
    of_site = Q(member__isnull=True, network__isnull=True, role=Role.ADMINISTRATOR)
    return models.CheckConstraint(condition=of_member | of_network | of_site, name=f"{prefix}_has_its_place")


class Assignment(models.Model):
    """A role of a person: for a member, for a network or for the whole site.

    A coordinator is assigned to an agency and has the abilities of an editor for the members the agency works for.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=20, choices=Role)
    member = models.ForeignKey(
        "members.Member", null=True, blank=True, on_delete=models.CASCADE, related_name="assignments"
    )
    network = models.ForeignKey(
        "register.Network", null=True, blank=True, on_delete=models.CASCADE, related_name="assignments"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("role of a person")
        constraints = [
            role_has_its_place("assignment"),
            models.UniqueConstraint(
                fields=["user", "role", "member"],
                condition=Q(member__isnull=False),
                name="one_role_of_a_person_for_a_member",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "network"],
                condition=Q(network__isnull=False),
                name="one_role_of_a_person_for_a_network",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(member__isnull=True, network__isnull=True),
                name="one_role_of_a_person_for_the_site",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.member_id or self.network_id or ''}"


class Invitation(models.Model):
    """An invitation to take a role. Only a digest of its secret is kept; the secret is in the letter alone."""

    email = models.EmailField(blank=True)  # forgotten once the invitation is accepted
    role = models.CharField(max_length=20, choices=Role)
    member = models.ForeignKey(
        "members.Member", null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    network = models.ForeignKey(
        "register.Network", null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    secret_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="invitations"
    )
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        ordering = ["-created_at"]
        constraints = [role_has_its_place("invitation")]

    def __str__(self) -> str:
        return f"{self.role} {self.member_id or self.network_id or ''} ({self.created_at:%Y-%m-%d})"


class SignIn(models.Model):
    """A session in which a person is signed in, so that the person can find and end it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(max_length=40, blank=True)  # "Firefox, Linux"; no address is kept
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("sign-in")

    def __str__(self) -> str:
        return f"{self.user_id} {self.at:%Y-%m-%d %H:%M}"


class FailedSignIn(models.Model):
    """One failed attempt to sign in; kept for as long as it counts."""

    account = models.CharField(max_length=254, db_index=True)
    address = models.GenericIPAddressField(null=True, db_index=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("failed sign-in")

    def __str__(self) -> str:
        return f"{self.account} {self.at:%Y-%m-%d %H:%M}"
