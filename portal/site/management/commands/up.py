"""`up`: the whole portal in the foreground, on one machine."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.accounts.checks import DEMO_PASSWORD, DEMO_USERNAMES
from portal.accounts.models import Unit, User
from portal.core import engines, search
from portal.core.supervisor import Program, Supervisor

# A request for a poster may wait some seconds for it, so there are more threads than such a machine has processors.
WEB_THREADS = 4


class Command(BaseCommand):
    """Serves web, worker and beat until Ctrl-C or SIGTERM, and stops all it started.

    The engines are started and the database is brought up to date before this runs; see
    `portal.core.command_line`.
    """

    help = "Serve the whole portal in the foreground: web, worker and beat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=_port, default=8000, help="the port the pages are served at (8000)")
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")

    def handle(self, *, port: int, host: str, no_demo: bool, **_options: Any) -> None:
        _refuse_port_in_use(host, port)
        environment = _environment(port)
        if not getattr(settings, "WHITENOISE_USE_FINDERS", False):
            call_command("collectstatic", interactive=False, verbosity=0)
        if not no_demo and settings.DEMO_ALLOWED and "demo" in get_commands() and not Unit.objects.exists():
            self.stdout.write("The database is empty; loading the demo township…")
            _load_demo(environment)
        if not search.is_whole():
            self.stdout.write("Building the search index anew…")
            call_command("rebuild_search", stdout=self.stdout)
        settings.SERVED_AT.parent.mkdir(parents=True, exist_ok=True)  # with engines elsewhere nothing else makes it
        settings.SERVED_AT.write_text(environment["SITE_URL"])
        try:
            Supervisor(
                programs=_programs(host, port),
                environment=environment,
                ready=lambda: _answers(host, port),
                announce=lambda: self._announce(environment["SITE_URL"]),
                tend=_tend_engines,
            ).run()
        finally:
            settings.SERVED_AT.unlink(missing_ok=True)
        self.stdout.write("Stopped.")

    def _announce(self, address: str) -> None:
        self.stdout.write(f"\nThe portal is at {address}/ (English: {address}/en/)\n")
        for line in _demo_lines():
            self.stdout.write(line)
        self.stdout.write("Ctrl-C stops it.\n")
        self.stdout.flush()


def _port(text: str) -> int:
    """Read a port's number; argparse turns the refusal into bad usage."""
    number = int(text)
    if not 1 <= number <= 65535:
        raise ValueError(text)
    return number


def _refuse_port_in_use(host: str, port: int) -> None:
    """Refuse a port that another program listens on, before anything is started.

    Raises:
        CommandError: If it is in use, or not ours to use.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise CommandError(f"Port {port} may only be used by root; choose one from 1024 with --port.") from error
        except OSError as error:
            raise CommandError(
                f"Port {port} is in use by another program; choose another one with --port, "
                f"as in “make run PORT={port + 1}”."
            ) from error


def _programs(host: str, port: int) -> list[Program]:
    python = [sys.executable, "-m"]
    web = ["granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"]
    web += ["--blocking-threads", str(WEB_THREADS), "--workers-kill-timeout", "5", "portal.wsgi:application"]
    celery = ["celery", "--app", "portal.celery", "--quiet"]
    worker = ["worker", "--queues", "default,documents", "--concurrency", "2", "--loglevel", "INFO"]
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    # What is due is found by query each time, so the clock has nothing to remember.
    beat = ["beat", "--scheduler", "celery.beat:Scheduler", "--loglevel", "WARNING"]
    return [
        Program("web", [*python, *web]),
        Program("worker", [*python, *celery, *worker]),
        Program("beat", [*python, *celery, *beat]),
    ]


def _environment(port: int) -> dict[str, str]:
    """Return the children's environment. Links on paper and in letters lead to where the portal is served."""
    address = os.environ.get("SITE_URL") or f"http://localhost:{port}"
    return {**os.environ, "PYTHONUNBUFFERED": "1", "SITE_URL": address}


def _load_demo(environment: Mapping[str, str]) -> None:
    """Load the demo township in a process of its own, whose letters lead to where the portal will be served."""
    command = [sys.executable, "-m", "django", "demo", "--verbosity", "0"]
    if subprocess.run(command, env=environment, check=False).returncode:  # which has said why
        raise CommandError("The demo township could not be loaded.")


def _tend_engines() -> None:
    """Start an embedded engine again that died; where that fails, say why and try again at the next turn."""
    if not (settings.EMBEDDED_POSTGRES or settings.EMBEDDED_REDIS):
        return
    try:
        engines.tend(settings.ENGINES, postgres=settings.EMBEDDED_POSTGRES, redis=settings.EMBEDDED_REDIS)
    except engines.EngineRefused as refusal:
        sys.stderr.write(f"{refusal}\n")


def _answers(host: str, port: int) -> bool:
    connection = HTTPConnection("127.0.0.1" if host in {"0.0.0.0", ""} else host, port, timeout=2)  # noqa: S104 (compared)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        connection.getresponse().read()
        return True
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _demo_lines() -> list[str]:
    """Return who of the demo can sign in, with what; nothing where the demo is not loaded."""
    people = User.objects.filter(username__in=DEMO_USERNAMES, is_active=True).prefetch_related("posts")
    found = {person.username: person for person in people}
    if not found or not next(iter(found.values())).check_password(DEMO_PASSWORD):
        return []
    lines = [f"Sign in at /accounts/login/ with the password {DEMO_PASSWORD} as:"]
    for username in DEMO_USERNAMES:
        if username in found:
            posts = "、".join(post.title_zh for post in found[username].posts.all())
            lines.append(f"  {username:<20} {posts}")
    return lines
