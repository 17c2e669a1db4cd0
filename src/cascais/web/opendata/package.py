"""The Frictionless data package: what the files hold, for programs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

import cascais
from cascais.web.opendata.columns import Column, DataSet
from cascais.web.opendata.data_sets import DATA_SETS
from cascais.web.opendata.files import made_file
from cascais.web.opendata.licences import LICENCES, Licence
from cascais.web.opendata.writing import FORMS

NAME = "cascais-open-data"
PROFILE = "tabular-data-package"
Json = dict[str, Any]


def licence() -> Licence:
    """The licence under which the data are published."""
    return LICENCES[settings.OPEN_DATA_LICENCE]


def citation(site: str) -> str:
    """How to cite the data."""
    return _("Cascais, open climate data of municipalities, {site}, {licence}").format(
        site=site, licence=licence().title
    )


def data_package(site: str) -> Json:
    """The document datapackage.json; the files lie beside it."""
    terms = licence()
    return {
        "profile": PROFILE,
        "name": NAME,
        "title": _("Climate data of municipalities"),
        "description": _("Members, resolutions, targets and published inventories with their factors."),
        "homepage": site,
        "version": cascais.__version__,
        "licenses": [{"name": terms.key, "path": terms.url, "title": terms.title}],
        "sources": [{"title": _("The members; each row names its source")}],
        "contributors": [{"title": "Cascais", "role": "publisher"}],
        "keywords": ["climate", "greenhouse gas", "municipality", "inventory"],
        "resources": [_resource(data_set) for data_set in DATA_SETS.values()],
    }


def _resource(data_set: DataSet) -> Json:
    made = made_file(data_set, FORMS["csv"])
    return {
        "profile": "tabular-data-resource",
        "name": data_set.key,
        "path": f"{data_set.key}.csv",
        "title": str(data_set.title),
        "description": str(data_set.about),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": made.size,
        "hash": f"sha256:{made.sha256}",
        "alternatives": [
            {"path": f"{data_set.key}.{form.key}", "format": form.key, "mediatype": form.media_type}
            for form in FORMS.values()
            if form.key != "csv"
        ],
        "schema": {
            "fields": [_field(column) for column in data_set.columns],
            "primaryKey": list(data_set.primary_key),
            "foreignKeys": [_foreign_key(column) for column in data_set.columns if column.points_to],
            "missingValues": [""],
        },
    }


def _field(column: Column) -> Json:
    field: Json = {
        "name": column.name,
        "type": column.type.value,
        "title": str(column.title),
    }
    if column.about:
        field["description"] = str(column.about)
    if column.unit:
        field["unit"] = column.unit
    constraints: Json = {"required": True} if column.is_required else {}
    if column.choices:
        constraints["enum"] = list(column.choices)
    return {**field, "constraints": constraints} if constraints else field


def _foreign_key(column: Column) -> Json:
    data_set, name = column.points_to or ("", "")
    return {"fields": column.name, "reference": {"resource": data_set, "fields": name}}
