"""Tests that what we depend on is pinned, hashed and explained."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "pyproject.toml").read_text()
PROJECT = tomllib.loads(TEXT)["project"]
MAIN = PROJECT["dependencies"]
ALL = [*MAIN, *(each for extra in PROJECT["optional-dependencies"].values() for each in extra)]


def name_of(requirement: str) -> str:
    found = re.match(r"[a-z0-9-]+", requirement)
    assert found is not None
    return found[0]


@pytest.mark.parametrize(("lock", "wanted"), [("requirements.lock", ALL), ("docker/requirements.lock", MAIN)])
def test_the_lock_pins_everything_with_hashes_and_names_no_index(lock: str, wanted: list[str]) -> None:
    text = (ROOT / lock).read_text()
    pinned = set(re.findall(r"^([a-z0-9-]+)(?:\[[^\]]*\])?==", text, re.MULTILINE))
    assert {name_of(each) for each in wanted} <= pinned
    entries = re.split(r"\n(?=[a-z0-9])", text)
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text
    assert "--index" not in text


def test_every_direct_dependency_says_why() -> None:
    for requirement in ALL:
        assert re.search(rf'^  "{re.escape(requirement)}", +# \S', TEXT, re.MULTILINE), requirement


def test_pages_are_served_without_what_draws_paper() -> None:
    """Loading it takes half a second, and every program of a portal would wait for it when it starts."""
    code = (
        "import sys; import portal.wsgi; from django.urls import get_resolver; get_resolver().url_patterns;"
        "sys.exit('weasyprint' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
