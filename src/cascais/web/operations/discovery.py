"""Finds the jobs of all apps: in a module `jobs`, or in a package `jobs` with one file for each."""

from __future__ import annotations

import importlib
import pkgutil

from django.apps import apps
from django.utils.module_loading import autodiscover_modules


def find_jobs() -> None:
    """Import whatever holds jobs, so that each is known to the worker."""
    autodiscover_modules("jobs")
    for app in apps.get_app_configs():
        package = getattr(app.module, "jobs", None)
        for found in pkgutil.iter_modules(getattr(package, "__path__", [])):
            importlib.import_module(f"{app.name}.jobs.{found.name}")
