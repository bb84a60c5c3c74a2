"""The real thing for tests: `up` with web, worker and clock, on a copy of a database with the demo in it.

The demo is loaded once for a run. Each portal then gets a copy of that database and of its files, a port, and
a corner of Redis of its own, so that modules neither wait for one another nor see each other's deeds.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings
from django.core.management import get_commands

from tests import databases

START_SECONDS = 60.0
STOP_SECONDS = 20.0
UPPER_HALF = 32


@dataclass(frozen=True, slots=True)
class Portal:
    """A running portal.

    Attributes:
        url: Its address, without a slash at the end.
        database: The name of its database.
        files: Where its files lie.
        log: What web, worker and clock say.
        environment: What its programs find in their environment.
    """

    url: str
    database: str
    files: Path
    log: Path
    environment: dict[str, str]

    def manage(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run a management command on the portal's database and files; a failure is returned, not raised."""
        return _manage(self.environment, *words)


@contextmanager
def running_portal() -> Iterator[Portal]:
    """Run a portal of its own on a copy of the demo for as long as the block runs."""
    source, source_files = _demo()
    name = databases.copy(source)
    with tempfile.TemporaryDirectory(prefix="gongkai-portal-") as folder:
        files, log, port = Path(folder, "files"), Path(folder, "log"), _free_port()
        if source_files.exists():
            shutil.copytree(source_files, files)
        url = f"http://localhost:{port}"
        portal = Portal(url, name, files, log, _environment(name, files, url, Path(folder, "var")))
        try:
            with log.open("wb") as out, _up(portal, port, out):
                yield portal
        finally:
            databases.drop(name)


def demo_database() -> str:
    """Return the name of this run's database with the demo in it. All workers of a run share it."""
    return f"run_{_controller()}_demo"


def remove_demo() -> None:
    """Drop what the run loaded of the demo."""
    databases.drop(demo_database())
    shutil.rmtree(_demo_files(), ignore_errors=True)


def _demo() -> tuple[str, Path]:
    """Return the run's demo and its files, loaded by the first who asks while the others wait."""
    name, files = demo_database(), _demo_files()
    with databases.alone("demo"):
        if not databases.exists(name):
            draft = databases.copy(databases.template())
            if "demo" in get_commands():
                done = _manage(_environment(draft, files, settings.SITE_URL, files.with_suffix(".var")), "demo")
                if done.returncode != 0:
                    raise RuntimeError(f"The demo could not be loaded:\n{done.stdout}\n{done.stderr}")
            databases.rename(draft, name)
    return name, files


def _demo_files() -> Path:
    return Path(tempfile.gettempdir()) / f"gongkai-demo-{_controller()}"


def _controller() -> int:
    """Return the number of the process that leads the run: our parent where we are one of its workers."""
    return os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()


def _environment(database: str, files: Path, url: str, var: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "TEST_DATABASE_URL": settings.ENGINES.database_url(database),
        "TEST_FILES_DIR": str(files),
        "TEST_KEY_PREFIX": database,
        "TEST_REDIS_NUMBER": str(UPPER_HALF + os.getpid() % UPPER_HALF),
        "TEST_SITE_URL": url,
        "VAR_DIR": str(var),
    }


def _manage(environment: dict[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]
    return subprocess.run(command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)


@contextmanager
def _up(portal: Portal, port: int, out: "subprocess._FILE") -> Iterator[None]:
    """Run `up`, wait until it answers, and end it."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "up", "--port", str(port), "--no-demo"]
    process = subprocess.Popen(
        command, env=portal.environment, cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL, stdout=out, stderr=out
    )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _ready(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The portal did not start:\n{portal.log.read_text(errors='replace')}")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


def _ready(port: int) -> bool:
    connection = HTTPConnection("localhost", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number
