"""Links to the history, for pages of other apps."""

from __future__ import annotations

from typing import Any

from django import template

from cascais.web.members.models import Member
from cascais.web.members.policy import ENTER_FOR, SEE_DRAFTS_OF

register = template.Library()


@register.inclusion_tag("history/links.html", takes_context=True)
def history_links(context: template.Context, member: Member) -> dict[str, Any]:
    """The ways to a member's history and to what was deleted, for those who may go there."""
    user = context["request"].user
    if not user.is_authenticated:
        return {}
    return {
        "member": member,
        "sees_history": SEE_DRAFTS_OF.allows(user, member),
        "may_restore": ENTER_FOR.allows(user, member),
    }
