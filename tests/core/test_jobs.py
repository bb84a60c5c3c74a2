"""Jobs: written with what wants them, done once, never lost, and honest about how they ended."""

import ast
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from celery import Celery, current_app
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from pytest_django import DjangoCaptureOnCommitCallbacks

from portal.accounts.models import User
from portal.core import jobs
from portal.core.models import Job, JobState
from portal.core.refusals import NotAllowed, Refused, WrongState
from tests.workers import run_now

AT = datetime(2026, 10, 20, 1, 30, tzinfo=UTC)
LATER = AT + timedelta(minutes=1)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = AT

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clerk(db: None) -> User:
    return User.objects.create_user("clerk-of-jobs", name_zh="会计")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def inbox() -> Iterator[Callable[[str], list[list[int]]]]:
    """Empty the broker's queues, and read what arrives in one."""
    channel: Any = current_app.connection_for_write().channel()
    for name in ("default", "documents"):
        channel.queue_purge(name)

    def read(queue: str) -> list[list[int]]:
        found = []
        while (message := channel.basic_get(queue, no_ack=True)) is not None:
            found.append(message.decode()[0])
        return found

    yield read
    channel.connection.client.close()


def wanted(actor: User, **given: Any) -> Job:
    values: dict[str, Any] = {
        "task": "core.resend_jobs",
        "title": "Poster %(number)s",
        "args": {"edition": 7},
        "at": AT,
    }
    return jobs.enqueue(actor=actor, **{"title_params": {"number": "QS-01"}, **values, **given})


def refuse() -> None:
    raise Refused(_("This job is not yours."))


