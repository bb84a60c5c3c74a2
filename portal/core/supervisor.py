"""Runs several long-lived programs in the foreground as one, and stops all of them together.

Each child gets a session of its own, so that a Ctrl-C in the terminal reaches only us and we end the children
in order. Their output comes out line by line with the child's name before it. A child that dies is started
again, sooner or later by how often it died. Where the system has `setpriv`, a child is told to end even if
we are killed without a chance to do it.
"""

import os
import selectors
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import IO

STOP_SECONDS = 8.0
TICK_SECONDS = 0.2
FIRST_PAUSE = 0.5
MAX_PAUSE_LENGTH = 30.0
# A child that ran this long was well; the next death starts with the first pause again.
WELL_AFTER = 60.0
TEND_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Program:
    """A child to keep running."""

    name: str
    command: Sequence[str]


@dataclass(slots=True)
class _Child:
    """A program and the process it runs in at the moment."""

    program: Program
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    next_start: float = 0.0
    pause: float = FIRST_PAUSE
    unfinished: bytes = b""

    def start(self, now: float) -> IO[bytes]:
        """Start the program and return what it writes."""
        self.process = subprocess.Popen(
            [*_tied_to_us(), *self.program.command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=dict(self.environment),
            start_new_session=True,
        )
        self.started_at = now
        output = self.process.stdout
        assert output is not None  # noqa: S101 (it was asked for with PIPE)
        os.set_blocking(output.fileno(), False)
        return output

    def died(self, now: float) -> None:
        """Note that the process is gone and when to start the next."""
        if now - self.started_at > WELL_AFTER:
            self.pause = FIRST_PAUSE
        self.next_start = now + self.pause
        self.pause = min(self.pause * 2, MAX_PAUSE_LENGTH)
        self.process = None


@dataclass(slots=True)
class Supervisor:
    """Keeps programs running until it is told to stop.

    Attributes:
        programs: What to run, started in this order and stopped in the reverse.
        environment: What they find in their environment.
        out: Where their lines go.
        ready: Asked again and again until it says yes, which is when `announce` is called.
        announce: What to do once everything runs.
        tend: Called every few seconds, to look after what is not a child.
    """

    programs: Sequence[Program]
    environment: Mapping[str, str]
    out: IO[str] = field(default_factory=lambda: sys.stdout)
    ready: Callable[[], bool] = lambda: True
    announce: Callable[[], None] = lambda: None
    tend: Callable[[], None] = lambda: None
    _stopping: bool = False
    _announced: bool = False

    def run(self) -> None:
        """Run until SIGINT or SIGTERM, then stop every child within seconds."""
        children = [_Child(program, self.environment) for program in self.programs]
        with selectors.DefaultSelector() as selector, ExitStack() as undo:
            for number in (signal.SIGINT, signal.SIGTERM):
                undo.callback(signal.signal, number, signal.signal(number, self._stop))
            undo.callback(self._end, children, selector)
            next_look = time.monotonic() + TEND_SECONDS
            while not self._stopping:
                self._keep_running(children, selector)
                self._pass_on(selector)
                if not self._announced and self.ready():
                    self._announced = True
                    self.announce()
                if time.monotonic() > next_look:
                    self.tend()
                    next_look = time.monotonic() + TEND_SECONDS

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _keep_running(self, children: Sequence[_Child], selector: selectors.BaseSelector) -> None:
        """Start what does not run and may run again."""
        now = time.monotonic()
        for child in children:
            if child.process is not None and child.process.poll() is not None:
                code = child.process.returncode
                self._drain(child, selector)
                _kill_group(child.process.pid)
                child.died(now)
                self._say(child, f"ended with {code}; starts again in {child.next_start - now:.1f} s")
            if child.process is None and now >= child.next_start:
                selector.register(child.start(now), selectors.EVENT_READ, child)

    def _pass_on(self, selector: selectors.BaseSelector) -> None:
        """Wait for output for one tick and pass it on."""
        for key, _ in selector.select(TICK_SECONDS):
            child: _Child = key.data
            data = os.read(key.fd, 65536)
            if data:
                self._write(child, data)
            else:
                selector.unregister(key.fileobj)
                # Whoever closed its output is about to end; the next round finds it ended.
                time.sleep(0.01)

    def _drain(self, child: _Child, selector: selectors.BaseSelector) -> None:
        """Pass on what a dead child still said, then close its output."""
        output = child.process.stdout if child.process else None
        if output is None:
            return
        with suppress(BlockingIOError, OSError):
            while data := os.read(output.fileno(), 65536):
                self._write(child, data)
        if child.unfinished:
            self._write(child, b"\n")
        with suppress(KeyError):
            selector.unregister(output)
        output.close()

    def _write(self, child: _Child, data: bytes) -> None:
        *lines, child.unfinished = (child.unfinished + data).split(b"\n")
        for line in lines:
            self._say(child, line.decode(errors="replace"))

    def _say(self, child: _Child, line: str) -> None:
        width = max(len(program.name) for program in self.programs)
        self.out.write(f"{child.program.name:<{width}} | {line}\n")
        self.out.flush()

    def _end(self, children: Sequence[_Child], selector: selectors.BaseSelector) -> None:
        """Ask every child to end, wait a few seconds for all of them, and kill what is left with its own children."""
        running = [child for child in reversed(children) if child.process is not None]
        for child in running:
            if child.process is not None:
                with suppress(ProcessLookupError):
                    child.process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        while any(child.process and child.process.poll() is None for child in running) and time.monotonic() < deadline:
            self._pass_on(selector)
        for child in running:
            if child.process is not None:
                _kill_group(child.process.pid)
                child.process.wait()
                self._drain(child, selector)


def _kill_group(leader: int) -> None:
    """Kill what is left of a child's session: a worker's processes, say, when the worker itself was killed."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _tied_to_us() -> list[str]:
    """Return what to put before a command so that the system ends it when we are gone."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--"] if setpriv and sys.platform == "linux" else []
