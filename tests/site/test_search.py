"""The search from the home page: what stands in lines is found and linked, and nothing that is not in force."""

from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from django.utils.http import urlencode

from disclosure.catalogue.enums import Stream
from disclosure.content.statement import actions as statements
from disclosure.notices.actions import drafts, publishing
from disclosure.notices.models import Attachment, Edition
from disclosure.notices.queries.editions import matching, visible
from portal.core import search
from portal.core.models import SearchDocument
from portal.site.presenters import search as presenters
from portal.site.views import search as view
from tests.disclosure import allocating
from tests.factories import (
    NOON,
    Cast,
    CatalogueEntryFactory,
    answered,
    approved,
    cast,
    ledger,
    money_draft,
    published,
    text_draft,
)
from tests.site.test_public import refresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_fresh")]
__all__ = ["refresh"]
LATER = NOON + timedelta(days=1)
ONE = (("垃圾清运费", "", "1772.93"), ("土地承包费", "20000.00", ""))


@pytest.fixture
def _fresh(refresh: Callable[[], None]) -> None:
    refresh()


@pytest.fixture
def people() -> Cast:
    return cast()


def statement(people: Cast, movements: tuple[tuple[str, str, str], ...] = ONE) -> Edition:
    return published(people, money_draft(people, statement=ledger(opening="5000.00", movements=movements)))


def found(words: str, root: str = "") -> str:
    return str(Client().get(f"{root}/search/?q={quote(words)}").content.decode())


def test_an_amount_is_found_with_its_unit(people: Cast) -> None:
    statement(people)
    for typed in ("1,772.93元", "￥1772.93", "20000元"):
        assert "#line-" in found(typed), typed


def test_the_home_page_searches_here() -> None:
    assert 'role="search" action="/search/"' in Client().get("/").content.decode()
    page = found("")
    assert "没有找到" not in page
    assert "noindex" in page


@pytest.mark.parametrize("words", ["垃圾清运", "1,772.93", "1772.93", "记-001", "李经手 清运", "清运 1772.93"])
def test_a_line_is_found_by_summary_amount_voucher_and_names(people: Cast, words: str) -> None:
    edition = statement(people)
    page = found(words)
    assert page.count(f'href="/notices/{edition.notice.number}/#line-1"') == 1
    assert "#line-2" not in page


def test_the_words_are_marked_and_in_english_the_line_says_its_language(people: Cast) -> None:
    edition = statement(people)
    assert "<mark>垃圾清运</mark>费" in found("垃圾清运")
    page = found("垃圾清运", "/en")
    assert f'href="/en/notices/{edition.notice.number}/#line-1"' in page
    assert '<span lang="zh-CN"><mark>垃圾清运</mark>费</span>' in page


def test_the_unit_narrows_and_names_no_lines(people: Cast) -> None:
    statement(people)
    assert "#line-1" in found(f"{people.village.name_zh} 清运")
    assert "#line-" not in found(people.village.name_zh)


def test_what_the_town_gave_is_found_by_who_was_given_it(people: Cast) -> None:
    lines = [allocating.line(None, "860.00", paid_on=date(2026, 8, 3), recipient="青石镇洁通环卫有限公司")]
    edition = allocating.published_allocation(people, allocating.allocation_draft(people, lines))
    for words in ("洁通环卫", "860.00"):
        assert f'href="/notices/{edition.notice.number}/#line-1"' in found(words)


def test_a_text_is_found_with_what_stands_around_the_word(people: Cast) -> None:
    draft = text_draft(people)
    body = f"{'前' * 90}\n\n| 事项 | 结果 |\n| --- | --- |\n| 水渠清淤 | 已办 |\n\n{'后' * 200}"
    drafts.save_text(actor=people.clerk, edition=draft, title="", body=body, at=NOON, reason="")
    draft.refresh_from_db()
    published(people, draft)
    page = found("水渠清淤")
    assert "<mark>水渠清淤</mark>" in page
    assert "| ---" not in page
    assert "后" * 150 not in page


