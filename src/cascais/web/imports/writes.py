"""Keeps an upload, and stores the inventories that it becomes: all of them or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cascais.errors import ConflictError
from cascais.web.imports.models import Upload
from cascais.web.imports.own_factors import of_year
from cascais.web.imports.reads import PreviewYear, computing_options
from cascais.web.inventories.kept_files import keep_file
from cascais.web.inventories.models import InventoryYear, StoredFile
from cascais.web.inventories.standing import lock, standing
from cascais.web.inventories.writes import NewInventory, kind_of, store
from cascais.web.members.models import Member
from cascais.web.operations.progress import unfinished
from cascais.workflows.reading import Uploaded

KEPT_FOR = timedelta(days=30)
MOST_BEGUN = 20
"""Uploads of one person that wait for the last step; each may hold 20 MB."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the person said about an upload: how to read it, what words mean, and the factors given as numbers."""

    options: dict[str, Any]
    labels: dict[str, dict[str, str]]
    own_factors: dict[str, dict[str, float | str]]


@transaction.atomic
def keep(
    member: Member,
    user: User,
    file: Uploaded,
    factor_file: Uploaded | None = None,
    own_factors: dict[str, dict[str, float | str]] | None = None,
) -> Upload:
    """Keep what was uploaded exactly as it came, and forget uploads that came to nothing."""
    _forget_abandoned(user)
    return Upload.objects.create(
        member=member,
        user=user,
        file=keep_file(file.name, file.content, user),
        factor_file=keep_file(factor_file.name, factor_file.content, user) if factor_file else None,
        own_factors=own_factors or {},
    )


def begun_uploads() -> QuerySet[Upload]:
    """The uploads that wait for their person, and for no job."""
    return Upload.objects.filter(stored_at=None).exclude(unfinished())


def _forget_abandoned(user: User) -> None:
    """Forget a person's uploads that were begun long ago, or before many others, and never stored."""
    begun = begun_uploads().filter(user=user).order_by("-created_at", "-pk")
    too_many = begun.values_list("pk", flat=True)[MOST_BEGUN - 1 :]
    abandoned = begun.filter(Q(created_at__lt=timezone.now() - KEPT_FOR) | Q(pk__in=list(too_many)))
    StoredFile.objects.filter(
        Q(upload__in=abandoned) | Q(uploads_with_factors__in=abandoned), inventoryyear=None
    ).delete()


@transaction.atomic
def remember(upload: Upload, answers: Answers, factor_file: Uploaded | None, *, without_file: bool) -> None:
    """Keep the answers given, and another factor file or none in the place of the one before."""
    before = upload.factor_file
    upload.options, upload.own_factors = answers.options, answers.own_factors
    for kind, labels in answers.labels.items():
        upload.mapping[kind] = {**upload.mapping.get(kind, {}), **labels}
    if factor_file or without_file:
        upload.factor_file = (
            keep_file(factor_file.name, factor_file.content, upload.user) if factor_file else None
        )
    upload.save(update_fields=["options", "mapping", "own_factors", "factor_file"])
    if before and before != upload.factor_file:
        before.delete()


class ChangedMeanwhileError(ConflictError):
    """What an import would put something in the place of is not what the person saw."""


@transaction.atomic
def store_upload(
    upload: Upload, years: list[PreviewYear], *, is_published: bool, seen: Mapping[int, int] | None = None
) -> list[InventoryYear]:
    """Store the inventory of each year with the original file as drafts, or published at once; close the upload.

    `seen` names the version that the person saw standing for each year, 0 where none did. Raises ConflictError where
    the upload is closed already, as when the button is pressed twice, ChangedMeanwhileError where another version
    stands by now, FindingsForbidError where a finding forbids publishing; then nothing is stored.
    """
    if not Upload.objects.filter(pk=upload.pk, stored_at=None).update(stored_at=timezone.now()):
        raise ConflictError(f"{upload} is stored already.")
    lock(upload.member)
    if seen is not None:
        _check_still_stand(upload.member, years, seen)
    inventories = [
        store(upload.member, _new(upload, each, is_published=is_published), upload.user, upload.file)
        for each in years
    ]
    upload.inventories.set(inventories)
    return inventories


def _new(upload: Upload, year: PreviewYear, *, is_published: bool) -> NewInventory:
    chosen = computing_options(upload)
    head: dict[str, str | bool] = {
        "is_published": is_published,
        "source": upload.file.name,
        "electricity": chosen.electricity,
        "gwp_set": chosen.gwp_set,
        "kind": kind_of(upload.member, year.year),
    }
    return NewInventory(year.year, year.activities, of_year(chosen.prescribed, year.year), head=head)


def _check_still_stand(member: Member, years: list[PreviewYear], seen: Mapping[int, int]) -> None:
    for each in years:
        now = standing(member, each.year).working
        if (now.pk if now else 0) != seen.get(each.year, 0):
            raise ChangedMeanwhileError(f"Another version stands for {each.year}.")
