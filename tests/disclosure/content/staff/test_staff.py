"""A staff board: photographs uploaded with the list, private until they are published, on the page and on paper."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from PIL import Image

from disclosure.catalogue.enums import Cadence, Stream
from disclosure.catalogue.models import CatalogueEntry
from disclosure.content.staff.models import StaffLine
from disclosure.lists.actions import save_lines
from disclosure.lists.queries import photographs_of
from disclosure.lists.registry import LISTS
from disclosure.notices.actions import steps
from disclosure.notices.models import Edition
from disclosure.posters.documents.making import poster, sheet
from disclosure.posters.enums import PaperSize
from portal.accounts.enums import UnitKind
from portal.core import files
from tests.disclosure import desk
from tests.disclosure.allocating import resident
from tests.factories import NOON, Cast, CatalogueEntryFactory, cast, published, text_draft


@pytest.fixture
def _clock() -> Iterator[None]:
    with time_machine.travel(desk.LATER, tick=False), translation.override("en"):
        yield


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_clock")]

FORM = LISTS["staff"]


def entry() -> CatalogueEntry:
    """Return the entry of who does what in a village."""
    made: CatalogueEntry = CatalogueEntryFactory(
        code="V04",
        stream=Stream.VILLAGE,
        name_zh="村干部分工",
        name_en="Division of duties",
        cadence=Cadence.STANDING,
        form="staff",
        publisher=UnitKind.VILLAGE,
    )
    return made


def person(name: str, **fields: str) -> StaffLine:
    """Return a person of the board."""
    values = {
        "post": "村委会主任",
        "duties": "主持村委会工作",
        "telephone": "0000-8131001",
        "whereabouts": "in",
        **fields,
    }
    return StaffLine(name=name, **values)


def draft_with(play: Cast, *people: StaffLine) -> Edition:
    """Return a draft of the board."""
    draft = text_draft(play, entry=entry(), period="2026", title="村干部分工")
    return save_lines(actor=play.clerk, edition=draft, form=FORM, lines=people, at=NOON)


def photograph(name: str, *, colour: str = "navy", kind: str = "JPEG") -> SimpleUploadedFile:
    """Return a photograph as a telephone takes it: large, and telling where it was taken."""
    made, exif = io.BytesIO(), Image.Exif()
    exif[0x0110] = "SecretPhone"
    Image.new("RGB", (900, 700), colour).save(made, kind, exif=exif)
    return SimpleUploadedFile(name, made.getvalue())


def attach(play: Cast, draft: Edition, *photographs: SimpleUploadedFile) -> Any:
    """Send photographs as the clerk does on the page of the list."""
    return desk.post(play.clerk, "disclosure_desk:list", draft.pk, attach="1", photographs=list(photographs))


def test_a_photograph_is_stripped_and_cut_and_shown_with_its_words_once_it_is_published() -> None:
    play = cast()
    draft = draft_with(play, person("赵建国"), person("钱秀兰", whereabouts="village"))
    assert attach(play, draft, photograph("赵建国.jpg")).status_code == 303
    file = photographs_of(draft)["赵建国"]
    content = files.read("private", file.stored_as)
    assert b"SecretPhone" not in content
    with Image.open(io.BytesIO(content)) as kept:
        assert (kept.format, kept.size) == ("JPEG", (360, 480))
    private = reverse("disclosure_files:attachment", args=[draft.notice.number, file.pk, file.name])
    assert resident().get(private).status_code == 404
    edition = published(play, draft)
    page = resident().get(reverse("disclosure:notice", args=[edition.notice.number])).content.decode()
    assert f'src="{private}" alt="Photograph of 赵建国"' in page
    assert 'aria-hidden="true" lang="zh-CN">钱<' in page
    assert "2 people, In the office: 1, In a village: 1" in page
    # It stands beside the name and in no list of files.
    assert "Files</h2>" not in page
    answer = resident().get(private)
    assert answer["Content-Type"] == "image/jpeg"
    assert b"".join(answer) == content
    answer.close()


def test_what_is_no_picture_or_of_nobody_is_refused_and_the_rest_is_kept() -> None:
    play = cast()
    draft = draft_with(play, person("赵建国"), person("钱秀兰"))
    fake = SimpleUploadedFile("钱秀兰.jpg", b"%PDF-1.4 no picture")
    answer = attach(play, draft, photograph("赵建国.png", kind="PNG"), photograph("孙德胜.jpg", colour="red"), fake)
    assert answer.status_code == 422
    page = desk.text_of(answer)
    assert "孙德胜.jpg: Nobody on the list is called so." in page
    assert "钱秀兰.jpg: This kind of file is not taken." in page
    assert "No photograph yet: 钱秀兰." in page
    assert set(photographs_of(draft)) == {"赵建国"}


def test_a_new_photograph_takes_the_place_of_the_old_one() -> None:
    play = cast()
    draft = draft_with(play, person("赵建国"))
    attach(play, draft, photograph("赵建国.jpg"))
    before = photographs_of(draft)["赵建国"].sha256
    attach(play, draft, photograph("赵建国.jpg", colour="green"))
    assert draft.attachments.count() == 1
    assert photographs_of(draft)["赵建国"].sha256 != before


def test_who_left_the_list_takes_the_photograph_along() -> None:
    play = cast()
    draft = draft_with(play, person("赵建国"), person("钱秀兰"))
    attach(play, draft, photograph("赵建国.jpg"), photograph("钱秀兰.jpg", colour="red"))
    save_lines(actor=play.clerk, edition=draft, form=FORM, lines=[person("赵建国")], at=NOON)
    edition = steps.submit(actor=play.clerk, edition=draft, at=desk.LATER)
    assert set(photographs_of(edition)) == {"赵建国"}


def test_the_poster_has_the_faces_and_places_for_a_magnet() -> None:
    play = cast()
    draft = draft_with(play, person("赵建国"), *(person(f"钱秀兰{number}") for number in range(8)))
    attach(play, draft, photograph("赵建国.jpg"))
    edition = published(play, draft)
    content = sheet(edition, PaperSize.A3, "published").content
    assert content is not None
    assert list(content.photographs) == [photographs_of(edition)["赵建国"].sha256]
    assert content.html.count('class="initial"') == 8
    assert "在岗" in content.html
    drawn = poster(edition, PaperSize.A3)
    assert drawn.pages == 1
    assert b"/DCTDecode" in drawn.pdf
