"""Databases for tests: one migrated template, one with the demo, and copies that take a tenth of a second.

Both are made once for a state of the sources and found again by their names; every run, worker and browser
test works on a copy of its own and drops it. Copies whose run was killed are dropped by the next.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from itertools import count
from pathlib import Path

import psutil
import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

_numbers = count()


def template_name() -> str:
    """Return the template's name, made of all migrations: ours by their text, others' by their names."""
    digest = hashlib.sha256()
    for key in sorted(MigrationLoader(None, ignore_no_migrations=True).disk_migrations):
        digest.update(repr(key).encode())
    for config in sorted(apps.get_app_configs(), key=lambda each: each.label):
        folder = Path(config.path)
        if folder.is_relative_to(settings.BASE_DIR) and ".venv" not in folder.parts:
            for file in sorted((folder / "migrations").glob("*.py")):
                digest.update(file.read_bytes())
    return f"template_{digest.hexdigest()[:16]}"


def template() -> str:
    """Return the name of a migrated, otherwise empty database, made if it is not there."""
    name = template_name()
    with alone("templates"), _server() as server:
        if not _exists(server, name):
            draft = f"draft_{os.getpid()}"
            server.execute(f'DROP DATABASE IF EXISTS "{draft}"')
            server.execute(f'CREATE DATABASE "{draft}"')
            with connected_to(draft):
                call_command("migrate", interactive=False, verbosity=0)
            server.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')
    return name


def demo_name() -> str:
    """Return the name of the database with the demo in it, made of all sources it is made by and from."""
    digest = hashlib.sha256()
    for folder in ("accountability", "disclosure", "petitions", "portal", "data"):
        for file in sorted((settings.BASE_DIR / folder).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(str(file).encode() + file.read_bytes())
    return f"demo_{digest.hexdigest()[:16]}"


def copy(source: str, *, name: str | None = None) -> str:
    """Make a database from a template.

    Args:
        source: The template; nobody may be connected to it.
        name: What to call the copy; by default a name of this process that is dropped if the process dies.

    Returns:
        The copy's name.
    """
    name = name or f"run_{os.getpid()}_{next(_numbers)}"
    with alone("templates"), _server() as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}" STRATEGY FILE_COPY')
    return name


def exists(name: str) -> bool:
    """Return whether there is a database of that name."""
    with _server() as server:
        return _exists(server, name)


def rename(name: str, new: str) -> None:
    """Give a database another name; nobody may be connected to it."""
    with _server() as server:
        server.execute(f'ALTER DATABASE "{name}" RENAME TO "{new}"')


def drop(name: str) -> None:
    """Drop a database, whoever is still connected to it."""
    with _server() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def drop_leftovers() -> None:
    """Drop the copies of processes that are gone, and templates of sources that are no more."""
    current = {template_name(), demo_name()}
    with alone("templates"), _server() as server:
        for (name,) in server.execute("SELECT datname FROM pg_database").fetchall():
            kind, _, rest = name.partition("_")
            gone = kind in {"run", "draft"} and not psutil.pid_exists(int(rest.partition("_")[0]))
            old = kind in {"template", "demo"} and name not in current and not _recent(server, name)
            if gone or old:
                server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Point Django's default connection at another database for a while."""
    before = connection.settings_dict["NAME"]
    connections.close_all()
    _point_at(name)
    try:
        yield
    finally:
        connections.close_all()
        _point_at(before)


def _point_at(name: str) -> None:
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


def _exists(server: psycopg.Connection, name: str) -> bool:
    return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _recent(server: psycopg.Connection, name: str) -> bool:
    """Return whether a template was made within the hour: a run that began before a change may still want it."""
    row = server.execute(
        "SELECT (pg_stat_file('base/' || oid || '/PG_VERSION')).modification > now() - interval '1 hour' "
        "FROM pg_database WHERE datname = %s",
        [name],
    ).fetchone()
    return bool(row and row[0])


@contextmanager
def _server() -> Iterator[psycopg.Connection]:
    """Connect to the server itself."""
    values = settings.DATABASES["default"]
    with psycopg.connect(host=values["HOST"], user=values["USER"], dbname="postgres", autocommit=True) as server:
        yield server


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Hold a lock among all runs and workers on these engines."""
    with (settings.ENGINES.root / f"{name}.lock").open("a") as file:
        flock(file, LOCK_EX)
        yield
