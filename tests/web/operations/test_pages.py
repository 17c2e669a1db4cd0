"""The page of the queue is for administrators; what watches the site learns two words and no more."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db.migrations.recorder import MigrationRecorder
from django_tasks_db.models import DBTaskResult

from cascais.web.accounts.models import Assignment, Role
from cascais.web.operations.jobs.purging import purge
from cascais.web.operations.worker import RunningWorker, claim, failed, perform

pytestmark = pytest.mark.django_db

PAGE = "/operations/"


@pytest.fixture
def administrator(signed_in):
    user = User.objects.create_user("astrid", password="x")
    Assignment.objects.create(user=user, role=Role.ADMINISTRATOR)
    return signed_in("astrid")


@pytest.fixture
def failed_job() -> DBTaskResult:
    purge.enqueue()
    DBTaskResult.objects.update(**failed("builtins.OSError", "The disk is <full>."))
    return DBTaskResult.objects.get()


def test_administrators_see_what_failed_and_why_and_run_it_again(administrator, failed_job):
    text = administrator.get(PAGE).content.decode()
    assert "Remove what is kept only for a time" in text
    assert "The disk is &lt;full&gt;." in text
    answer = administrator.post(f"{PAGE}jobs/{failed_job.pk}/again/", follow=True)
    assert "in the queue again" in answer.content.decode()
    perform(claim("one"))
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    answer = administrator.post(f"{PAGE}jobs/{failed_job.pk}/again/", follow=True)
    assert "nothing was changed" in answer.content.decode()


def test_the_page_says_that_no_worker_runs(administrator):
    assert "No worker is running" in administrator.get(PAGE).content.decode()
    RunningWorker().beat()
    assert "No worker is running" not in administrator.get(PAGE).content.decode()


def test_nobody_else_sees_the_queue_or_changes_it(client, mari, failed_job):
    again = f"{PAGE}jobs/{failed_job.pk}/again/"
    assert (client.get(PAGE).status_code, client.post(again).status_code) == (302, 302)
    assert (mari.get(PAGE).status_code, mari.post(again).status_code) == (403, 403)
    assert DBTaskResult.objects.get().status == "FAILED"


def test_only_administrators_are_led_to_it(administrator, mari):
    assert 'href="/operations/"' in administrator.get("/").content.decode()
    assert 'href="/operations/"' not in mari.get("/").content.decode()


def test_a_site_that_can_answer_says_so(client):
    assert client.get("/health/live").json() == {"live": True}
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "database": "ok", "migrations": "ok"})
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_site_whose_database_is_of_before_says_so(client):
    MigrationRecorder.Migration.objects.filter(app="operations").delete()
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["migrations"]) == (503, "missing")


def test_what_watches_the_site_is_not_sent_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/health/live").status_code == 200
    assert client.get("/members/").status_code == 301
