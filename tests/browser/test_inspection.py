"""An inspection in the browser: planned, visited, found, noticed, put right with evidence, checked again and public."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.people import signed_in, step_button, take_step, visitor
from tests.portals import Portal

pytestmark = pytest.mark.browser

TITLE = "柳树村误工补贴核查"
WRONG = "误工补贴表有两人没有签字"
DONE = "两人已当面补签，补签表附后。"
RESULT = "11月21日到村里问了两人，属实。"
TODAY = "2026-11-21"


def picture(name: str) -> FilePayload:
    file = BytesIO()
    Image.new("RGB", (800, 600), "white").save(file, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": file.getvalue()}


def fits(page: Page) -> None:
    """Check that nothing scrolls sideways, once the page is there."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def send(page: Page) -> None:
    page.locator("main form button[type=submit]").click()
    page.wait_for_load_state()


def plan(desk: Page) -> str:
    """The secretary plans an inspection of one village and begins it; return the address of its page."""
    desk.goto("/desk/inspections/")
    desk.locator("a[href$='/desk/inspections/new/']").click()
    desk.wait_for_url("**/new/")
    fits(desk)
    desk.locator("select[name=kind]").select_option("finance")
    desk.locator("input[name=title]").fill(TITLE)
    desk.locator("input[name=basis]").fill("镇党委会议决定")
    desk.locator("textarea[name=plan]").fill("对误工补贴表，问本人。")
    desk.locator("input[name=begins]").fill("2026-11-16")
    desk.locator("input[name=ends]").fill("2026-11-10")
    desk.locator("input[name=units][value=QS-01]").check()
    send(desk)
    expect(desk.locator(".errs")).to_be_visible()
    expect(desk.locator("input[name=title]")).to_have_value(TITLE)
    desk.locator("input[name=ends]").fill("2026-11-27")
    send(desk)
    expect(desk.locator("h1")).to_have_text(TITLE)
    address = desk.url
    take_step(desk, "begin")
    return address


def find(desk: Page, address: str) -> None:
    """She goes there and enters what is wrong, with a photograph."""
    desk.goto(address)
    desk.locator("a[href*='/visits/new/']").first.click()
    desk.locator("select[name=unit]").select_option("QS-01")
    desk.locator("input[name=day]").fill(TODAY)
    desk.locator("input[name=place]").fill("柳树村村委会")
    desk.locator("textarea[name=seen_there]").fill("看了三季度误工补贴表，问了5人。")
    send(desk)
    desk.locator("a[href$='/findings/new/']").click()
    desk.locator("select[name=kind]").select_option("papers")
    desk.locator("textarea[name=text]").fill(WRONG)
    desk.locator("input[name=amount]").fill("480.00")
    desk.locator("input[name=photos]").set_input_files([picture("补贴表.jpg")])
    send(desk)
    expect(desk.locator("h1")).to_have_text(WRONG)
    expect(desk.locator(".shots img")).to_have_count(1)
    shown = desk.locator(".shots img").evaluate("image => image.decode().then(() => image.naturalWidth)")
    assert shown == 320
    fits(desk)


def give_notice(desk: Page, address: str) -> None:
    """She gives notice, whose paper names both responsible lines, approves what is published, and closes."""
    desk.goto(address)
    desk.locator(".findings a[href*='/notice/']").click()
    desk.wait_for_url("**/notice/**")
    expect(desk.locator("input[name=responsible]")).to_have_value(re.compile("刘守义"))
    expect(desk.locator("input[name=supervising]")).to_have_value(re.compile("周明远"))
    desk.locator("textarea[name=requirement]").fill("逐人核实补签。")
    desk.locator("input[name=due]").fill("2026-12-18")
    send(desk)
    paper = desk.request.get(desk.locator("a[href$='/notice.pdf']").get_attribute("href") or "")
    assert paper.body().startswith(b"%PDF")
    desk.goto(address)
    expect(desk.locator(".findings .answers")).to_contain_text("刘守义")
    desk.locator(".findings h3 a").click()
    desk.locator("details", has_text="定公开的说法").locator("summary").click()
    desk.locator("input[name=public_text]").fill("误工补贴表签字不全")
    take_step(desk, "release")
    desk.goto(address)
    desk.locator("details", has_text="办结检查").locator("summary").click()
    desk.locator("textarea[name=report]").fill("查了柳树村，发现一个问题。")
    take_step(desk, "close")
    expect(desk.locator(".tag.done").first).to_have_text("已办结")


def put_right(browser: Browser, portal: Portal) -> None:
    """The village reports on a telephone what it did, with a scan."""
    with signed_in(browser, portal, "clerk.liushu", width=390) as phone:
        phone.goto("/desk/rectifications/")
        fits(phone)
        phone.locator(".queue a", has_text=WRONG).click()
        phone.wait_for_url("**/desk/rectifications/*/")
        fits(phone)
        phone.locator("textarea[name=text]").fill(DONE)
        phone.locator("input[name=evidence]").set_input_files([picture("补签表.jpg"), picture("照片.jpg")])
        step_button(phone, "report").click()
        expect(phone.locator(".files a", has_text="补签表.jpg")).to_be_visible()


def check_again(desk: Page) -> None:
    """The secretary checks it again and closes it."""
    desk.goto("/desk/rectifications/")
    desk.locator(".queue a", has_text=WRONG).click()
    desk.wait_for_url("**/desk/rectifications/*/")
    expect(desk.locator("main")).to_contain_text(DONE)
    desk.locator("textarea[name=result]").fill(RESULT)
    take_step(desk, "confirm")
    expect(desk.locator("main")).to_contain_text(RESULT)


def public(browser: Browser, portal: Portal) -> str:
    """Return what everybody reads of the year's inspections."""
    with visitor(browser, portal, width=390) as phone:
        phone.goto("/accountability/2026/")
        fits(phone)
        return phone.locator("#inspections").inner_text()


def test_an_inspection_from_the_finding_to_its_closure(browser: Browser, portal: Portal) -> None:
    with signed_in(browser, portal, "secretary") as desk:
        address = plan(desk)
        find(desk, address)
        assert TITLE not in public(browser, portal)
        give_notice(desk, address)
        said = public(browser, portal)
        assert TITLE in said
        assert "误工补贴表签字不全" in said
        assert WRONG not in said
        put_right(browser, portal)
        assert "误工补贴表签字不全" in public(browser, portal)
        check_again(desk)
        said = public(browser, portal)
        assert TITLE in said
        assert "误工补贴表签字不全" not in said
        desk.goto(address)
        expect(desk.locator(".findings")).to_have_count(0)
