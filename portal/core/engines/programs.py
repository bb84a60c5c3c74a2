"""The engines' programs out of their wheels, their processes and their logs."""

import importlib.metadata
import importlib.util
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, ClassVar

import psutil

from portal.core.engines.location import EngineRefused, Location, Owner, short_hash

START_SECONDS = 60.0
STOP_SECONDS = 30.0
LARGEST_LOG = 10 * 1024 * 1024
# Servers that this process started, by number: nobody else can reap them.
_started: dict[int, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True, slots=True)
class Log:
    """The log of an engine, which goes by its name in refusals."""

    engine: str
    path: Path

    @contextmanager
    def writing(self) -> Iterator[IO[bytes]]:
        """Open the log to write on; one that has grown large is put aside first."""
        if self.path.exists() and self.path.stat().st_size > LARGEST_LOG:
            self.path.replace(self.path.with_suffix(".log.1"))
        with self.path.open("ab") as file:
            yield file

    def size(self) -> int:
        """Return how long it is, in bytes."""
        return self.path.stat().st_size if self.path.exists() else 0

    def reason(self, since: int) -> str:
        """Return the line that says why a program ended: the last fatal one, or else the last."""
        written = self.path.read_bytes()[since if since <= self.size() else 0 :].decode(errors="replace")
        lines = [line.strip() for line in written.splitlines() if line.strip()]
        fatal = [line for line in lines if "FATAL" in line or "error:" in line]
        return (fatal or lines or ["it wrote nothing"])[-1]


def find_programs(distribution: str, folder: str, location: Location, owner: Owner) -> Path:
    """Return the folder of its package an engine is in, copied to where the owner can reach it if need be.

    Raises:
        EngineRefused: If the wheel is not installed.
    """
    package = distribution.replace("-", "_")
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EngineRefused(
            f"The package {distribution} is not installed; run “make setup”, or give a server's address instead."
        )
    source = Path(spec.submodule_search_locations[0])
    if owner.uid is None or _everybody_reaches(source / folder):
        return source / folder
    version = importlib.metadata.version(distribution)
    copy = location.root / "programs" / f"{package}-{version}-{short_hash(source)}"
    if not copy.exists():
        _copy(source, folder, copy)
    return copy / package / folder


def _copy(source: Path, folder: str, copy: Path) -> None:
    """Copy programs, and beside the package the libraries that its wheel brought, as they look for them there."""
    draft = copy.with_name(copy.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(source / folder, draft / source.name / folder, symlinks=True)
    libraries = source.with_name(source.name + ".libs")
    if libraries.is_dir():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    for path in (draft, *draft.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    draft.rename(copy)


def _everybody_reaches(folder: Path) -> bool:
    passable = all(part.stat().st_mode & 0o001 for part in folder.resolve().parents)
    return passable and folder.stat().st_mode & 0o005 == 0o005


def end(server: psutil.Process, how: signal.Signals) -> None:
    """Ask a server to end by a signal and wait until it is gone; a deaf one is killed."""
    deadline = time.monotonic() + STOP_SECONDS
    with suppress(psutil.NoSuchProcess):
        server.send_signal(how)
        while _runs(server):
            if time.monotonic() > deadline:
                server.kill()
            time.sleep(0.02)
    if server.pid in _started:
        _started.pop(server.pid).wait()


def let_go() -> None:
    """Leave the servers that this process started to those who still use them; they outlive it."""
    for process in _started.values():
        process.returncode = 0  # or Python warns at the end that they run, as they are to
    _started.clear()


def _runs(server: psutil.Process) -> bool:
    """Return whether a process still runs. A dead one stays in the table until its parent has asked after it."""
    return server.is_running() and server.status() != psutil.STATUS_ZOMBIE


@dataclass(frozen=True, slots=True)
class Engine:
    """A server on the data of a location; one that is not `durable` trades safety against a crash for speed."""

    name: ClassVar[str]
    log_file: ClassVar[str]
    end_signal: ClassVar[signal.Signals]
    location: Location
    owner: Owner
    durable: bool

    @property
    def pid_file(self) -> Path:
        """A file that begins with the number of its process."""
        raise NotImplementedError

    @property
    def mark(self) -> str:
        """What one word of its command line contains, and no other program's."""
        raise NotImplementedError

    @property
    def log(self) -> Log:
        """Where its output goes."""
        return Log(self.name, self.location.root / self.log_file)

    def process(self) -> psutil.Process | None:
        """Return its process if it runs. A number alone proves nothing, as numbers are used again."""
        try:
            server = psutil.Process(int(self.pid_file.read_text().split()[0]))
            mine = _runs(server) and any(self.mark in word for word in server.cmdline())
        except (FileNotFoundError, PermissionError, IndexError, ValueError, psutil.Error):
            return None
        return server if mine else None

    def alive(self) -> bool:
        """Return whether it runs, no matter who started it."""
        return self.process() is not None

    def start(self) -> None:
        """Start it and wait until it answers; raise `EngineRefused` where it does not."""
        raise NotImplementedError

    def stop(self) -> None:
        """Stop it, if it runs, and wait until it is gone. Nothing it has promised to keep is lost."""
        if server := self.process():
            end(server, self.end_signal)

    def answers(self) -> bool:
        """Return whether it takes connections."""
        raise NotImplementedError

    def serve(self, command: list[str], *, cwd: Path) -> None:
        """Start the server and wait until it answers; refuse where it ends or is not ready in time, and end it then."""
        before = self.log.size()
        with self.log.writing() as out:
            process = self.owner.launch(command, log=out, cwd=cwd)
        _started[process.pid] = process
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if process.poll() is not None:
                raise EngineRefused(
                    f"{self.name} ended at once: {self.log.reason(before)} (all it wrote is in {self.log.path})"
                )
            if time.monotonic() > deadline:
                process.kill()
                process.wait()
                raise EngineRefused(
                    f"{self.name} did not answer within {START_SECONDS:.0f} seconds; see {self.log.path}."
                )
            time.sleep(0.02)
