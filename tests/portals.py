"""The real thing for tests: `up` with web, worker and clock, on a copy of a database with the demo in it.

The demo is loaded once for a state of the sources. Each portal then gets a copy of that database and of its
files, a port, and a Redis database of its own, so that workers neither wait for one another nor see what the
others change.
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

from tests import databases

START_SECONDS = 180.0
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
def running_portal(**environment: str) -> Iterator[Portal]:
    """Run a portal of its own on a copy of the demo for as long as the block runs.

    Args:
        environment: What its programs find in their environment besides, such as TEST_EMAIL_PORT.
    """
    with tempfile.TemporaryDirectory(prefix="gongkai-portal-") as folder:
        files, log, port = Path(folder, "files"), Path(folder, "log"), _free_port()
        name = copy_demo(files)
        url = f"http://localhost:{port}"
        portal = Portal(url, name, files, log, _environment(name, files, url, Path(folder, "var")) | environment)
        try:
            with log.open("wb") as out, _up(portal, port, out):
                yield portal
        finally:
            databases.drop(name)


def copy_demo(files: Path) -> str:
    """Make a database with the demo and a folder with its files; return the database's name.

    Under the lock under which the demo is made, since whoever makes another takes the files of the last away.
    """
    with databases.alone("demo"):
        source, source_files = _demo()
        if source_files.exists():
            shutil.copytree(source_files, files)
        return databases.copy(source)


def _demo() -> tuple[str, Path]:
    """Return the database with the demo and the folder of its files, made if they are not there."""
    name = databases.demo_name()
    kept = settings.ENGINES.root / "demo-files"
    if not databases.exists(name):
        shutil.rmtree(kept, ignore_errors=True)
        draft = databases.copy(databases.template())
        done = _manage(_environment(draft, kept / name, settings.SITE_URL, kept / "var"), "demo")
        if done.returncode != 0:
            raise RuntimeError(f"The demo could not be loaded:\n{done.stdout}\n{done.stderr}")
        databases.rename(draft, name)
    return name, kept / name


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
