"""Tests of `up`: the real thing, from the first line to the last process."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from django.conf import settings
from playwright.sync_api import Page

from portal.site.management.commands.up import Command
from tests.portals import Portal

WAIT_SECONDS = 300.0
ELSEWHERE = {
    "PGPORT": "5433",
    "PGSERVICE": "elsewhere",
    "PGOPTIONS": "-c no_such_setting=on",
    "PGDATABASE": "elsewhere",
    "CELERY_BROKER_URL": "amqp://127.0.0.1:1//",
    "http_proxy": "http://127.0.0.1:1",
}
"""What a machine may have set for other programs. It leads embedded engines nowhere else."""


def get(port: int, path: str) -> tuple[int, bytes]:
    connection = HTTPConnection("localhost", port, timeout=5)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def ready(port: int) -> bool:
    try:
        return get(port, "/readyz")[0] == 200
    except OSError:
        return False


def command_of(process: psutil.Process) -> list[str]:
    """Return its command line; nothing where it has ended meanwhile, as PostgreSQL's short-lived workers do."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


def alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def port_of(portal: Portal) -> int:
    port = urlsplit(portal.url).port
    assert port is not None
    return port


def test_the_portal_serves(portal: Portal) -> None:
    assert get(port_of(portal), "/healthz") == (200, b"ok\n")
    status, body = get(port_of(portal), "/readyz")
    assert (status, json.loads(body)) == (200, {"database": "ok", "cache": "ok"})


def test_its_commands_work_on_its_database(portal: Portal) -> None:
    done = portal.manage("showmigrations", "core")
    assert done.returncode == 0, done.stderr
    assert "[X] 0001_tables" in done.stdout


def test_a_port_in_use_is_refused(portal: Portal) -> None:
    done = portal.manage("up", "--port", str(port_of(portal)))
    assert done.returncode == 1
    assert f"Port {port_of(portal)} is in use by another program; choose another one with --port" in done.stderr


@pytest.mark.parametrize("bad", ["0", "65536", "http", "-1"])
def test_a_port_that_is_none_is_bad_usage(bad: str) -> None:
    with pytest.raises(SystemExit) as left:
        Command().run_from_argv(["manage.py", "up", f"--port={bad}"])
    assert left.value.code == 2


@pytest.mark.browser
def test_a_browser_opens_it(page: Page) -> None:
    response = page.goto("/healthz")
    assert response is not None
    assert response.status == 200


def test_embedded_engines_and_all_are_gone_when_it_is_told_to_stop() -> None:
    with tempfile.TemporaryDirectory(prefix="gongkai-up-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        for how in (signal.SIGTERM, signal.SIGINT):  # the second time it finds its database as it left it
            start_and_stop(Path(folder), how)


def site_url(environment: dict[str, str]) -> str:
    """Return where what a command makes leads to, as on posters and in letters."""
    code = "from django.conf import settings; print(settings.SITE_URL)"
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True
    ).stdout.strip()


def start_and_stop(folder: Path, how: signal.Signals) -> None:
    """Run a portal with engines of its own in a folder, and stop it with a signal once all of it runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.endswith("_URL")},
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "VAR_DIR": str(folder),
        **ELSEWHERE,
    }
    command = [sys.executable, "manage.py", "up", "--no-demo", "--port", str(port)]
    path = folder / f"log-{how}"
    with path.open("wb") as log:
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log)
        try:
            deadline = time.monotonic() + WAIT_SECONDS
            while not ready(port):
                assert process.poll() is None, path.read_text()
                assert time.monotonic() < deadline, path.read_text()
                time.sleep(0.1)
            family: list[psutil.Process] = []
            missing = {"granian", "celery", "postgres", "redis-server"}
            while missing:  # the portal answers before its worker has come up
                assert time.monotonic() < deadline, f"{missing} did not start"
                family = psutil.Process(process.pid).children(recursive=True)
                names = " ".join(part for child in family for part in command_of(child))
                missing = {part for part in missing if part not in names}
                time.sleep(0.1)
            assert site_url(environment) == f"http://localhost:{port}", "of a command that runs beside it"
            started = time.monotonic()
            process.send_signal(how)
            assert process.wait(WAIT_SECONDS) == 0
            assert time.monotonic() - started < 30
        finally:
            process.terminate()
            process.wait(WAIT_SECONDS)
    assert [child for child in family if alive(child)] == []
    assert site_url(environment) == "http://localhost:8000", "where nothing is served"
    assert f"The portal is at http://localhost:{port}/" in path.read_text()
