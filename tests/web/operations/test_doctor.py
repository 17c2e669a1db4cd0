"""The doctor finds what is wrong, says what to do, and ends with 1 only where something is missing."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from cascais.web.environment import MailServer, read_environment
from cascais.web.history.models import Verification
from cascais.web.operations.backups.writing import LAST
from cascais.web.operations.examining import EXAMINATIONS, Level, examine
from cascais.web.operations.queue import JOBS
from cascais.web.operations.worker import RunningWorker, failed

pytestmark = pytest.mark.django_db


@pytest.fixture
def environment(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    (folder / "cascais.sqlite3").touch()
    return read_environment({"CASCAIS_DATA": str(folder)})


def of(environment, topic: str) -> dict[str, tuple[Level, str]]:
    return {each.what: (each.level, each.what_to_do) for each in EXAMINATIONS[topic](environment)}


def levels(environment, topic: str) -> list[Level]:
    return [level for level, _ in of(environment, topic).values()]


def test_each_topic_is_looked_at_and_each_fault_says_what_to_do(environment):
    found = list(examine(environment))
    assert {topic for topic, _ in found} == set(EXAMINATIONS)
    assert len(EXAMINATIONS) >= 10
    faults = [each for _, each in found if each.level is not Level.GOOD]
    assert len(faults) >= 4
    assert [each.what for each in faults if not each.what_to_do] == []


def test_a_site_on_a_public_name_over_https_is_found_good(environment):
    public = dataclasses.replace(environment, allowed_hosts=("climate.town.example",), is_behind_https=True)
    assert levels(public, "settings") == [Level.GOOD, Level.GOOD]
    assert levels(environment, "settings") == [Level.WEAK, Level.WEAK]
    assert Level.MISSING in levels(dataclasses.replace(public, is_debug=True), "settings")
    assert Level.MISSING in levels(dataclasses.replace(public, allowed_hosts=("*",)), "settings")


def test_a_misspelt_variable_is_named_with_the_one_that_is_meant(environment, monkeypatch):
    misspelt = "CASCAIS_" + "ALOWED_HOSTS"
    monkeypatch.setenv(misspelt, "town.example")
    found = of(environment, "settings")
    assert found[f"Nothing reads {misspelt}."] == (Level.WEAK, "Is CASCAIS_ALLOWED_HOSTS meant?")


@pytest.mark.skipif(os.name == "nt", reason="rights of files are others there")
def test_a_secret_that_others_can_read_is_found(environment):
    assert levels(environment, "secret") == [Level.GOOD]
    (environment.data_folder / "secret-key").chmod(0o644)
    environment.data_folder.chmod(0o755)
    assert levels(environment, "secret") == [Level.MISSING, Level.WEAK, Level.GOOD]


def test_a_mail_server_that_does_not_answer_is_found(environment, settings):
    assert levels(environment, "e_mail") == [Level.WEAK]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    deaf = dataclasses.replace(environment, mail_server=MailServer("127.0.0.1", 9))
    assert levels(deaf, "e_mail") == [Level.MISSING, Level.WEAK]


def test_a_missing_worker_and_failed_jobs_are_found(environment):
    assert levels(environment, "queue") == [Level.MISSING]
    RunningWorker().beat()
    next(iter(JOBS.values())).task.enqueue()
    assert levels(environment, "queue") == [Level.GOOD]
    rows = type(next(iter(JOBS.values())).task.enqueue().db_result).objects
    rows.update(enqueued_at=timezone.now() - timedelta(hours=1))
    assert levels(environment, "queue") == [Level.GOOD, Level.WEAK]
    rows.update(**failed("", "The disk is full."))
    assert levels(environment, "queue") == [Level.GOOD, Level.WEAK]


@pytest.mark.parametrize(
    ("days", "is_there", "level"), [(0, True, Level.GOOD), (0, False, Level.WEAK), (3, True, Level.MISSING)]
)
def test_the_age_of_the_last_backup_is_found(environment, tmp_path, days, is_there, level):
    assert levels(environment, "backups") == [Level.MISSING]
    file = tmp_path / "backup.zip"
    if is_there:
        file.touch()
    at = datetime.now(UTC) - timedelta(days=days)
    (environment.data_folder / LAST).write_text(json.dumps({"at": at.isoformat(), "file": str(file)}))
    assert levels(environment, "backups") == [level]


def test_what_the_last_check_of_the_history_said_is_found(environment):
    Verification.objects.all().delete()
    assert levels(environment, "history") == [Level.WEAK]
    Verification.objects.create(links=3, end="3:ab")
    assert levels(environment, "history") == [Level.GOOD]
    Verification.objects.create(links=2, end="2:ab", broken_number=2, why="It was changed.")
    assert levels(environment, "history") == [Level.MISSING]


def test_the_demonstration_s_people_are_found(environment):
    assert levels(environment, "people") == [Level.WEAK]


def test_the_command_ends_with_1_where_something_is_missing(capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("doctor")
    assert ended.value.code == 1
    assert "Start one: cascais worker" in capsys.readouterr().out


def test_a_setting_that_cannot_be_used_is_said_without_a_stack(tmp_path):
    variables = {
        **os.environ,
        "CASCAIS_DATA": str(tmp_path),
        "CASCAIS_DEBUG": "perhaps",
        "CASCAIS_HTTPS": "2",
    }
    command = [sys.executable, "-m", "cascais", "doctor"]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert [line.split()[0] for line in done.stderr.splitlines()] == ["CASCAIS_DEBUG", "CASCAIS_HTTPS"]
