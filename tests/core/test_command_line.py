"""Tests of what stands between `manage.py` and a command, each run as a command."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from tests import databases

OURS = ("DATABASE_URL", "REDIS_URL", "VAR_DIR")


def manage(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a command with the development settings."""
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env={**clean, "DJANGO_SETTINGS_MODULE": "portal.settings.development", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def processes_of(folder: Path) -> list[str]:
    """Return the command lines of processes that work in a folder."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if any(str(folder) in word for word in words):
            found.append(" ".join(words))
    return found


@pytest.fixture
def empty_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, str]]:
    """Give the addresses of a database nobody has set up, and of Redis."""
    with django_db_blocker.unblock():
        name = databases.copy("template1")
        yield {"DATABASE_URL": settings.ENGINES.database_url(name), "REDIS_URL": settings.REDIS_URL}
        databases.drop(name)


def test_a_command_refuses_a_database_that_is_not_set_up(empty_database: dict[str, str], tmp_path: Path) -> None:
    done = manage("verify_log", VAR_DIR=str(tmp_path), **empty_database)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("The database is not set up (")
    assert done.stderr.count("\n") == 1


def test_once_migrated_it_runs(own_database: str, tmp_path: Path) -> None:
    addresses = {"DATABASE_URL": settings.ENGINES.database_url(own_database), "REDIS_URL": settings.REDIS_URL}
    done = manage("verify_log", VAR_DIR=str(tmp_path), **addresses)
    assert done.returncode == 0, done.stderr


def test_a_server_that_is_away_is_named(tmp_path: Path) -> None:
    done = manage(
        "verify_log",
        VAR_DIR=str(tmp_path),
        DATABASE_URL="postgresql://me@127.0.0.1:1/portal",
        REDIS_URL="redis://127.0.0.1:1/0",
    )
    assert done.returncode == 1
    assert done.stderr.startswith("The database cannot be reached: ")
    assert "127.0.0.1" in done.stderr


def test_a_bad_setting_is_one_sentence(tmp_path: Path) -> None:
    done = manage("verify_log", VAR_DIR=str(tmp_path), DATABASE_URL="mysql://me@host/portal")
    assert done.returncode == 1
    assert done.stderr == ("DATABASE_URL is “mysql://…”; it must be postgresql://user:password@host:5432/database.\n")


def test_bad_usage_is_2(empty_database: dict[str, str], tmp_path: Path) -> None:
    assert manage("migrate", "--no-such-option", VAR_DIR=str(tmp_path), **empty_database).returncode == 2


def test_help_starts_nothing(tmp_path: Path) -> None:
    done = manage("help", VAR_DIR=str(tmp_path))
    assert done.returncode == 0
    assert "verify_log" in done.stdout
    assert not (tmp_path / "engines").exists()


def test_a_command_starts_the_embedded_engines_and_stops_them(tmp_path: Path) -> None:
    for folder in (tmp_path, *tmp_path.parents[:3]):
        if folder.stat().st_uid == os.geteuid() and folder.name.startswith(("pytest", tmp_path.name)):
            folder.chmod(0o755)
    assert manage("showmigrations", "core", VAR_DIR=str(tmp_path)).returncode == 0
    assert processes_of(tmp_path) == []
    assert manage("verify_log", VAR_DIR=str(tmp_path)).returncode == 1, "nothing was migrated"
