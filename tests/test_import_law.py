"""Tests that the import law is enforced: a copy of the sources that breaks it is refused."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("accountability", "disclosure", "petitions", "portal")


BREACHES = {
    "portal/core/refusals.py": ("import disclosure.models", "Apps know only what stands below them"),
    "portal/desk/tokens.py": ("import portal.accounts.models", "Apps know only what stands below them"),
    "disclosure/enums.py": ("import disclosure.queries", "Rooms of an app know only what stands below them"),
    "accountability/apps.py": ("import disclosure.actions", "accountability reads queries and enums"),
    "disclosure/policies.py": ("import guardian", "Only portal.core.grants knows guardian"),
    "disclosure/documents.py": ("import weasyprint", "Only portal.core.pdf knows weasyprint"),
}


def laws_broken(folder: Path) -> list[str]:
    """Return the laws that the sources in a folder break."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    broken = [line for line in done.stdout.splitlines() if " BROKEN" in line]
    assert (done.returncode != 0) == bool(broken), done.stdout + done.stderr
    return broken


def test_the_law_is_kept_and_every_breach_is_caught(tmp_path: Path) -> None:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    assert laws_broken(tmp_path) == []
    for name, (line, _) in BREACHES.items():
        file = tmp_path / name
        file.write_text(f"{file.read_text()}\n{line}\n")
    broken = laws_broken(tmp_path)
    for _, law in BREACHES.values():
        assert any(law in line for line in broken), law
