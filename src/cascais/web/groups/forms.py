"""The forms by which a group is founded, named, and given its members."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cascais.web.accounts.roles import is_administrator
from cascais.web.commitments.forms import YearField
from cascais.web.groups.models import Group, GroupMember
from cascais.web.members.models import Member, MemberKind
from cascais.web.members.policy import EDIT_MEMBER
from cascais.web.permissions import User

RESERVED = {"new"}
MOST_NAMED = 5
COORDINATING = (MemberKind.AGENCY, MemberKind.REGION)


class GroupForm(forms.Form):
    """What a group is called, what kind it is and who coordinates it."""

    title = forms.CharField(
        label=_("Name of the group"),
        help_text=_("For example: Joint plan of the upper valley."),
        max_length=200,
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Group.Kind.choices,
        help_text=_(
            "With individual commitments each member has its own target; with a shared commitment the group has one."
        ),
    )
    coordinator = forms.ModelChoiceField(
        label=_("Who coordinates it"),
        empty_label=_("Choose a member"),
        queryset=Member.objects.none(),
        help_text=_("Whoever may publish for this member keeps the group."),
    )
    about = forms.CharField(
        label=_("About the group"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 – as the parent takes them
        super().__init__(*args, **kwargs)
        self.coordinators = EDIT_MEMBER.rows(user, Member.objects.all())
        if is_administrator(user):
            self.coordinators = self.coordinators.filter(kind__in=COORDINATING)
        coordinator = self.fields["coordinator"]
        if isinstance(coordinator, forms.ModelChoiceField):
            coordinator.queryset = self.coordinators

    @property
    def has_coordinators(self) -> bool:
        """Whether there is anybody whom the person may let coordinate a group."""
        return self.coordinators.exists()

    def write(self, group: Group) -> Group:
        """Take the fields over into a group and store it; a new one gets its address from its name."""
        for name in ("title", "kind", "coordinator", "about"):
            setattr(group, name, self.cleaned_data[name])
        if not group.slug:
            group.slug = _free_slug(group.title)
        group.save()
        return group


class PartForm(forms.Form):
    """A member to add to a group, and the years in which it counts."""

    member = forms.CharField(
        label=_("Member"),
        help_text=_("Its name, or the last part of the address of its page."),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "own-members", "autocomplete": "off"}),
    )
    from_year = YearField(label=_("Counts from"), help_text=_("Leave it empty for all years."))
    to_year = YearField(label=_("Counts until"))

    def __init__(self, group: Group, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 – as the parent takes them
        super().__init__(*args, **kwargs)
        self.group = group

    def clean_member(self) -> Member:
        """The one member of that name or address."""
        wanted = str(self.cleaned_data["member"]).replace("\0", "").strip()
        found = list(
            Member.objects.filter(slug=wanted) or Member.objects.filter(name__iexact=wanted)[:MOST_NAMED]
        )
        if not found:
            raise ValidationError(
                _now("No member has this name or address. The list of members shows all of them.")
            )
        if len(found) > 1:
            names = ", ".join(member.slug for member in found)
            raise ValidationError(
                _now(
                    "Several members have this name. Write the address of the one you mean: {addresses}."
                ).format(addresses=names)
            )
        if GroupMember.objects.filter(group=self.group, member=found[0]).exists():
            raise ValidationError(_now("It belongs to the group already, or is asked."))
        return found[0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("from_year"), cleaned.get("to_year")
        if first and last and last < first:
            raise ValidationError(_now("The last year lies before the first. Exchange them."))
        return cleaned


class CareForm(forms.Form):
    """An agency that may work for a member."""

    agency = forms.ModelChoiceField(
        label=_("Agency"),
        empty_label=_("Choose an agency"),
        queryset=Member.objects.none(),
        help_text=_("Its coordinators may then edit and publish for this member as an editor does."),
    )

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 – as the parent takes them
        super().__init__(*args, **kwargs)
        agency = self.fields["agency"]
        if isinstance(agency, forms.ModelChoiceField):
            taken = member.cared_for_by.values("agency")
            agency.queryset = (
                Member.objects.filter(kind=MemberKind.AGENCY, ended_on=None)
                .exclude(pk=member.pk)
                .exclude(pk__in=taken)
            )


def _free_slug(title: str) -> str:
    """An address that no other group has; a name in another script becomes “group”."""
    wanted = slugify(title)[:40].strip("-") or "group"
    taken = set(Group.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)) | RESERVED
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)
