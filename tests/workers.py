"""A real worker for tests, on the database, the files and the broker of the test that starts it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from celery import current_app
from django.conf import settings
from django.db import connection

from portal.core.models import Job

STOP_SECONDS = 20.0


def run_now(job: Job) -> None:
    """Do a job here and now instead of waiting for a worker."""
    if job.task not in current_app.tasks:
        current_app.autodiscover_tasks(force=True)
    current_app.tasks[job.task].run(job.pk)


class Worker:
    """A worker of the queue `documents`, in a session of its own.

    Attributes:
        process: Its first process.
        peak: The most memory it and its children have been seen to use at one time, in bytes.
    """

    def __init__(self, log: Path) -> None:
        self.peak = 0
        self._log = log.open("ab")
        command = [sys.executable, "-m", "celery", "--app", "portal.celery", "worker", "--queues", "documents"]
        command += ["--concurrency", "1", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
        self.process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_fault: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
        self._log.close()

    def kill(self) -> None:
        """Kill it with all its children, as a power cut does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(STOP_SECONDS)

    def until(self, come: Callable[[], bool], *, seconds: float, every: float = 0.1) -> None:
        """Wait for something the worker does.

        Raises:
            TimeoutError: It has not come.
            RuntimeError: The worker has ended.
        """
        deadline = time.monotonic() + seconds
        while not come():
            if self.process.poll() is not None:
                raise RuntimeError(f"The worker has ended; see {self._log.name}.")
            self.peak = max(self.peak, self._memory())
            if time.monotonic() > deadline:
                raise TimeoutError(f"The worker did not do it within {seconds} s.")
            time.sleep(every)

    def _memory(self) -> int:
        try:
            first = psutil.Process(self.process.pid)
            return sum(each.memory_info().rss for each in (first, *first.children(recursive=True)))
        except psutil.NoSuchProcess:
            return 0


def _environment() -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "TEST_DATABASE_URL": settings.ENGINES.database_url(connection.settings_dict["NAME"]),
        "TEST_FILES_DIR": str(settings.FILES_DIR),
        "TEST_KEY_PREFIX": str(settings.CACHES["default"]["KEY_PREFIX"]),
        "TEST_REDIS_NUMBER": str(os.getpid() % 32),
    }
