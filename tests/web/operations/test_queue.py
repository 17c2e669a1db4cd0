"""A job is done once in effect: whoever is killed, whoever wakes up late, however many workers there are."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cascais.web.members.models import Member
from cascais.web.operations.models import Occasion, Worker
from cascais.web.operations.queue import JOBS, NeedsPersonError, counts, enqueue_due, job, run_again
from cascais.web.operations.worker import (
    DEAD_AFTER,
    MOST_BEGINNINGS,
    ClaimLostError,
    RunningWorker,
    _do,
    claim,
    perform,
    take_back,
)

pytestmark = pytest.mark.django_db

HOST = socket.gethostname()


@job("Write into the text about Gabrovo")
def write_about(word: str) -> str:
    member = Member.objects.get(slug="gabrovo")
    member.about += word
    member.save(update_fields=["about"])
    if word == "fails":
        raise ValueError("It does not like this word.")
    return word


@job("Fail at first", tries=3)
def fail_at_first() -> None:
    raise OSError("The server of the letters sleeps.")


@job("Ask a person", tries=3)
def ask_a_person() -> None:
    raise NeedsPersonError("Nobody but a person knows.")


def about() -> str:
    return Member.objects.get(slug="gabrovo").about


def only_job() -> DBTaskResult:
    return DBTaskResult.objects.get()


@pytest.fixture
def dead_worker() -> Worker:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    return Worker.objects.create(name="dead", host=HOST, process=gone.pid, seen_at=timezone.now())


def test_a_job_waits_until_a_worker_does_it():
    write_about.enqueue("done")
    assert (about(), counts()["READY"]) == ("", 1)
    assert RunningWorker().run(until_empty=True) >= 1
    assert about() == "done"
    row = DBTaskResult.objects.get(task_path=JOBS[write_about.module_path].path)
    assert (row.status, row.return_value) == (TaskResultStatus.SUCCESSFUL, "done")


def test_a_job_is_put_into_the_queue_by_the_transaction_that_wants_it_or_not_at_all():
    with pytest.raises(RuntimeError), transaction.atomic():
        write_about.enqueue("never")
        raise RuntimeError
    assert not DBTaskResult.objects.exists()


def test_what_a_failed_job_did_is_taken_back_and_its_reason_kept():
    write_about.enqueue("fails")
    perform(claim("one"))
    assert about() == ""
    assert (only_job().status, only_job().traceback) == ("FAILED", "It does not like this word.")


def test_a_failed_job_is_run_again_once_when_somebody_asks_twice():
    write_about.enqueue("fails")
    perform(claim("one"))
    assert [run_again(only_job()), run_again(only_job())] == [True, False]
    assert (only_job().status, only_job().traceback, only_job().worker_ids) == ("READY", "", [])


def test_a_job_with_several_tries_waits_longer_each_time_and_is_then_given_up():
    fail_at_first.enqueue()
    waits = []
    for _ in range(2):
        DBTaskResult.objects.update(run_after=timezone.now())
        perform(claim("one"))
        waits.append(only_job().run_after - timezone.now())
    assert timedelta(seconds=50) < waits[0] < timedelta(minutes=1.1) < waits[1] < timedelta(minutes=4.1)
    assert claim("one") is None
    DBTaskResult.objects.update(run_after=timezone.now())
    perform(claim("one"))
    assert only_job().status == "FAILED"


def test_what_only_a_person_can_decide_is_not_tried_again():
    ask_a_person.enqueue()
    perform(claim("one"))
    assert only_job().status == "FAILED"


def test_a_job_of_another_version_fails_with_its_name():
    write_about.enqueue("x")
    DBTaskResult.objects.update(task_path="cascais.web.nowhere.jobs.gone")
    perform(claim("one"))
    assert "cascais.web.nowhere.jobs.gone" in only_job().traceback


def test_the_job_of_a_worker_whose_process_is_gone_is_done_by_another(dead_worker):
    write_about.enqueue("once")
    claim(dead_worker.name)
    assert claim("another") is None
    RunningWorker().run(until_empty=True)
    assert about() == "once"
    assert not Worker.objects.filter(name="dead").exists()


def test_a_worker_elsewhere_counts_as_dead_only_after_its_time():
    write_about.enqueue("later")
    far = Worker.objects.create(name="far", host="another", process=1, seen_at=timezone.now())
    claim("far")
    assert take_back(HOST) == 0
    Worker.objects.filter(pk=far.pk).update(seen_at=timezone.now() - DEAD_AFTER * 1.1)
    assert take_back(HOST) == 1
    assert only_job().status == "READY"


def test_a_worker_of_before_with_the_number_of_this_process_is_dead():
    write_about.enqueue("container")
    Worker.objects.create(name="first process", host=HOST, process=os.getpid(), seen_at=timezone.now())
    claim("first process")
    assert take_back(HOST) == 1


def test_a_worker_that_wakes_up_late_leaves_no_trace(dead_worker):
    write_about.enqueue("x")
    late = claim(dead_worker.name)
    take_back(HOST)
    perform(claim("another"))
    assert about() == "x"
    with pytest.raises(ClaimLostError):
        _do(late)
    perform(late)
    assert (about(), only_job().status) == ("x", "SUCCESSFUL")


def test_a_job_that_kills_its_workers_is_given_up(dead_worker):
    write_about.enqueue("deadly")
    for _ in range(MOST_BEGINNINGS):
        claim("nobody")
        take_back(HOST)
    assert (only_job().status, claim("another")) == ("FAILED", None)


def test_what_comes_round_is_begun_once_a_period_however_many_ask():
    periodic = [each for each in JOBS.values() if each.every]
    assert len(periodic) >= 2
    morning = datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert enqueue_due(morning) == len(periodic)
    often = [each for each in periodic if each.every <= timedelta(hours=3)]
    assert enqueue_due(morning + timedelta(hours=3)) == len(often)
    Occasion.objects.filter(key__contains="purge").delete()
    assert enqueue_due(morning) == 1
    days = [each for each in periodic if each.every <= timedelta(days=1)]
    assert enqueue_due(morning + timedelta(days=1)) == len(days)


def test_jobs_of_all_apps_are_found_and_have_a_title():
    own = [each for each in JOBS.values() if each.path.startswith("cascais.web.")]
    assert len(own) >= 3
    assert all(str(each.title) for each in own)
