"""axe finds nothing on any page, in both languages, at both widths, in large print and for each role."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from tests.browser.people import HEIGHT, signed_in, visitor
from tests.portals import Portal

pytestmark = pytest.mark.browser

NOTICE = "/notices/QS-01-F02-2026Q2/"
PUBLIC = (
    "/",
    "/units/",
    "/units/QS-01/",
    "/units/QS-CZ/",
    "/units/QS-03/demands/",
    "/units/QS-03/demands/new/",
    "/notices/",
    "/notices/?stream=finance",
    NOTICE,
    "/notices/QS-01-F02-2026Q1/",
    "/notices/QS-01-F02-2026Q1/editions/1/",
    "/notices/QS-01-V13-2026Q3/",
    "/notices/QS-CZ-G16-2024-1/",
    "/notices/QS-CZ-G17-2024-1/",
    "/notices/QS-01-V02-2026Q2/",
    "/notices/QS-G19-2025/",
    f"{NOTICE}opinions/new/",
    "/projects/QS-01/村道修补工程/",
    "/compare/",
    "/compare/QS-01/?account=503",
    "/opinions/",
    "/opinions/follow/",
    "/petitions/",
    "/petitions/new/",
    "/petitions/track/",
    "/petitions/outcomes/",
    "/petitions/outcomes/2025/",
    "/petitions/outcomes/told/",
    "/requests/",
    "/requests/new/",
    "/requests/track/",
    "/requests/released/",
    "/requests/released/QS-SQ-2026-3/",
    "/petitions/visit-days/",
    "/petitions/visit-days/QS-JF-20261201/",
    "/petitions/visit-days/QS-JF-20261201/book/",
    "/petitions/visit-days/QS-JF-20261124/book/",
    "/petitions/visit-days/follow/",
    "/verify/",
    "/verify/AAAA-AAAA/",
    "/matrix/",
    "/matrix/2026Q2/",
    "/matrix/2026/",
    "/log/",
    "/data/",
    "/catalogue/",
    "/guide/",
    "/rules/",
    "/rules/1/",
    "/rules/1/wordings/1/",
    "/bulletins/",
    "/bulletins/1/",
    "/leading-group/",
    "/people/",
    "/bookkeeping/",
    "/services/",
    "/accessibility/",
    "/search/",
    "/search/?q=QS-01",
    "/subscriptions/?unit=QS-01",
    "/subscriptions/asked/",
    "/subscriptions/left/",
    "/search/?q=%E5%9E%83%E5%9C%BE",
    "/search/?q=nothing-of-this-kind",
    "/accountability/",
    "/accountability/2025/",
    "/accountability/2025/published/QS-01/",
    "/accountability/letters/ZR-2025-QS-01/",
    "/accountability/ratings/2025/",
    "/accountability/assessments/2025/",
    "/accountability/assessments/2025/QS-10/",
    "/accountability/assessments/2025/QS-JS/1/",
    "/accountability/appraisals/QS-CP-2026-010/",
    "/accountability/reports/",
    "/accountability/reports/2025/",
    "/accountability/vote/",
    "/no-such-page/",
    "/accounts/login/",
)
OPINIONS = (
    "/desk/opinions/",
    "/desk/opinions/new/",
    "/desk/demands/",
    "/desk/demands/new/",
    "/desk/electorate/",
    "/desk/electorate/QS-03/",
)
CLERKS = ("/desk/ledgers/", "/desk/ledgers/new/", "/desk/notices/", "/desk/notices/new/", "/desk/opinions/")
ACCOUNTABILITY = (
    "/desk/accountability/risks/2026Q3/QS-01/",
    "/desk/letters/",
    "/desk/letters/1/",
    "/desk/letters/templates/",
    "/desk/letters/reports/",
    "/desk/letters/reports/1/",
    "/desk/assessments/",
    "/desk/assessments/1/",
    "/desk/scoring-tables/1/",
    "/desk/debriefings/",
    "/desk/debriefings/1/",
    "/desk/appraisals/1/",
    "/desk/inspections/",
    "/desk/inspections/1/",
    "/desk/inspections/visits/1/",
    "/desk/findings/",
    "/desk/findings/1/",
    "/desk/rectifications/",
    "/desk/rectifications/1/",
    "/desk/supervision/",
    "/desk/supervision/points/1/",
    "/desk/supervision/matters/",
    "/desk/supervision/things/",
    "/desk/screen/",
    "/desk/ratings/",
    "/desk/ratings/1/",
    "/desk/integrity/",
    "/desk/integrity/heads/",
    "/desk/integrity/talks/",
    "/desk/integrity/talks/1/",
    "/desk/integrity/education/1/",
    "/desk/integrity/meetings/1/",
    "/desk/integrity/diary/",
    "/desk/integrity/checklists/1/",
    "/desk/yearly-reports/",
    "/desk/yearly-reports/1/",
)
DESK = {
    "clerk.liushu": ("/desk/", *CLERKS),
    "reviewer": ("/desk/", "/desk/notices/", "/desk/jobs/", "/accounts/2fa/"),
    "secretary": ("/desk/", "/desk/accountability/year/", "/desk/accountability/risks/2026Q3/", *ACCOUNTABILITY),
    "lay": ("/desk/",),
    "publisher": (
        "/desk/matrix/2026Q3/",
        "/desk/obligations/",
        "/desk/obligations/new/",
        "/desk/monthly-books/",
        "/desk/organisation/",
        "/desk/organisation/texts/new/",
        "/desk/organisation/texts/1/",
        "/desk/organisation/appointments/",
        "/desk/organisation/appointments/new/",
        "/desk/organisation/places/1/",
        "/desk/organisation/group-budgets/",
        *OPINIONS,
        "/desk/requests/",
        "/desk/requests/new/",
        "/desk/requests/1/",
        "/desk/visit-days/",
        "/desk/visit-days/1/",
        "/desk/visit-days/rules/",
        "/desk/visit-days/rules/new/",
        "/desk/promises/",
        "/desk/promises/1/",
    ),
    "admin": ("/desk/", "/desk/catalogue/", "/desk/units/", "/desk/units/QS-01/", "/desk/people/", "/desk/calendar/"),
}
LANGUAGES = ("", "/en")
WIDE = 1280
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Of what is in order, axe does not work out and send over where on the page it stands.
    "resultTypes": ["violations"],
}


def faults(page: Page, address: str, *widths: int, height: int = HEIGHT) -> list[str]:
    """Open a page and return what axe holds against it at each width, and whether it is wider than the screen."""
    page.goto(address)
    page.evaluate(AXE_SCRIPT)
    return [fault for width in widths for fault in _faults_at(page, address, width, height)]


def _faults_at(page: Page, address: str, width: int, height: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": height})
    # Contrast takes two thirds of axe's time, and colours are the same in both languages: it is measured once for
    # each width, in Chinese on a narrow screen and in English on a wide one.
    contrast = (width == WIDE) == address.startswith("/en")
    options = OPTIONS | {"rules": {"color-contrast": {"enabled": contrast}}}
    found = [
        f"{address} at {width} px: {rule['id']}: {node['html'][:160]}"
        for rule in page.evaluate("options => axe.run(options).then(found => found.violations)", options)
        for node in rule["nodes"]
    ]
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, f"{address}: {wider} px wider than a screen of {width} px"] if wider > 0 else found


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages(browser: Browser, portal: Portal, language: str) -> None:
    with visitor(browser, portal) as page:
        assert [fault for path in PUBLIC for fault in faults(page, language + path, 320, WIDE)] == []


def test_large_print(browser: Browser, portal: Portal) -> None:
    paths = ("/", NOTICE, "/units/QS-01/", "/matrix/2026Q2/")
    with visitor(browser, portal, width=390) as page:
        assert [fault for path in paths for fault in faults(page, f"{path}?view=elder", 390)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("username", DESK)
def test_desk(browser: Browser, portal: Portal, language: str, username: str) -> None:
    with signed_in(browser, portal, username) as page:
        paths = [*DESK[username], *waiting(page)]
        narrow = [fault for path in paths[:3] for fault in faults(page, language + path, 390, WIDE)]
        assert narrow + [fault for path in paths[3:] for fault in faults(page, language + path, WIDE)] == []


def waiting(page: Page) -> list[str]:
    """Return the address of the first thing that waits on the desk, if anything does."""
    links = page.locator(".queue a[href*='/desk/editions/']")
    return [links.first.get_attribute("href") or ""] if links.count() else []