def test_drafts_and_what_was_withdrawn_or_replaced_are_found_no_longer(
    people: Cast, refresh: Callable[[], None]
) -> None:
    money_draft(people, statement=ledger(movements=(("草稿里的一笔", "", "1.00"),)), period="2026Q2")
    assert "#line-" not in found("草稿里的一笔")
    first = statement(people)
    draft = publishing.start_correction(actor=people.clerk, edition=first, at=LATER)
    other = ledger(opening="5000.00", movements=(("保洁用品", "", "1772.93"),))
    draft = answered(people, statements.save_statement(actor=people.clerk, edition=draft, ledger=other, at=LATER))
    draft = drafts.save_text(actor=people.clerk, edition=draft, title="", body="", at=LATER, reason="摘要写错。")
    second = published(people, draft, at=LATER)
    refresh()
    assert "#line-" not in found("垃圾清运")
    assert "#line-1" in found("保洁用品")
    publishing.withdraw(actor=people.publisher, edition=second, reason="误发。", at=LATER)
    refresh()
    for words in ("垃圾清运", "保洁用品", "1772.93"):
        assert "#line-" not in found(words)


def test_the_index_built_anew_has_the_same_lines(people: Cast) -> None:
    statement(people)
    before = [one.lines for one in SearchDocument.objects.all()]
    list(search.rebuild())
    assert [one.lines for one in SearchDocument.objects.all()] == before != [""]


def test_many_lines_of_one_notice_are_cut_and_said(people: Cast) -> None:
    statement(people, tuple((f"保洁费{count}", "", "1.00") for count in range(8)))
    page = found("保洁费")
    assert page.count("#line-") == presenters.LINES_SHOWN
    assert "另有 3 笔" in page


def test_it_is_paged_and_costs_the_same_at_two_and_three(
    people: Cast, refresh: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "PAGE_SIZE", 2)
    counts = []
    for more in (2, 1):
        for _each in range(more):
            published(people, text_draft(people))
        refresh()
        with CaptureQueriesContext(connection) as queries:
            page = found("无新增事项")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    older = page.split('rel="next"')[0].rpartition('href="')[2].split('"')[0].replace("&amp;", "&")
    assert str(Client().get(older).content.decode()).count("<h3>") == 1


@pytest.mark.parametrize("words", ["\x00", "%", "a" * 500, "' OR 1=1", "<script>", "\\", "🙂"])
def test_odd_words_find_nothing_and_do_no_harm(people: Cast, words: str) -> None:
    edition = statement(people)
    response = Client().get("/search/", {"q": words})
    assert response.status_code == 200
    assert edition.notice.number not in response.content.decode()
    assert "<script>" not in response.content.decode()
    assert "Cookie" not in response.get("Vary", "")


def test_signs_of_html_in_a_line_are_found_and_shown_as_they_were_written(people: Cast) -> None:
    statement(people, (("<b>保洁</b>费", "", "1.00"),))
    assert "<mark>&lt;b&gt;保洁</mark>&lt;/b&gt;费" in found("<b>保洁")


def test_an_amount_is_looked_for_as_it_is_printed() -> None:
    line = search.Line(3, "07-01", "垃圾\t清运\n费", "1,772.93", "李某")
    assert search.Line.read(line.written()) == search.Line(3, "07-01", "垃圾 清运 费", "1,772.93", "李某")


def choices(page: str, heading: str) -> str:
    """Return what a facet of a page shows, without its marks."""
    return strip_tags(page.partition(f">{heading}</h2>")[2].partition("</section>")[0])


def test_it_is_narrowed_by_what_was_found_and_back(people: Cast) -> None:
    """Each of the values that were found is a link with its count; one value alone narrows nothing."""
    other = CatalogueEntryFactory(name_zh="村务事项", name_en="Village matters", stream=Stream.VILLAGE)
    statement(people)
    published(people, text_draft(people, entry=other, title="清运招标"))
    page = found("清运")
    assert ">类别</h2>" in page
    assert ">单位</h2>" not in page
    assert "财务公开1" in choices(page, "类别").replace(" ", "").replace("\n", "")
    narrowed = Client().get("/search/", {"q": "清运", "stream": "finance"}).content.decode()
    assert "清运招标" not in narrowed.partition("</form>")[2]
    assert 'aria-current="true"' in narrowed
    assert "不限" in choices(narrowed, "类别")
    assert "/feeds/search.atom" in page
    assert "/feeds/search.atom" not in narrowed, "a feed of words knows no stream"
    nothing = Client().get("/search/", {"q": "清运", "stream": "party"}).content.decode()
    assert "不限范围再查" in nothing
    assert "有 2 条" in nothing


