"""Tests that operators find every setting in `docs/operations.md`, and none that is not there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r'env\.\w+\(\s*"([A-Z0-9_]+)"')


def test_every_setting_is_documented_and_no_other() -> None:
    read = {
        name
        for file in (ROOT / "portal" / "settings").glob("*.py")
        for name in READ.findall(file.read_text())
        if not name.startswith("TEST_")
    }
    text = (ROOT / "docs" / "operations.md").read_text()
    table = text.partition("## Settings")[2].partition("\n## ")[0]
    first_cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    documented = {name for cell in first_cells for name in re.findall(r"`([A-Z0-9_]+)`", cell)}
    assert read == documented - {"DJANGO_SETTINGS_MODULE"}
    assert len(read) > 20


def test_compose_gives_secrets_no_default() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    for secret in ("SECRET_KEY", "ENCRYPTION_KEYS", "DIGEST_KEYS", "POSTGRES_PASSWORD", "REDIS_PASSWORD"):
        assert re.search(rf"\$\{{{secret}:\?", text), secret
        assert not re.search(rf"\$\{{{secret}:?-", text), secret
