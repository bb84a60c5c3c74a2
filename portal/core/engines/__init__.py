"""The embedded engines: PostgreSQL 18 and Redis 6.2 out of wheels, for one office's single machine.

A process enters `running(location)`; the last to leave stops them. Two lock files see to that: `decide.lock` is held
while somebody starts or stops, `users.lock` by all who use the engines. Both listen on sockets in a folder that only
their owner can enter, so neither asks for a password. Nothing here knows Django. What starts an engine raises
`EngineRefused` where it cannot.
"""

import fcntl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from portal.core.engines.location import (
    DATABASE,
    EngineRefused,
    Location,
    find_owner,
    ignore_client_settings,
    locate,
    make_folders,
)
from portal.core.engines.postgres import POSTGRES_VERSION, Postgres
from portal.core.engines.programs import Engine, let_go
from portal.core.engines.redis import Redis

__all__ = [
    "DATABASE",
    "POSTGRES_VERSION",
    "EngineRefused",
    "Location",
    "ignore_client_settings",
    "locate",
    "running",
    "tend",
]


@contextmanager
def running(location: Location, *, postgres: bool = True, redis: bool = True, durable: bool = True) -> Iterator[None]:
    """Use the embedded engines: start those that do not run, and stop them at the end if nobody else uses them.

    Args:
        durable: False trades safety against a crash for speed; for tests only.
    """
    engines = _wanted(location, postgres=postgres, redis=redis, durable=durable)
    with ExitStack() as leaving:
        users = leaving.enter_context((location.root / "users.lock").open("a"))
        with _locked(location.root / "decide.lock"):
            # Held before anything starts, so that no one who leaves meanwhile stops what we are about to use.
            fcntl.flock(users, fcntl.LOCK_SH)
            leaving.callback(_leave, location, users, engines)
            _start_dead(engines)
        yield


def tend(location: Location, *, postgres: bool = True, redis: bool = True) -> None:
    """Start what died although it is in use. To be called now and then within `running`."""
    engines = _wanted(location, postgres=postgres, redis=redis, durable=True)
    if not all(engine.alive() for engine in engines):
        with _locked(location.root / "decide.lock"):
            _start_dead(engines)


def _wanted(location: Location, *, postgres: bool, redis: bool, durable: bool) -> list[Engine]:
    owner = find_owner(location)
    make_folders(location, owner)
    engines: list[Engine] = [Postgres(location, owner, durable)] if postgres else []
    return engines + ([Redis(location, owner, durable)] if redis else [])


def _start_dead(engines: list[Engine]) -> None:
    for engine in engines:
        if not engine.alive():
            engine.start()


def _leave(location: Location, users: IO[str], engines: list[Engine]) -> None:
    """Give up our share, and stop the engines if it was the last one."""
    with _locked(location.root / "decide.lock"):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            # Given up here, under the lock, or the next to leave might still see it and not be the last either.
            fcntl.flock(users, fcntl.LOCK_UN)
            let_go()
            return
        for engine in reversed(engines):
            engine.stop()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
