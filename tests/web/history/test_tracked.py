"""Somebody decided of every model whether the history covers it, and what of it is never written down."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import EmailField, ForeignKey, Model

from cascais.web.history.tracked import (
    APPS_NOT_TRACKED,
    LINES,
    NOT_TRACKED,
    OWNER_FIELD,
    OWNER_OF_LINES,
    TRACKED,
    Tracked,
    is_classified,
    line_models,
    tracked_models,
)

MODELS = apps.get_models(include_auto_created=True)
SECRETS = ("password", "secret", "token", "digest", "session_key", "prefix")


def test_there_are_models_to_look_at():
    assert len(MODELS) > 30
    assert len(TRACKED) > 20


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_every_model_is_tracked_or_left_out_with_a_reason(model: type[Model]):
    assert is_classified(model), f"Name {model._meta.label} in cascais/web/history/tracked.py."


def test_no_model_is_both_tracked_and_left_out():
    tracked = {each.label for each in TRACKED} | {each.label for each in LINES}
    assert not tracked & set(NOT_TRACKED)


def test_what_is_left_out_exists_and_has_a_reason():
    labels = {model._meta.label_lower for model in MODELS}
    assert set(NOT_TRACKED) <= labels
    assert set(APPS_NOT_TRACKED) <= {app.label for app in apps.get_app_configs()}
    assert all(len(reason) > 10 for reason in (NOT_TRACKED | APPS_NOT_TRACKED).values())


@pytest.mark.parametrize("tracked", TRACKED, ids=lambda tracked: tracked.label)
def test_fields_that_are_named_exist(tracked: Tracked):
    names = {field.name for field in tracked.model._meta.concrete_fields}
    assert tracked.hidden | tracked.digested | tracked.ignored <= names
    paths = [path for path in (tracked.member, tracked.title) if path]
    assert list(tracked.model._base_manager.none().values_list("pk", *paths)) == []


@pytest.mark.parametrize("tracked", TRACKED, ids=lambda tracked: tracked.label)
def test_addresses_and_secrets_are_hidden(tracked: Tracked):
    for field in tracked.model._meta.concrete_fields:
        is_secret = any(word in field.name for word in SECRETS)
        if isinstance(field, EmailField) or (is_secret and field.name != "sha256"):
            assert field.name in tracked.hidden, field.name


def test_names_of_people_are_hidden():
    hidden = tracked_models()[User].hidden
    assert hidden == {"username", "first_name", "last_name", "email", "password"}


def test_lines_belong_to_their_owner():
    for model in line_models():
        field = model._meta.get_field(OWNER_FIELD)
        assert isinstance(field, ForeignKey)
        assert field.related_model._meta.label_lower == OWNER_OF_LINES
