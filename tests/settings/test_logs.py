"""Tests of the log lines: one JSON object a line, and nobody's name in it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from portal.settings.logs import PERSONAL, drop_personal

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
