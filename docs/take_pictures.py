"""Takes the pictures of the README from a running portal with the demo township in it.

python docs/take_pictures.py http://localhost:8000
"""

import io
import sys
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parent / "pictures"
CHROMIUM = "/usr/bin/chromium"
NOTICE = "/notices/QS-01-F02-2026Q2/"
PAGES = {
    "home": ("/", 1280, 1000, ""),
    "statement": (NOTICE, 1280, 1000, ""),
    "statement-phone": (NOTICE, 390, 1000, ""),
    "statement-en": (f"/en{NOTICE}", 1280, 1000, ""),
    "desk": ("/desk/", 1280, 860, "reviewer"),
}


def main(address: str) -> None:
    """Take every picture."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for name, (path, width, height, username) in PAGES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
            if username:
                sign_in(page, address, username)
            page.goto(address + path)
            save(Image.open(io.BytesIO(page.screenshot())), name)
            page.close()
        request = browser.new_context().request
        poster = request.get(f"{address}{NOTICE}poster.pdf?size=A3", timeout=60_000).body()
        browser.close()
    sheets = [sheet.render(scale=0.8).to_pil() for sheet in pypdfium2.PdfDocument(poster)]
    save(side_by_side(sheets), "poster")


def sign_in(page: Page, address: str, username: str) -> None:
    """Sign in as somebody of the demo."""
    page.goto(f"{address}/accounts/login/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill("gongkai-demo")
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/desk/")


def side_by_side(pictures: list[Image.Image]) -> Image.Image:
    """Return pictures in a row on grey."""
    gap = 16
    width = sum(picture.width for picture in pictures) + gap * (len(pictures) + 1)
    row = Image.new("RGB", (width, max(picture.height for picture in pictures) + 2 * gap), "#8b877a")
    left = gap
    for picture in pictures:
        row.paste(picture, (left, gap))
        left += picture.width + gap
    return row


def save(picture: Image.Image, name: str) -> None:
    """Save a picture small: few colours are enough for paper and ink."""
    picture.convert("RGB").quantize(96).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Name the portal's address, such as http://localhost:8000.")
    main(sys.argv[1].rstrip("/"))
