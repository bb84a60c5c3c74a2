"""What `manage.py` does before a command: start the engines it needs, and check that the database is set up."""

import signal
import sys
from contextlib import AbstractContextManager, nullcontext
from types import FrameType

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from portal.core.engines import EngineRefused, running

# Commands that touch no database at all.
ALONE = frozenset(
    {"", "help", "version", "collectstatic", "compilemessages", "makemessages", "diffsettings", "findstatic"}
    | {"startapp", "test", "testserver", "runserver", "sendtestemail"}
)
# Commands that work on a database in any state.
ANY_STATE = frozenset(
    {"check", "migrate", "makemigrations", "showmigrations", "sqlmigrate", "squashmigrations", "optimizemigration"}
    | {"dbshell", "shell", "restore", "createcachetable", "inspectdb", "flush", "health_check"}
)
# Commands that bring the database up to date themselves.
MIGRATES = frozenset({"up", "demo"})


def run(argv: list[str]) -> int:
    """Run a command line; return the exit code: 0 done, 1 refused with the reason on standard error, 2 bad usage."""
    name = next((word for word in argv[1:] if not word.startswith("-")), "")
    signal.signal(signal.SIGTERM, _leave)
    try:
        if name in ALONE or {"--help", "-h", "--version"} & set(argv):
            ManagementUtility(argv).execute()
            return 0
        with _engines():
            if name not in ANY_STATE:
                _set_up_database(migrate=name in MIGRATES)
            ManagementUtility(argv).execute()
        return 0
    except (EngineRefused, ImproperlyConfigured) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _leave(_number: int, _frame: FrameType | None) -> None:
    """End as on Ctrl-C, so that engines started for a command are stopped too."""
    raise SystemExit(128 + signal.SIGTERM)


def _engines() -> AbstractContextManager[None]:
    """Return a context in which the embedded engines run that the settings want, if any."""
    if not (settings.EMBEDDED_POSTGRES or settings.EMBEDDED_REDIS):
        return nullcontext()
    return running(settings.ENGINES, postgres=settings.EMBEDDED_POSTGRES, redis=settings.EMBEDDED_REDIS)


def _set_up_database(*, migrate: bool) -> None:
    """Bring the database up to date, or refuse where it is not or cannot be reached."""
    django.setup()
    try:
        if migrate:
            call_command("migrate", interactive=False, verbosity=0)
            return
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise EngineRefused(f"The database cannot be reached: {reason}.") from error
    finally:
        connection.close()
    if missing:
        raise EngineRefused(
            f"The database is not set up ({len(missing)} migrations are missing); run “python manage.py migrate” first."
        )
