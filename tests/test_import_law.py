"""Tests that the import law is enforced: a copy of the sources that breaks it is refused."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("accountability", "disclosure", "petitions", "portal")


BREACHES = {
    "portal/core/refusals.py": ("import disclosure.notices.models", "Portal and apps"),
    "portal/messaging/enums.py": ("import portal.site.context", "Packages of the portal"),
    "disclosure/catalogue/enums.py": ("import disclosure.boards.models", "Rooms of disclosure"),
    "disclosure/notices/enums.py": ("import disclosure.notices.models", "In a room"),
    "disclosure/content/text/forms.py": ("import disclosure.content.statement.models", "Forms do not know"),
    "disclosure/ledger/dates.py": ("def inner():\n    import disclosure.ledger.read", "No circles"),
    "accountability/apps.py": ("import disclosure.notices.actions.drafts", "Accountability reads queries and enums"),
    "disclosure/opinions/policies.py": (
        "import portal.cases.models.private",
        "Only portal.cases reads",
    ),
    "disclosure/notices/policies.py": ("import guardian", "Only portal.core.grants knows guardian"),
    "disclosure/posters/documents/making.py": ("import weasyprint", "Only portal.core.pdf knows weasyprint"),
}
"""For each law a file, and a line that breaks the law there."""


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


def test_no_module_imports_the_package_it_is_in() -> None:
    """No contract sees a module that imports its own package's `__init__`, which is a circle all the same."""
    found = [
        f"{file}: {name}"
        for package in PACKAGES
        for file in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ImportFrom)
        for name in (node.module,)
        if file.name != "__init__.py" and name == ".".join(file.parent.relative_to(ROOT).parts)
        for alias in node.names
        if not (file.parent / f"{alias.name}.py").exists() and not (file.parent / alias.name).is_dir()
    ]
    assert found == []


def test_every_room_is_held_to_the_order_in_a_room() -> None:
    law = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    held = set(next(one for one in law if one["name"] == "In a room")["containers"])
    furnished = {"models", "actions", "queries", "desk", "policies", "forms", "enums"}
    rooms = {
        ".".join(file.parent.relative_to(ROOT).parts)
        for app in ("accountability", "disclosure", "petitions")
        for file in (ROOT / app).rglob("*.py")
        if file.stem in furnished or (file.name == "__init__.py" and file.parent.name in furnished)
    }
    rooms = {re.sub(r"\.(models|actions|queries|desk|policies|forms|enums)$", "", room) for room in rooms}
    assert {room for room in rooms if "." in room} == held
