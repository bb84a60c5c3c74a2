"""Tests of the log lines: one JSON object a line, and nobody's name in it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from portal.settings.logs import PERSONAL, drop_personal, drop_rows

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("field", sorted(PERSONAL))
def test_what_names_a_person_is_dropped(field: str) -> None:
    event = {"event": "signed in", "person": 12, field: "张三"}
    assert drop_personal(None, "info", event) == {"event": "signed in", "person": 12}


def test_a_line_is_one_json_object() -> None:
    code = (
        "import logging, structlog; from portal.settings.logs import logging_for; logging_for('INFO')\n"
        "structlog.get_logger('portal.test').warning('file refused', kind='xlsx', email='a@b.example')\n"
        "logging.getLogger('library').warning('two\\nlines, %s', '中文')\n"
        "logging.getLogger('library').debug('too quiet')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    ours, theirs = [json.loads(line) for line in done.stderr.splitlines()]
    assert (ours["event"], ours["kind"], ours["level"]) == ("file refused", "xlsx", "warning")
    assert "email" not in ours
    assert theirs["event"] == "two\nlines, 中文"
    assert theirs["timestamp"].endswith("Z")


REFUSED = """Traceback (most recent call last):
  File "x.py", line 1, in f
psycopg.errors.UniqueViolation: duplicate key value violates unique constraint "one"
DETAIL:  Failing row contains (7, 张三, 一行
又一行).

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "y.py", line 2, in g
django.db.utils.IntegrityError: duplicate key value violates unique constraint "one"
DETAIL:  Key (name)=(张三) already exists."""


def test_a_refused_row_is_not_written_out() -> None:
    said = drop_rows(None, "error", {"event": "fault", "exception": REFUSED})["exception"]
    assert "张三" not in said
    assert "又一行" not in said
    assert said.count("duplicate key value") == 2
    assert 'File "y.py", line 2' in said


def test_a_line_without_an_exception_stays_as_it_is() -> None:
    assert drop_rows(None, "info", {"event": "done", "job": 7}) == {"event": "done", "job": 7}
