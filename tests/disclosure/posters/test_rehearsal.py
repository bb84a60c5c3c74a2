"""The poster is tried before an edition is submitted; what cannot be printed is refused with its place."""

import pytest
from django.utils import translation

from disclosure.notices import registry
from disclosure.notices.actions.drafts import save_text
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.posters.documents import making, rehearsal
from portal.core.pdf import PdfFault
from portal.core.refusals import Refused
from tests.disclosure import desk
from tests.factories import NOON, Cast, cast, money_draft, text_draft

pytestmark = pytest.mark.django_db

NO_FONT = "".join(chr(0x10FFFD - number) for number in range(25))


@pytest.fixture
def people() -> Cast:
    return cast()


def written(people: Cast, body: str) -> Edition:
    draft = text_draft(people)
    return save_text(actor=people.clerk, edition=draft, title=draft.title, body=body, reason="", at=NOON)


def test_a_text_no_font_has_is_refused_on_the_page_with_its_line(people: Cast) -> None:
    draft = written(people, f"第一行。\n\n第三行，{NO_FONT}。")
    answer = desk.take(people.clerk, draft, "submit")
    assert answer.status_code == 422
    text = desk.text_of(answer)
    assert "A4 公示单无法制作。" in text
    assert "正文第 3 行：本机字体里没有" in text
    assert "U+10FFE5" in text
    assert Edition.objects.get(pk=draft.pk).state == State.DRAFT


def test_what_is_in_a_line_of_a_ledger_is_named_by_line_and_column(people: Cast) -> None:
    draft = money_draft(people)
    draft.statement.lines.filter(number=2).update(summary=f"慰问{NO_FONT}")
    found = rehearsal._place(draft, [NO_FONT[3]])
    assert found == "第 2 笔，摘要"


def test_the_reason_is_in_the_readers_language(people: Cast) -> None:
    draft = written(people, NO_FONT)
    with (
        translation.override("en"),
        pytest.raises(Refused, match=r"cannot be made on A4\. Text, line 1: The fonts of this"),
    ):
        rehearsal.rehearse_posters(draft)


def test_every_size_is_tried_and_a_fault_without_a_place_is_told(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def draw(_edition: Edition, size: str, *, is_specimen: bool) -> None:
        tried.append((size, is_specimen))
        if size == "A2":
            raise PdfFault("The PDF has lost a word.", ["没有的字"])

    monkeypatch.setattr(making, "poster", draw)
    with pytest.raises(Refused, match=r"A2 公示单无法制作。The PDF has lost a word."):
        rehearsal.rehearse_posters(text_draft(people))
    assert tried == [("A4", True), ("A3", True), ("A2", True)]


def test_a_draft_that_is_not_ready_is_refused_before_anything_is_drawn(people: Cast) -> None:
    draft = money_draft(people)
    draft.statement.answers.all().delete()

    def never(_draft: Edition) -> None:
        raise AssertionError("a poster is drawn for a draft that is refused anyhow")

    with registry.REHEARSALS.also(registry.Rehearsal("a_never", never)):
        assert desk.take(people.clerk, draft, "submit").status_code == 422
