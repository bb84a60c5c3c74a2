"""Tests of the embedded engines: real servers in folders of their own."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis as redis_client

from portal.core import engines
from portal.core.engines import location as locations
from portal.core.engines.location import find_owner, make_folders
from portal.core.engines.postgres import Postgres
from portal.core.engines.redis import Redis

ROOT = Path(__file__).resolve().parents[2]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the engines as another user")


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give a folder that everybody may pass through; pytest's own are private."""
    with tempfile.TemporaryDirectory(prefix="gongkai-engines-", dir="/tmp", ignore_cleanup_errors=True) as name:
        path = Path(name)
        path.chmod(0o755)
        yield path


@pytest.fixture(scope="module")
def location() -> Iterator[engines.Location]:
    """Give a location whose data directory was made, for tests that leave it sound. Nothing runs there."""
    with tempfile.TemporaryDirectory(prefix="gongkai-engines-", dir="/tmp", ignore_cleanup_errors=True) as name:
        path = Path(name)
        path.chmod(0o755)
        made = engines.locate(path / "engines")
        with engines.running(made, durable=False):
            pass
        yield made


def postgres_of(location: engines.Location) -> Postgres:
    return Postgres(location, find_owner(location), durable=False)


def redis_of(location: engines.Location) -> Redis:
    return Redis(location, find_owner(location), durable=False)


def answers(location: engines.Location) -> bool:
    with psycopg.connect(location.database_url()) as connection:
        row = connection.execute("SHOW server_version_num").fetchone()
    return (
        row is not None and row[0].startswith("18") and bool(redis_client.Redis.from_url(location.redis_url()).ping())
    )


def runs(location: engines.Location) -> bool:
    return postgres_of(location).alive() or redis_of(location).alive()


def test_engines_start_answer_and_stop(folder: Path) -> None:
    location = engines.locate(folder / "engines")
    with engines.running(location, durable=False):
        assert answers(location)
    assert not runs(location)


def test_data_survive_a_restart(location: engines.Location) -> None:
    with engines.running(location, redis=False), psycopg.connect(location.database_url()) as connection:
        connection.execute("CREATE TABLE kept (text text)")
    with engines.running(location, redis=False), psycopg.connect(location.database_url()) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_locating_changes_nothing(folder: Path) -> None:
    engines.locate(folder / "engines")
    assert list(folder.iterdir()) == []


def test_the_last_to_leave_stops_them(location: engines.Location) -> None:
    other = (
        "import sys; from pathlib import Path; from portal.core import engines\n"
        "with engines.running(engines.locate(Path(sys.argv[1])), durable=False): print('in', flush=True); input()"
    )
    command = [sys.executable, "-W", "always::ResourceWarning", "-c", other, str(location.root)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "in\n"
        with engines.running(location, durable=False):
            _said, complained = process.communicate("\n")
            assert (process.returncode, complained) == (0, "")
            assert answers(location), "who started them left, but we still use them"
    assert not runs(location), "nobody uses them any more"


def test_whoever_comes_and_goes_meanwhile_stops_nothing(location: engines.Location) -> None:
    with engines.running(location, durable=False):
        with engines.running(location, durable=False):
            assert answers(location)
        assert answers(location)


def test_only_the_engine_that_is_wanted_runs(location: engines.Location) -> None:
    with engines.running(location, postgres=False, durable=False):
        assert redis_of(location).alive()
        assert not postgres_of(location).alive()


def test_one_that_died_is_started_again(location: engines.Location) -> None:
    with engines.running(location, durable=False):
        for engine in (postgres_of(location), redis_of(location)):
            server = engine.process()
            assert server is not None
            server.send_signal(signal.SIGKILL)
            while engine.alive():
                pass
        engines.tend(location)
        assert answers(location)


def test_a_stranger_with_the_servers_number_is_no_server(location: engines.Location) -> None:
    (location.data / "postmaster.pid").write_text(f"{os.getpid()}\n{location.data}\n")
    assert not postgres_of(location).alive()
    with engines.running(location, durable=False):
        assert answers(location)


def test_half_a_data_directory_is_made_again(folder: Path) -> None:
    location = engines.locate(folder / "engines")
    (location.root / "postgres.new" / "base").mkdir(parents=True)
    with engines.running(location, durable=False):
        assert answers(location)


def test_data_of_another_version_are_refused(folder: Path) -> None:
    location = engines.locate(folder / "engines")
    make_folders(location, find_owner(location))
    location.data.mkdir()
    (location.data / "PG_VERSION").write_text("16\n")
    with pytest.raises(engines.EngineRefused, match=r"made by PostgreSQL 16, and this portal brings PostgreSQL 18"):
        engines.running(location).__enter__()
    assert not redis_of(location).alive()


def test_a_failed_start_says_why_and_leaves_nothing(folder: Path) -> None:
    location = engines.locate(folder / "engines")
    with engines.running(location, redis=False, durable=False):
        pass
    (location.data / "postgresql.conf").write_text("no_such_setting = on\n")
    with pytest.raises(engines.EngineRefused, match=r"PostgreSQL ended at once: .*postgresql\.conf.* contains errors"):
        engines.running(location).__enter__()
    assert not runs(location)


def test_a_long_path_gets_its_sockets_elsewhere(folder: Path) -> None:
    location = engines.locate(folder / ("long" * 30) / "engines")
    assert len(os.fsencode(location.sockets)) <= locations.MAX_SOCKET_FOLDER_LENGTH


@as_root
def test_a_private_folder_stays_private(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = folder / "home"
    home.mkdir(mode=0o700)
    monkeypatch.setattr(locations, "SYSTEM_HOME", folder / "system")
    location = engines.locate(home / "gongkai" / "var" / "engines")
    assert location.root.parent == folder / "system"
    with engines.running(location, durable=False):
        assert answers(location)
    assert home.stat().st_mode & 0o777 == 0o700
    assert list(home.iterdir()) == []


@as_root
def test_programs_in_a_private_folder_are_copied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.core.engines import programs

    monkeypatch.setattr(programs, "_everybody_reaches", lambda _folder: False)
    location = engines.locate(folder / "engines")
    with engines.running(location, durable=False):
        server = postgres_of(location).process()
        assert server is not None
        assert Path(server.exe()).is_relative_to(location.root / "programs")
        assert answers(location)


@as_root
def test_the_engines_of_another_user_are_refused(folder: Path) -> None:
    location = engines.locate(folder / "engines")
    make_folders(location, find_owner(location))
    os.chown(location.sockets, 65534, 65534)
    with pytest.raises(engines.EngineRefused, match=r"belongs to “nobody”; run this as that user"):
        engines.running(location).__enter__()


@as_root
def test_root_serves_the_data_of_their_owner(folder: Path) -> None:
    location = engines.locate(folder / "engines")
    location.data.mkdir(parents=True)
    os.chown(location.data, 65534, 65534)
    assert find_owner(location).uid == 65534


def test_everything_is_closed_to_others(location: engines.Location) -> None:
    with engines.running(location, durable=False):
        for path in (location.data, location.sockets, location.redis_data):
            assert path.stat().st_mode & 0o077 == 0, path
