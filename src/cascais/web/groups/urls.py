"""Addresses of groups, of the agencies' work and of what members have to do with both."""

from __future__ import annotations

from django.urls import path

from cascais.web.audience import Audience
from cascais.web.groups import agency, care, editing, membership, targets, views

app_name = "groups"

urlpatterns = [
    path("groups/", views.group_list, name="list"),
    path("groups/new/", editing.found, name="new"),
    path("groups/<slug:group>/", views.page, name="page"),
    path("groups/<slug:group>/table.<str:form>", views.download, name="download"),
    path("groups/<slug:group>/<int:joint_year>/", views.year_page, name="year"),
    path("groups/<slug:group>/<int:joint_year>/table.<str:form>", views.year_download, name="year_download"),
    path("groups/<slug:group>/edit/", editing.edit, name="edit"),
    path("groups/<slug:group>/dissolve/", editing.dissolve, name="dissolve"),
    path("groups/<slug:group>/members/", membership.members, name="members"),
    path("groups/<slug:group>/members/<int:part>/remove/", membership.take_out, name="take_out"),
    path("groups/<slug:group>/members/<int:part>/confirm/", membership.confirm, name="confirm"),
    path("groups/<slug:group>/members/<int:part>/leave/", membership.leave, name="leave"),
    path("groups/<slug:group>/targets/add/", targets.add, name="add_target"),
    path("groups/<slug:group>/targets/add/own/", targets.add_own, name="add_own_target"),
    path("groups/<slug:group>/targets/<int:group_target>/remove/", targets.take_away, name="remove_target"),
    path("agency/", agency.agency, name="agency"),
    path("members/<slug:slug>/groups/", views.groups_of_member, name="of_member"),
    path("members/<slug:slug>/agencies/", care.agencies, name="agencies"),
    path("members/<slug:slug>/agencies/<int:care>/end/", care.end, name="end_care"),
]

AUDIENCE: dict[str, Audience] = {
    "list": Audience.EVERYBODY,
    "new": Audience.SIGNED_IN,
    "page": Audience.EVERYBODY,
    "download": Audience.EVERYBODY,
    "year": Audience.EVERYBODY,
    "year_download": Audience.EVERYBODY,
    "edit": Audience.GROUP_KEEPERS,
    "dissolve": Audience.GROUP_KEEPERS,
    "members": Audience.GROUP_KEEPERS,
    "take_out": Audience.GROUP_KEEPERS,
    "confirm": Audience.EDITORS,
    "leave": Audience.EDITORS,
    "add_target": Audience.GROUP_KEEPERS,
    "add_own_target": Audience.GROUP_KEEPERS,
    "remove_target": Audience.GROUP_KEEPERS,
    "agency": Audience.SIGNED_IN,
    "of_member": Audience.EVERYBODY,
    "agencies": Audience.PEOPLE_KEEPERS,
    "end_care": Audience.PEOPLE_KEEPERS,
}
