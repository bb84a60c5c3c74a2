"""Where the demo's prose and ranges lie, and how they are read."""

from __future__ import annotations

import csv
import json
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings


def folder() -> Path:
    """Return the folder of the reference data that comes with the portal."""
    return Path(settings.BASE_DIR) / "data"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a table in `data/demo`."""
    text = (folder() / "demo" / name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(StringIO(text, newline="")))


@cache
def document(name: str) -> Any:
    """Return a JSON document in `data/demo`."""
    return json.loads((folder() / "demo" / name).read_text(encoding="utf-8"))


@cache
def text(name: str) -> str:
    """Return a text in `data/demo`."""
    return (folder() / "demo" / name).read_text(encoding="utf-8")
