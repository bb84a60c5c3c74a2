"""Runs several long-lived programs in the foreground as one, and stops all of them together.

Each child gets a session of its own, so that a Ctrl-C in the terminal reaches only us and we end the children
in order.
"""

import asyncio
import os
import shutil
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

SIGNALS = (signal.SIGINT, signal.SIGTERM)
STOP_SECONDS = 8.0
TICK_SECONDS = 0.1
TEND_SECONDS = 5.0
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds before a child is started again; each time it dies twice as long as before."""
WELL_AFTER = 60.0
"""A child that ran for so many seconds was well; the next death starts with the first pause again."""
LONGEST_LINE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Program:
    """A child to keep running."""

    name: str
    command: Sequence[str]


@dataclass(slots=True)
class Supervisor:
    """Keeps programs running until SIGINT or SIGTERM, then stops every child within seconds.

    Attributes:
        programs: What to run, started in this order and stopped in the reverse.
        ready: Asked again and again until it says yes, which is when `announce` is called.
        tend: Called every few seconds, to look after what is not a child.
    """

    programs: Sequence[Program]
    environment: Mapping[str, str]
    ready: Callable[[], bool] = lambda: True
    announce: Callable[[], None] = lambda: None
    tend: Callable[[], None] = lambda: None
    _running: dict[str, Process] = field(default_factory=dict)

    def run(self) -> None:
        """Run until a signal."""
        handlers = {number: signal.getsignal(number) for number in SIGNALS}
        asyncio.run(self._run())
        # The loop leaves the system's own behind it, which would end what follows without cleaning up.
        for number, handler in handlers.items():
            signal.signal(number, handler)

    async def _run(self) -> None:
        stop = asyncio.Event()
        for number in SIGNALS:
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        output = [asyncio.create_task(self._keep_running(program, stop)) for program in self.programs]
        others = [asyncio.create_task(self._announce()), asyncio.create_task(self._tend())]
        await stop.wait()
        for task in others:
            task.cancel()
        await self._end()
        await asyncio.gather(*output)

    async def _keep_running(self, program: Program, stop: asyncio.Event) -> None:
        """Start a program, pass on its output, and start it again when it dies."""
        pause = FIRST_PAUSE
        while not stop.is_set():
            started = time.monotonic()
            process = await asyncio.create_subprocess_exec(
                *_tied_to_us(),
                *program.command,
                stdin=DEVNULL,
                stdout=PIPE,
                stderr=STDOUT,
                env=dict(self.environment),
                start_new_session=True,
                limit=LONGEST_LINE,
            )
            self._running[program.name] = process
            if stop.is_set():
                _kill_group(process.pid)
            reading = asyncio.create_task(self._pass_on(program, process))
            code = await _exited(process)
            _kill_group(process.pid)
            await reading
            del self._running[program.name]
            if stop.is_set():
                return
            pause = FIRST_PAUSE if time.monotonic() - started > WELL_AFTER else pause
            self._write(program, f"ended with {code}; starts again in {pause:.1f} s")
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _pass_on(self, program: Program, process: Process) -> None:
        assert process.stdout is not None  # noqa: S101 (it was asked for with PIPE)
        while not process.stdout.at_eof():
            with suppress(ValueError):  # a line beyond the limit is dropped
                if line := await process.stdout.readline():
                    self._write(program, line.decode(errors="replace").rstrip("\n"))

    def _write(self, program: Program, line: str) -> None:
        width = max(len(each.name) for each in self.programs)
        sys.stdout.write(f"{program.name:<{width}} | {line}\n")
        sys.stdout.flush()

    async def _announce(self) -> None:
        # In a thread, where Django lets the database be asked.
        while not await asyncio.to_thread(self.ready):
            await asyncio.sleep(TICK_SECONDS)
        await asyncio.to_thread(self.announce)

    async def _tend(self) -> None:
        while True:
            await asyncio.sleep(TEND_SECONDS)
            await asyncio.to_thread(self.tend)

    async def _end(self) -> None:
        """Ask every child to end, wait a few seconds for all of them, and kill what is left with its own children."""
        processes = [self._running[each.name] for each in reversed(self.programs) if each.name in self._running]
        for process in processes:
            with suppress(ProcessLookupError):
                process.terminate()
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*map(_exited, processes)), STOP_SECONDS)
        for process in processes:
            _kill_group(process.pid)


async def _exited(process: Process) -> int:
    """Wait for the end of a process. Its `wait` waits for the end of its output too, which its children may hold."""
    while process.returncode is None:
        await asyncio.sleep(TICK_SECONDS)
    return process.returncode


def _kill_group(leader: int) -> None:
    """Kill what is left of a child's session: a worker's processes, say, when the worker itself was killed."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _tied_to_us() -> list[str]:
    """Return what to put before a command so that the system ends it when we are gone."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--"] if setpriv and sys.platform == "linux" else []
