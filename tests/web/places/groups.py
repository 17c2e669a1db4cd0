"""A group that Gabrovo coordinates and is asked to belong to, with a target, and an agency that works for Gabrovo."""

from __future__ import annotations

from cascais.web.groups.models import Group, GroupMember, GroupTarget
from cascais.web.members.models import Care, Member, MemberKind


def places(gabrovo: Member) -> dict[str, object]:
    group, _ = Group.objects.get_or_create(
        slug="walked-group",
        defaults={"title": "Walked group", "kind": Group.Kind.SHARED, "coordinator": gabrovo},
    )
    part, _ = GroupMember.objects.get_or_create(group=group, member=gabrovo)
    counted = Member.objects.get(slug="kranj")
    GroupMember.objects.get_or_create(
        group=group, member=counted, defaults={"confirmed_at": "2026-01-01T00:00:00Z"}
    )
    target, _ = GroupTarget.objects.get_or_create(
        group_of_members=group,
        key="own_1",
        defaults={"title": "Half by 2030", "kind": "reduction", "target_year": 2030, "reduction": 0.5},
    )
    agency, _ = Member.objects.get_or_create(
        slug="walked-agency", defaults={"name": "Walked agency", "country": "BG", "kind": MemberKind.AGENCY}
    )
    care, _ = Care.objects.get_or_create(agency=agency, member=gabrovo)
    return {
        "group": group.slug,
        "joint_year": counted.inventories.filter(is_published=True, superseded_at=None).first().year,
        "part": part.pk,
        "group_target": target.pk,
        "care": care.pk,
        "form": "csv",
    }
