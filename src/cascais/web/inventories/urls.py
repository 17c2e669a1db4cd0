"""Addresses of a member's inventories."""

from __future__ import annotations

from django.urls import path

from cascais.web.audience import Audience
from cascais.web.inventories import compare, editing, estimating, options, release_views, version_views, views

app_name = "inventories"

urlpatterns = [
    path("", views.inventory_list, name="list"),
    path("table.<str:form>", views.list_download, name="list_download"),
    path("compare/", compare.compare_page, name="compare"),
    path("compare/table.<str:form>", compare.compare_download, name="compare_download"),
    path("estimate/", estimating.estimate, name="estimate"),
    path("<int:year>/", views.year_page, name="year"),
    path("<int:year>/explanation/", views.explanation, name="explanation"),
    path("<int:year>/frameworks/<slug:key>/", views.framework_page, name="framework"),
    path("<int:year>/inventory.<str:form>", views.download, name="download"),
    path("<int:year>/versions/", version_views.versions, name="versions"),
    path("<int:year>/versions/compare/", version_views.compare_versions, name="compare_versions"),
    path("<int:year>/versions/<int:pk>.<str:form>", version_views.version_download, name="version_download"),
    path("<int:year>/versions/<int:pk>/restore/", version_views.restore, name="restore"),
    path("<int:year>/edit/", editing.edit, name="edit"),
    path("<int:year>/options/", options.options, name="options"),
    path("<int:year>/publish/", release_views.publish, name="publish"),
    path("<int:year>/withdraw/", release_views.withdraw, name="withdraw"),
    path("<int:year>/discard/", release_views.discard, name="discard"),
]

AUDIENCE: dict[str, Audience] = {
    "list": Audience.EVERYBODY,
    "list_download": Audience.EVERYBODY,
    "compare": Audience.EVERYBODY,
    "compare_download": Audience.EVERYBODY,
    "estimate": Audience.CONTRIBUTORS,
    "year": Audience.EVERYBODY,
    "explanation": Audience.EVERYBODY,
    "framework": Audience.EVERYBODY,
    "download": Audience.EVERYBODY,
    "versions": Audience.EVERYBODY,
    "version_download": Audience.EVERYBODY,
    "compare_versions": Audience.EVERYBODY,
    "restore": Audience.CONTRIBUTORS,
    "edit": Audience.CONTRIBUTORS,
    "options": Audience.CONTRIBUTORS,
    "publish": Audience.EDITORS,
    "withdraw": Audience.EDITORS,
    "discard": Audience.CONTRIBUTORS,
}