def reread(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_job_is_sent_by_name_when_the_deed_commits(
    clerk: User,
    inbox: Callable[[str], list[list[int]]],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = wanted(clerk, queue="documents")
        assert inbox("documents") == []
    assert inbox("documents") == [[job.pk]]
    assert reread(job).sent_at == AT


def test_job_of_a_deed_that_failed_is_never_sent(own_database: str, inbox: Callable[[str], list[list[int]]]) -> None:
    clerk = User.objects.create_user("clerk", name_zh="会计")
    with transaction.atomic():
        wanted(clerk)
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert inbox("default") == []


def test_urgent_job_goes_first(
    clerk: User,
    inbox: Callable[[str], list[list[int]]],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ordinary, urgent, hurried = wanted(clerk), wanted(clerk, urgent=True), wanted(clerk)
        jobs.hurry(hurried, at=LATER)
    assert inbox("default") == [[urgent.pk], [hurried.pk], [hurried.pk], [ordinary.pk]]


@pytest.fixture
def broker_down() -> Iterator[None]:
    """Point this process at a broker that is not there."""
    ours: Any = current_app
    ours = ours._get_current_object()
    broken = Celery("broken", broker="redis+socket:///nowhere/redis.sock")
    broken.conf.broker_transport_options = ours.conf.broker_transport_options
    yield
    broken.close()
    ours.set_current()


def test_broker_down_at_commit_loses_nothing(
    clerk: User, broker_down: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    began = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        job = wanted(clerk)
    assert time.monotonic() - began < 3
    assert (reread(job).state, reread(job).sent_at) == (JobState.QUEUED, None)


def test_job_that_was_not_sent_is_sent_soon(
    clerk: User,
    inbox: Callable[[str], list[list[int]]],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    job = wanted(clerk)
    assert jobs.resend_unclaimed(at=AT + timedelta(seconds=10)) == []
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.resend_unclaimed(at=LATER) == [job.pk]
    assert inbox("default") == [[job.pk]]
    assert reread(job).sent_at == LATER


def test_job_runs_and_tells_how_far_it_is(clerk: User, clock: Clock) -> None:
    job = wanted(clerk)
    with jobs.running(job.pk, clock=clock) as running:
        assert running.args == {"edition": 7}
        assert running.row.actor == clerk
        assert reread(job).state == JobState.RUNNING
        running.progress(1, 4)
        assert reread(job).done == 0  # too soon after the claim to write
        clock.pass_by(seconds=1)
        running.progress(2, 4)
        assert (reread(job).done, reread(job).total, reread(job).heartbeat_at) == (2, 4, clock.now)
        running.progress(4)
        assert reread(job).done == 4
        running.finish({"url": "/notices/QS-01/"})
    done = reread(job)
    assert (done.state, done.result, done.finished_at) == (JobState.DONE, {"url": "/notices/QS-01/"}, clock.now)


def test_job_that_has_been_claimed_turns_others_away(clerk: User, clock: Clock) -> None:
    job = wanted(clerk)
    with jobs.running(job.pk, clock=clock):
        with pytest.raises(jobs.NotClaimed), jobs.running(job.pk, clock=clock):
            pytest.fail("ran twice at once")
        assert reread(job).state == JobState.RUNNING
    with pytest.raises(jobs.NotClaimed), jobs.running(job.pk, clock=clock):
        pytest.fail("ran again after it was done")
    assert reread(job).attempt == 1


def test_of_two_workers_at_once_one_does_the_job(own_database: str) -> None:
    job = wanted(User.objects.create_user("clerk", name_zh="会计"))
    start, done = Barrier(4), []

    def work(worker: int) -> None:
        start.wait(timeout=20)
        try:
            with jobs.running(job.pk):
                done.append(worker)
        except jobs.NotClaimed:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        for each in [pool.submit(work, worker) for worker in range(4)]:
            each.result(timeout=30)
    assert len(done) == 1
    assert reread(job).state == JobState.DONE


def test_refusal_fails_the_job_with_its_sentence_in_both_languages(clerk: User, clock: Clock) -> None:
    job = wanted(clerk)
    with jobs.running(job.pk, clock=clock):
        refuse()
    failed = reread(job)
    assert (failed.state, failed.finished_at) == (JobState.FAILED, AT)
    assert set(failed.error) == {"zh-hans", "en"}
    with translation.override("en"):
        assert failed.error_text == "This job is not yours."


def test_fault_fails_the_job_in_general_words_and_is_raised_on(
    clerk: User, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    job = wanted(clerk)
    with pytest.raises(ZeroDivisionError), jobs.running(job.pk, clock=clock):
        raise ZeroDivisionError("secret of the house")
    failed = reread(job)
    assert failed.state == JobState.FAILED
    with translation.override("en"):
        assert failed.error_text.startswith("Something went wrong here")
        assert str(job.pk) in failed.error_text
    assert "secret" not in str(failed.error)
    assert f"job {job.pk} failed" in caplog.text


def test_job_goes_back_to_the_queue_when_its_worker_is_stopped(clerk: User, clock: Clock) -> None:
    job = wanted(clerk)
    with pytest.raises(SystemExit), jobs.running(job.pk, clock=clock):
        raise SystemExit
    assert (reread(job).state, reread(job).sent_at) == (JobState.QUEUED, None)
    assert jobs.resend_unclaimed(at=LATER) == [job.pk]


def test_job_of_a_killed_worker_is_sent_again_and_the_dead_one_cannot_write(clerk: User, clock: Clock) -> None:
    job = wanted(clerk)
    with jobs.running(job.pk, clock=clock) as dead:
        assert jobs.resend_unclaimed(at=AT + jobs.STALE_AFTER) == []
        assert jobs.resend_unclaimed(at=AT + jobs.STALE_AFTER + timedelta(seconds=1)) == [job.pk]
        with jobs.running(job.pk, clock=clock) as alive:
            with pytest.raises(jobs.Cancelled):
                dead.beat()
            alive.finish({"made": 2})
        dead.finish({"made": 1})
    done = reread(job)
    assert (done.state, done.result, done.attempt) == (JobState.DONE, {"made": 2}, 2)


def test_job_that_kills_its_worker_three_times_fails(clerk: User, clock: Clock) -> None:
    job = wanted(clerk)
    silent = jobs.STALE_AFTER + timedelta(seconds=1)
    for attempt in range(1, 4):
        Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempt=attempt, claimed_at=AT, heartbeat_at=AT)
        expected = [job.pk] if attempt < jobs.MAX_ATTEMPTS else []
        assert jobs.resend_unclaimed(at=AT + silent) == expected
    failed = reread(job)
    assert (failed.state, failed.finished_at) == (JobState.FAILED, AT + silent)
    assert failed.error_text


def test_job_that_waits_for_a_worker_is_not_sent_over_and_over(clerk: User) -> None:
    job = wanted(clerk)
    Job.objects.filter(pk=job.pk).update(sent_at=AT)
    assert jobs.resend_unclaimed(at=AT + jobs.CLAIM_PATIENCE) == []
    assert jobs.resend_unclaimed(at=AT + jobs.CLAIM_PATIENCE + timedelta(seconds=1)) == [job.pk]


def test_finished_jobs_are_left_alone(clerk: User, clock: Clock) -> None:
    job = wanted(clerk)
    with jobs.running(job.pk, clock=clock):
        pass
    assert jobs.resend_unclaimed(at=AT + timedelta(days=1)) == []


def test_waiting_job_can_be_cancelled_by_its_owner_alone(clerk: User, clock: Clock) -> None:
    job = wanted(clerk)
    other = User.objects.create_user("other", name_zh="别人")
    with pytest.raises(NotAllowed):
        jobs.cancel(actor=other, job=job, at=LATER)
    assert jobs.cancel(actor=clerk, job=job, at=LATER).state == JobState.CANCELLED
    with pytest.raises(jobs.NotClaimed), jobs.running(job.pk, clock=clock):
        pytest.fail("ran though cancelled")
    with pytest.raises(WrongState):
        jobs.cancel(actor=clerk, job=job, at=LATER)


def test_running_job_ends_at_its_next_sign_once_cancelled(clerk: User, clock: Clock) -> None:
    job = wanted(clerk)
    steps = []
    with jobs.running(job.pk, clock=clock) as running:
        jobs.cancel(actor=clerk, job=job, at=AT)
        for step in range(3):
            clock.pass_by(seconds=2)
            steps.append(step)
            running.progress(step, 3)
    assert steps == [0]
    assert reread(job).state == JobState.CANCELLED


def test_people_see_their_own_jobs_newest_first(clerk: User) -> None:
    other = User.objects.create_user("other", name_zh="别人")
    first, second = wanted(clerk), wanted(clerk, at=LATER)
    wanted(other)
    assert list(jobs.jobs_of(clerk)) == [second, first]


def test_title_is_in_the_language_of_the_page_with_its_places_filled(clerk: User) -> None:
    with translation.override("en"):
        assert wanted(clerk).text == "Poster QS-01"
        assert wanted(clerk, title="100% done", title_params=None).text == "100% done"


def test_finished_tells_whoever_waits(clerk: User, clock: Clock) -> None:
    job = wanted(clerk)
    assert not jobs.finished(job.pk)
    with jobs.running(job.pk, clock=clock):
        assert not jobs.finished(job.pk)
    assert jobs.finished(job.pk)


def test_job_done_here_and_now_uses_the_registered_task(clerk: User) -> None:
    ran = []

    @current_app.task(name="tests.note")
    def note(job_id: int) -> None:
        with jobs.running(job_id) as job:
            ran.append(job.args["edition"])

    try:
        job = wanted(clerk, task="tests.note")
        run_now(job)
    finally:
        current_app.tasks.unregister("tests.note")
    assert ran == [7]
    assert reread(job).state == JobState.DONE


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "asleep"},
        {"state": "done"},
        {"state": "running"},
        {"finished_at": AT},
        {"done": 5, "total": 4},
    ],
)
def test_database_refuses_states_that_make_no_sense(clerk: User, changes: dict[str, Any]) -> None:
    job = wanted(clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**changes)


def test_every_task_that_is_asked_for_is_registered() -> None:
    asked = {name for path in _sources() for name in _tasks_asked_for(path)}
    current_app.autodiscover_tasks(force=True)
    assert asked - current_app.tasks.keys() == set()
    assert "core.resend_jobs" in current_app.tasks
    assert set(_scheduled()) - current_app.tasks.keys() == set()


def _scheduled() -> list[str]:
    return [row["task"] for row in current_app.conf.beat_schedule.values()]


def _sources() -> Iterator[Path]:
    for app in ("portal", "disclosure", "petitions", "accountability"):
        yield from (settings.BASE_DIR / app).rglob("*.py")


def _tasks_asked_for(path: Path) -> Iterator[str]:
    """Find the task names in calls of `enqueue`; each is written out, or a constant of the module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"enqueue", "jobs.enqueue"}:
            (named,) = [word.value for word in node.keywords if word.arg == "task"]
            if isinstance(named, ast.Constant):
                yield str(named.value)
            else:
                module = import_module(".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts))
                yield getattr(module, ast.unparse(named))
