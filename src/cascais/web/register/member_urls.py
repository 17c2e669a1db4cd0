"""Addresses of a member's commitments: its memberships and the resolutions of its council."""

from __future__ import annotations

from django.urls import path

from cascais.web.audience import Audience
from cascais.web.register import membership_views, resolution_views

app_name = "resolutions"

urlpatterns = [
    path("", resolution_views.commitments, name="commitments"),
    path("apply/", membership_views.apply_to, name="apply"),
    path("memberships/<int:pk>/", membership_views.membership, name="membership"),
    path("memberships/<int:pk>/steps/<slug:name>/", membership_views.step, name="step"),
    path("memberships/<int:pk>/take-back/", membership_views.take_back, name="take_back"),
    path("memberships/<int:pk>/resolution/", membership_views.attach_resolution, name="attach"),
    path("memberships/<int:pk>/correct/", membership_views.correct, name="correct"),
    path("memberships/<int:pk>/remove/", membership_views.remove_membership, name="remove_membership"),
    path("resolutions/add/", resolution_views.add, name="add"),
    path("resolutions/<int:pk>/", resolution_views.resolution, name="resolution"),
    path("resolutions/<int:pk>/file/", resolution_views.file, name="file"),
    path("resolutions/<int:pk>/change/", resolution_views.change, name="change"),
    path("resolutions/<int:pk>/commitments/", resolution_views.link, name="link"),
    path("resolutions/<int:pk>/remove/", resolution_views.remove_resolution, name="remove"),
]

AUDIENCE: dict[str, Audience] = {
    "commitments": Audience.EVERYBODY,
    "apply": Audience.EDITORS,
    "membership": Audience.EVERYBODY,
    "step": Audience.SECRETARIATS,
    "take_back": Audience.ENTERERS,
    "attach": Audience.ENTERERS,
    "correct": Audience.SECRETARIATS,
    "remove_membership": Audience.SECRETARIATS,
    "add": Audience.ENTERERS,
    "resolution": Audience.EVERYBODY,
    "file": Audience.EVERYBODY,
    "change": Audience.ENTERERS,
    "link": Audience.EDITORS,
    "remove": Audience.ENTERERS,
}
