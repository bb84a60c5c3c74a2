"""The HTML of the public pages is without fault, in both languages."""

import json
import subprocess
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.utils.encoding import iri_to_uri
from playwright.sync_api import Browser

from tests.browser.people import visitor
from tests.browser.test_accessibility import LANGUAGES, NOTICE, PUBLIC
from tests.portals import Portal

pytestmark = pytest.mark.browser

CHECKER = settings.BASE_DIR / "var" / "node" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
JAVA = ("java", "-Xss4m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar")


def html_of(url: str) -> bytes:
    try:
        with urlopen(iri_to_uri(url)) as answer:  # noqa: S310 - an address of the test's own portal
            page: bytes = answer.read()
    except HTTPError as refused:
        page = refused.read()
    return page


def faults(pages: dict[str, bytes], folder: Path) -> list[str]:
    """Return what the Nu checker finds in pages, by address. It is started once for all."""
    assert CHECKER.exists(), "The checker is not there: run make var/node/installed."
    files = {f"{folder.as_uri()}/{number}.html": address for number, address in enumerate(pages)}
    for number, page in enumerate(pages.values()):
        (folder / f"{number}.html").write_bytes(page)
    command = [*JAVA, str(CHECKER), "--format", "json", str(folder)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(checked.stderr)["messages"]
    # The checker writes file:/tmp where Python writes file:///tmp.
    found = [(one["url"].replace("file:/", "file:///", 1), one) for one in messages if "url" in one]
    assert len(found) == len(messages), messages
    return [f"{files[url]} {one.get('lastLine')}: {one['message']} {one.get('extract', '')}" for url, one in found]


def test_public_pages(portal: Portal, tmp_path: Path) -> None:
    addresses = [language + path for path in PUBLIC for language in LANGUAGES]
    assert faults({address: html_of(portal.url + address) for address in addresses}, tmp_path) == []


def test_the_checker_finds_a_fault(tmp_path: Path) -> None:
    head = '<!DOCTYPE html><html lang="en"><title>x</title>'
    page = f'{head}<table><tr role="row"><td>1</table>'.encode()
    assert "role" in faults({"/": page, "/good/": f"{head}<p>1".encode()}, tmp_path)[0]


def test_tables_laid_out_as_blocks_stay_tables_to_old_engines(browser: Browser, portal: Portal) -> None:
    with visitor(browser, portal, width=390) as page:
        page.goto(NOTICE)
        roles = page.eval_on_selector_all(
            "table.ledger, table.ledger *", "parts => parts.filter(p => p.closest('table') && p.role).map(p => p.role)"
        )
    assert set(roles) == {"table", "rowgroup", "row", "columnheader", "rowheader", "cell"}
