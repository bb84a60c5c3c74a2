"""Tests of the supervisor, with real children, from a process of its own that can be signalled."""

import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]
WAIT_SECONDS = 60.0

SLEEPER = "import time; print('up', flush=True); time.sleep(600)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"
PARENT = "import subprocess, sys; print('up', flush=True); subprocess.run([sys.executable, '-c', {child!r}])"
LEAVES_ONE = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', {child!r}]); raise SystemExit(4)"
SHORT = "print('here'); raise SystemExit(3)"


@contextmanager
def supervising(**children: str) -> Iterator["subprocess.Popen[str]"]:
    """Run a supervisor over children given as Python code."""
    script = textwrap.dedent(f"""
        import os, sys
        from portal.core import supervisor
        from portal.core.supervisor import Program, Supervisor
        supervisor.STOP_SECONDS = 1.0
        children = {children!r}
        programs = [Program(name, [sys.executable, "-c", code]) for name, code in children.items()]
        # In one piece: unbuffered, print() writes the end of the line by itself, and a child's line may come between.
        Supervisor(programs, dict(os.environ), announce=lambda: print("announced\\n", end="", flush=True)).run()
        print("stopped", flush=True)
    """)
    command = [sys.executable, "-c", script]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}  # as `up` has it
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def read_until(process: "subprocess.Popen[str]", pattern: str) -> list[str]:
    """Read lines until one matches."""
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if re.fullmatch(pattern, lines[-1]):
            return lines
    raise AssertionError(f"{pattern} never came: {lines}")


def descendants(process: "subprocess.Popen[str]") -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def steady(process: "subprocess.Popen[str]") -> list[int]:
    """Return the numbers of the children that sleep."""
    found = []
    for child in descendants(process):
        with suppress(psutil.ZombieProcess, psutil.NoSuchProcess):
            found += [child.pid] if SLEEPER in child.cmdline() else []
    return found


def all_gone(processes: list[psutil.Process]) -> bool:
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        if not any(each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in processes):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_every_child(how: signal.Signals) -> None:
    with supervising(one=SLEEPER, second=SLEEPER) as process:
        read_until(process, r"second \| up")
        children = descendants(process)
        assert len(children) == 2
        process.send_signal(how)
        read_until(process, "stopped")
        assert process.wait(WAIT_SECONDS) == 0
        assert all_gone(children)


def test_every_line_carries_its_childs_name() -> None:
    with supervising(web="print('one'); print('two', end=''); import time; time.sleep(600)", worker=SLEEPER) as process:
        lines = read_until(process, r"worker \| up")
        if "web    | one" not in lines:
            lines = read_until(process, r"web    \| one")
        assert "web    | one" in lines


def test_a_child_that_dies_is_started_again_later_each_time() -> None:
    with supervising(short=SHORT) as process:
        first = read_until(process, r"short \| ended with 3; starts again in 0\.5 s")
        second = read_until(process, r"short \| ended with 3; starts again in 1\.0 s")
        assert "short | here" in first
        assert "short | here" in second


def test_the_others_run_on_when_one_dies() -> None:
    with supervising(short=SHORT, steady=SLEEPER) as process:
        read_until(process, r"steady \| up")
        before = steady(process)
        assert len(before) == 1
        read_until(process, r"short  \| ended with 3; starts again in 1\.0 s")
        assert steady(process) == before


def test_a_deaf_child_is_killed_with_its_own_children() -> None:
    with supervising(parent=PARENT.format(child=DEAF)) as process:
        read_until(process, r"parent \| up")
        read_until(process, r"parent \| up")
        children = descendants(process)
        assert len(children) == 2
        started = time.monotonic()
        process.terminate()
        read_until(process, "stopped")
        assert time.monotonic() - started < 5
        assert all_gone(children)


def test_a_child_is_started_again_though_one_of_its_own_holds_its_output() -> None:
    with supervising(parent=LEAVES_ONE.format(child=SLEEPER)) as process:
        read_until(process, r"parent \| ended with 4; starts again in 1\.0 s")


def test_a_line_beyond_the_limit_does_not_silence_a_child() -> None:
    with supervising(long="print('x' * 3_000_000); print('here'); import time; time.sleep(600)") as process:
        read_until(process, r"long \| here")


def test_it_announces_once() -> None:
    with supervising(one=SLEEPER, short=SHORT) as process:
        lines = read_until(process, r"short \| ended with 3; starts again in 1\.0 s")
        assert lines.count("announced") == 1


@pytest.mark.skipif(not Path("/usr/bin/setpriv").exists(), reason="the system has no setpriv")
def test_children_end_even_if_the_supervisor_is_killed() -> None:
    with supervising(one=SLEEPER) as process:
        read_until(process, r"one \| up")
        children = descendants(process)
        os.kill(process.pid, signal.SIGKILL)
        assert all_gone(children)
