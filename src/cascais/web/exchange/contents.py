"""What an archive of a member holds: every model that belongs to a member, or the reason why it is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from cascais.web.commitments.models import Target
from cascais.web.groups.models import GroupMember
from cascais.web.inventories.models import (
    ActivityLine,
    InventoryYear,
    PrescribedFactorLine,
    PrintedTotal,
    StoredFile,
)
from cascais.web.justice.models import ProcurementPledge, SupportProject
from cascais.web.members.models import Care, Member, Population, Succession
from cascais.web.overview.models import HandedIn
from cascais.web.register.models import Membership, Resolution


@dataclass(frozen=True, slots=True)
class Part:
    """A model in the archive and the ways from its rows to the member."""

    model: type[Model]
    paths: tuple[str, ...]
    about: str

    @property
    def name(self) -> str:
        """The name of its file in the archive."""
        return self.model._meta.model_name or ""

    def rows(self, member: Member) -> QuerySet[Any, Any]:
        """The rows that belong to a member, in the order in which they were made."""
        wanted = Q()
        for path in self.paths:
            wanted |= Q(**{path: member.pk})
        return self.model._default_manager.filter(wanted).order_by("pk").distinct()


PARTS: tuple[Part, ...] = (
    Part(Member, ("pk",), "The member itself: names, kind, codes, place."),
    Part(Population, ("member",), "Inhabitants by year, each with its source."),
    Part(Resolution, ("member",), "Decisions of the council, with their files."),
    Part(Membership, ("member",), "How the member stands to networks; a network is named by its key."),
    Part(Target, ("member",), "Promised levels of emissions."),
    Part(SupportProject, ("member",), "Support of indigenous partners."),
    Part(ProcurementPledge, ("member",), "What the member promised not to buy."),
    Part(InventoryYear, ("member",), "All versions of all inventories, drafts included."),
    Part(ActivityLine, ("inventory__member",), "The activities of each version of an inventory."),
    Part(PrescribedFactorLine, ("inventory__member",), "Emission factors that the member prescribed."),
    Part(PrintedTotal, ("inventory__member",), "Totals that the source prints."),
    Part(HandedIn, ("member",), "Plans and reports that the member handed in to networks."),
    Part(
        Succession,
        ("predecessor", "successor"),
        "Mergers and splits; the other member is named by its codes.",
    ),
    Part(Care, ("agency", "member"), "Agencies that work for the member, and the other way round."),
    Part(
        GroupMember,
        ("member",),
        "Joint and regional plans that the member is part of; the group is named by its slug.",
    ),
)
"""In the order in which they are stored again: what others refer to comes first."""
FILES: type[StoredFile] = StoredFile
"""The files lie beside the records, each under its checksum."""

LEFT_OUT: dict[str, str] = {
    "inventories.StoredFile": "in the archive as files, named by their checksums",
    "accounts.Assignment": "people and their roles stay with the installation: personal data",
    "accounts.Invitation": "personal data, and good for one installation alone",
    "accounts.FailedSignIn": "personal data, kept for a quarter of an hour",
    "accounts.SignIn": "personal data, and good for one installation alone",
    "account.EmailAddress": "personal data",
    "account.EmailConfirmation": "personal data",
    "mfa.Authenticator": "second factors belong to a person and an installation",
    "socialaccount.SocialAccount": "personal data",
    "socialaccount.SocialApp": "not used: single sign-on is configured by the environment",
    "socialaccount.SocialToken": "personal data",
    "api.ApiToken": "a secret of a person",
    "api.CallCount": "counts calls of the last minutes",
    "django_tasks_database.DBTaskResult": "the queue of one installation",
    "operations.Letter": "what one installation wrote to whom",
    "operations.Occasion": "when one installation did its periodic work",
    "operations.Worker": "which workers of one installation are alive",
    "overview.Glance": "made anew from the inventories and targets",
    "overview.Mark": "what the installation has to make anew",
    "overview.Stand": "how far the installation has made it anew",
    "auth.User": "personal data",
    "auth.Group": "not used",
    "auth.Permission": "not used",
    "contenttypes.ContentType": "made anew by each installation",
    "sessions.Session": "good for one installation alone",
    "register.Network": "belongs to many members; named by its key",
    "register.FeeClass": "belongs to the network; named by its key",
    "register.NationalOffice": "belongs to the network",
    "groups.Group": "belongs to many members; named by its slug",
    "groups.GroupTarget": "belongs to the group",
    "history.Entry": "in the archive as history.json to be read; a chain cannot be continued elsewhere",
    "history.ChainHead": "the end of one installation’s chain",
    "history.Verification": "when one installation looked through its chain",
    "history.Tombstone": "what was deleted is not taken along",
    "hazards.HazardDataset": "results of many members; imported anew from the file where they are needed",
    "hazards.HazardPlace": "belongs to a data set of many members",
    "imports.Upload": "a file on its way; what became of it is an inventory with its file",
    "member_lists.ListUpload": "a list on its way, of a network",
    "members.LoadedData": "says what an installation has loaded from the shipped files",
}
"""Models that are in no archive, each with the reason. A test fails for a model that is in neither list."""
