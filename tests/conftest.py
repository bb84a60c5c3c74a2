"""What every test stands on: the embedded engines, a database of its own, and for some a running portal."""

import gc
import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain, islice
from pathlib import Path

import pytest
from _pytest import runner
from django.conf import settings
from django.utils import translation
from hypothesis import HealthCheck, settings as hypothesis
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from pytest_django import DjangoDbBlocker

from portal.core import engines
from tests import databases, portals
from tests.messaging.servers import MailServer, mail_server

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGS = [
    "--no-sandbox",  # Chromium refuses its sandbox to root
    "--disable-gpu",
    "--js-flags=--no-opt",  # a page is left before optimised code would have paid
    # Nothing of its own may go out: tests run where no network is.
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

TAKE_LONG = (
    ("tests/browser/", "tests/site/test_up.py"),
    (
        *("tests/demo/", "tests/accountability/test_sight.py", "tests/accountability/test_heads.py"),
        *(
            "tests/accountability/reports/test_figures_in_sql.py",
            "tests/accountability/reports/test_rows_lead_to_pages.py",
        ),
    ),
    ("tests/messaging/test_command.py", "tests/disclosure/boards/packs/test_packs.py"),
)
"""What workers begin with, a group each: what needs a running portal, the demo, a year of days and a real worker."""

_session = ExitStack()

# On a shared machine the time an example takes says nothing of the code.
hypothesis.register_profile("shared machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("shared machine")


def pytest_configure() -> None:
    """Use the test engines until the run ends. Runs and workers share them; the last to leave stops them."""
    _session.enter_context(engines.running(settings.ENGINES, durable=False))
    _session.callback(shutil.rmtree, settings.FILES_DIR, ignore_errors=True)


def pytest_unconfigure() -> None:
    """Leave the engines."""
    _session.close()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin the share of each worker with a group of the tests that take long.

    What is left at the end is short then, and can be shared out until all are done.
    """
    groups: dict[int | None, list[pytest.Item]] = defaultdict(list)
    for item in items:
        groups[_group_of(item)].append(item)
    short = iter(groups[None])
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    share = -(-len(items) // workers)
    ordered: list[pytest.Item] = []
    for worker in range(workers):
        first = [*chain(*(groups[number] for number in range(worker, len(TAKE_LONG), workers)))]
        ordered += [*first, *islice(short, max(0, share - len(first)))]
    items[:] = [*ordered, *short]


def _group_of(item: pytest.Item) -> int | None:
    """Return the place of its group in TAKE_LONG; None for a test that is short."""
    path = item.path.relative_to(settings.BASE_DIR).as_posix()
    return next((number for number, paths in enumerate(TAKE_LONG) if path.startswith(paths)), None)


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays until the end anyway, and let it look less often at the rest.

    Django, the tests and what they import are a million objects; going over them again and again took a tenth
    of the run.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)


def _in_one_chunk(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Run one test as pytest does."""
    return runner.pytest_runtest_protocol(item, nextitem)


# Python keeps the frames of its calls in chunks of 16 KiB and gives a chunk back to the system as soon as it is empty.
# A test stands so deep in pytest and Django that some loop always calls across the end of one, and a fifth of the
# run went into asking for memory and giving it back. A frame this large gets a chunk that has room for all below it.
_in_one_chunk.__code__ = _in_one_chunk.__code__.replace(co_stacksize=2**17)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Run a test from within a frame that leaves room."""
    return _in_one_chunk(item, nextitem)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Give this process a database: a copy of the migrated template. It takes the place of pytest-django's."""
    with django_db_blocker.unblock():
        databases.drop_leftovers()
        name = databases.copy(databases.template())
    with databases.connected_to(name):
        yield  # blocked again: a test without the mark `django_db` must not reach it
    databases.drop(name)


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Give one test a database of its own in which it may commit; it yields the name.

    Triggers forbid TRUNCATE, so the usual way of emptying tables after such a test is closed.
    """
    with django_db_blocker.unblock():
        name = databases.copy(databases.template())
        with databases.connected_to(name):
            yield name
        databases.drop(name)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Stand in a copy of a database with the demo in it."""
    with django_db_blocker.unblock(), tempfile.TemporaryDirectory() as folder:
        name = portals.copy_demo(Path(folder, "files"))
        with databases.connected_to(name):
            yield
        databases.drop(name)


@pytest.fixture(scope="session")
def mail() -> Iterator[MailServer]:
    """Run a mail server for the portal."""
    with mail_server() as server:
        yield server


@pytest.fixture(scope="session")
def portal(django_db_setup: None, django_db_blocker: DjangoDbBlocker, mail: MailServer) -> Iterator[portals.Portal]:
    """Run a portal with the demo in it, which sends its letters to `mail`: `.url`, `.manage("poster", …)`, `.log`.

    All tests of a worker share it, so each leaves alone what others look at.
    """
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            running = stack.enter_context(portals.running_portal(TEST_EMAIL_PORT=str(mail.port)))
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium once for a module.

    Not for longer: its loop runs in this thread, and tests of asynchronous views cannot run beside it.
    """
    # Playwright's loop runs in this thread, and Django would take every query beside it for one inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, portal: portals.Portal) -> Iterator[Page]:
    """Open a page in a fresh browser, 1280 px wide, in Chinese. Paths are relative to the portal's address.

    A fault of a script, or anything the content security policy stops, fails the test.
    """
    with browser.new_context(
        base_url=portal.url, locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1280, "height": 900}
    ) as context:
        faults: list[str] = []
        context.on("weberror", lambda error: faults.append(str(error.error)))
        context.on("console", lambda message: faults.extend(_stopped_by_policy(message)))
        yield context.new_page()
    assert not faults, faults


def _stopped_by_policy(message: ConsoleMessage) -> list[str]:
    return [message.text] if "Content Security Policy" in message.text else []


@pytest.fixture
def english() -> Iterator[None]:
    """Speak English for one test, so that it can name the sentence it expects."""
    with translation.override("en"):
        yield