def test_counts_know_nothing_of_what_is_not_public(people: Cast, refresh: Callable[[], None]) -> None:
    text_draft(people, title="清运草稿")
    approved(people, text_draft(people, title="清运待发"))
    gone = published(people, text_draft(people, title="清运撤回"))
    published(people, text_draft(people, title="清运公开"))
    publishing.withdraw(actor=people.publisher, edition=gone, reason="误发。", at=LATER)
    refresh()
    page = found("清运")
    assert "共 1 条结果" in page
    near = Client().get("/search/near/", {"q": "清运"}).content.decode()
    assert not [word for word in ("草稿", "待发", "撤回") if word in page or word in near]
    assert "清运待发" not in found("清运待办")


def test_a_file_is_found_by_its_name(people: Cast) -> None:
    draft = text_draft(people)
    Attachment.objects.create(
        edition=draft, name="采购合同.pdf", sha256="0" * 64, stored_as="x", size=1, content_type="x"
    )
    published(people, draft)
    page = found("采购合同")
    assert "附件： <mark>采购合同</mark>.pdf" in page


def test_an_amount_is_told_and_the_order_can_be_changed(people: Cast) -> None:
    statement(people)
    page = found("1772.93")
    assert "正好有 1,772.93 元的结果共 1 条" in page
    assert '<a href="/search/?q=1772.93&amp;order=newest">最新</a>' in page
    assert "<b>最新</b>" in Client().get("/search/?q=1772.93&order=newest").content.decode()


def test_where_nothing_is_found_it_says_what_may_have_been_meant(people: Cast) -> None:
    statement(people)
    page = found("垃圾轻运")
    assert "您是不是要找" in page
    assert f'href="/search/?{urlencode({"q": "垃圾清运"})}"' in page
    assert "只写“垃圾”" in page
    assert "到本村公开栏找" in page
    assert "没有可以查找的字词" in found("%")
    assert "只写" not in found("0799"), "half a number is another number"


def test_words_are_proposed_while_they_are_typed_and_on_the_page(people: Cast) -> None:
    statement(people)
    part = Client().get("/search/near/", {"q": "垃圾"})
    assert f'<a href="/search/?{urlencode({"q": "垃圾清运费"})}">垃圾清运费</a>' in part.content.decode()
    assert "Cookie" not in part.get("Vary", "")
    assert "垃圾清运费</a>" in found("垃圾").partition("</form>")[0]
    assert Client().get("/search/near/").content.decode().strip() == ""
    assert 'lang="zh-CN"' in Client().get("/en/search/near/", {"q": "垃圾"}).content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "9999", "1e3", "x", "²"])
def test_a_page_that_is_not_there_is_the_first(people: Cast, page: str) -> None:
    statement(people)
    answer = Client().get("/search/", {"q": "清运", "page": page, "order": "x", "unit": ""})
    assert "#line-1" in answer.content.decode()


def test_the_command_builds_it_anew_and_goes_on_where_it_was_stopped(people: Cast) -> None:
    first, second = (published(people, text_draft(people)).notice for _each in range(2))
    SearchDocument.objects.all().delete()
    out = StringIO()
    call_command("rebuild_search", kind="notice", after=first.pk, stdout=out)
    assert [one.key for one in SearchDocument.objects.all()] == [second.pk]
    assert f"notice: 1 (go on with --kind notice --after {second.pk})" in out.getvalue()
    call_command("rebuild_search", stdout=out)
    assert SearchDocument.objects.count() == 2
    for wrong in ({"kind": "nothing"}, {"after": 3}):
        with pytest.raises(CommandError):
            call_command("rebuild_search", **wrong)


def test_the_desk_finds_what_is_in_force_down_to_its_lines_and_drafts_by_policy(people: Cast) -> None:
    edition = statement(people)
    draft = text_draft(people, title="清运草稿")
    assert set(matching(visible(people.clerk, at=LATER), "清运")) == {edition, draft}
    assert draft not in matching(visible(people.outsider, at=LATER), "清运")
    assert set(matching(visible(people.clerk, at=LATER), "1772.93")) == {edition}
