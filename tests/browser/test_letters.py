"""A letter issued to twelve villages from the menu, signed by eleven, the twelfth reminded."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import PASSWORD, signed_in, take_step
from tests.portals import Portal

pytestmark = pytest.mark.browser

YEAR, VILLAGES = 2027, 12
HEADS_SIGN_IN = f"""
from django.contrib.auth.hashers import make_password
from portal.accounts.models import User
User.objects.filter(username__startswith="head.").update(password=make_password("{PASSWORD}"))
"""


def open_letters(page: Page) -> None:
    """Go to the letters by the menu."""
    page.locator("nav.side a", has_text="责任书").click()
    page.wait_for_url("**/desk/letters/")


def plan_and_issue(browser: Browser, portal: Portal) -> None:
    """The secretary plans the year and issues the letters to the villages."""
    with signed_in(browser, portal, "secretary") as desk:
        open_letters(desk)
        desk.locator("main a", has_text="安排一年的签订").click()
        desk.locator("input[name=year]").fill(str(YEAR))
        desk.locator("input[name=meets_on]").fill(f"{YEAR}-02-25")
        desk.locator("input[name=place]").fill("镇政府三楼会议室")
        desk.locator("main form button[type=submit]").click()
        desk.wait_for_url("**/desk/letters/years/*/")
        desk.locator("main a", has_text="发责任书").click()
        desk.wait_for_url("**/issue/")
        for box in desk.locator("input[name=units]").all():
            if not re.fullmatch(r"QS-\d\d", box.get_attribute("value") or ""):
                box.uncheck()
        desk.locator("main form button[type=submit]").click()
        desk.wait_for_url("**/desk/letters/years/*/")
        expect(desk.locator(".tally dd").first).to_have_text(str(VILLAGES))


def sign(browser: Browser, portal: Portal, username: str) -> None:
    """A head finds the letter on the desk, reads it and signs it."""
    with signed_in(browser, portal, username) as desk:
        open_letters(desk)
        desk.locator(".queue tbody a").first.click()
        desk.wait_for_url("**/desk/letters/*/")
        expect(desk.locator("details.fold .said")).to_contain_text(f"{YEAR}年度党风廉政建设责任书")
        desk.locator("form[action*='/steps/sign/'] input[name=is_read]").check()
        take_step(desk, "sign")
        expect(desk.locator(".told")).to_contain_text("已签")


def remind(browser: Browser, portal: Portal) -> str:
    """The secretary sees who is still to sign, and reminds them; return the name of the unit."""
    with signed_in(browser, portal, "secretary") as desk:
        open_letters(desk)
        desk.goto(f"/desk/letters/?year={YEAR}&kind=clean&level=unit&standing=to_sign")
        waiting = desk.locator(".queue tbody tr", has_text="待乙方签字")
        expect(waiting).to_have_count(1)
        unit = waiting.locator("td").nth(1).inner_text()
        waiting.locator("input[type=checkbox]").check()
        desk.locator("button[name=verb][value=remind]").click()
        desk.wait_for_url("**/desk/letters/")
        expect(desk.locator(".told")).to_contain_text("催签")
        return unit


def test_a_letter_issued_to_twelve_villages_signed_by_eleven_the_twelfth_reminded(
    browser: Browser, portal: Portal
) -> None:
    done = portal.manage("shell", "-c", HEADS_SIGN_IN)
    assert done.returncode == 0, done.stderr
    plan_and_issue(browser, portal)
    heads = ("liushu", "shiqiao", "donghe", "xiling", "nanping", "beigou", "dayang", "lei", "huaihua")
    for name in (*heads, "qinglongshan", "dukou"):
        sign(browser, portal, f"head.{name}")
    unit = remind(browser, portal)
    assert unit == "新庄村"
    with signed_in(browser, portal, "head.xinzhuang") as desk:
        desk.goto("/desk/inbox/")
        expect(desk.locator("main")).to_contain_text("还没有签，请尽快签")
    with signed_in(browser, portal, "approver") as desk:
        open_letters(desk)
        desk.locator("main a", has_text="甲方签字").click()
        desk.locator("input[name=is_read]").check()
        desk.locator("main form button[type=submit]").click()
        desk.wait_for_url("**/desk/letters/")
        expect(desk.locator(".told")).to_contain_text("11 份生效")
