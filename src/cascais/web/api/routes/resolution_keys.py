"""The resolution of a member that a body names."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cascais.web.api.problems import FieldProblem, RefusalError
from cascais.web.members.models import Member
from cascais.web.register.models import Resolution


def resolution_of(key: int | None, member: Member) -> Resolution | None:
    """The resolution, None where none is named; raises RefusalError where the member has no such one."""
    if key is None:
        return None
    found = Resolution.objects.filter(pk=key, member=member).first()
    if found is None:
        problem = FieldProblem(
            field="body.resolution",
            message=_("The member has no such resolution."),
            value=str(key),
            allowed=None,
            next_step=_("Leave it out, or take one of /api/v1/resolutions?member={slug}.").format(
                slug=member.slug
            ),
        )
        raise RefusalError("invalid", errors=(problem,))
    return found
