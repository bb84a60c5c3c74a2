"""Tags and filters, with a request and without one."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.html import format_html


def render(source: str, path: str = "", **context: Any) -> str:
    """Render a template, with a request for `path` if one is given."""
    # No context processors: error pages may have none either.
    values = {"request": RequestFactory().get(path), **context} if path else context
    with translation.override("en" if path.startswith("/en/") else "zh-hans"):
        return Template("{% load gongkai %}" + source).render(Context(values))


def test_money() -> None:
    assert (
        render("{{ a|money }}|{{ b|money }}|{{ missing.amount|money }}", a=Decimal("-1234.5"), b=None) == "−1,234.50||"
    )
    assert render("{{ a|money }}", a=Decimal(0)) == "0.00"


def test_large_money_sets_its_decimals_small() -> None:
    assert render("{{ a|bigmoney }}", a=Decimal("296524.26")) == '<span class="money">296,524<small>.26</small></span>'
    assert render("{{ a|bigmoney }}{{ b.c|bigmoney }}", a=None) == ""


def test_dates() -> None:
    at = datetime(2026, 10, 21, 1, 12, tzinfo=UTC)
    assert render(
        "{{ d|day }} {{ d|full_date }} {{ d|month_day }} {{ d|weekday }} {{ d|month_name }}", d=date(2026, 10, 26)
    ) == ("10月26日 2026年10月26日 10-26 星期一 10月")
    assert render("{{ t|moment }} {{ t|clock }}", t=at) == "2026年10月21日 9:12 9:12"
    assert render("{{ t|iso }} {{ d|iso }}", t=at.replace(microsecond=334706), d=date(2026, 10, 26)) == (
        "2026-10-21T09:12:00+08:00 2026-10-26"
    )
    assert render("{{ a|date_range:b }}", a=date(2026, 10, 20), b=date(2026, 10, 26)) == "2026年10月20日至26日"


@pytest.mark.parametrize("name", ["day", "full_date", "month_day", "month_name", "weekday", "clock", "moment"])
def test_a_date_that_is_not_there_is_empty(name: str) -> None:
    assert render(f"{{{{ a|{name} }}}}{{{{ missing|{name} }}}}", a=None) == ""


def test_a_range_needs_both_ends() -> None:
    assert render("{{ a|date_range:b }}", a=date(2026, 10, 20), b=None) == ""


@pytest.mark.parametrize(
    "period", ["2026年第三季度", "2026年上半年", "2026年7月", "2026年7月20日", "2026年度", "2026年"]
)
def test_a_title_does_not_break_inside_its_period(period: str) -> None:
    assert render("{{ t|phrases }}", t=f"柳树村{period}财务收支公开") == (
        f'<span class="w">柳树村</span><span class="w">{period}</span><span class="w">财务收支公开</span>'
    )


def test_an_english_title_breaks_after_its_commas() -> None:
    assert render("{{ t|phrases }}", t="Work allowances, Dayang Village, third quarter of 2026") == (
        '<span class="w">Work allowances,</span> <span class="w">Dayang Village,</span> '
        '<span class="w">third quarter of 2026</span>'
    )


@pytest.mark.parametrize("title", ["村规民约", "Charter of the village"])
def test_a_title_of_one_part_stays_as_it_is(title: str) -> None:
    assert render("{{ t|phrases }}", t=title) == title


def test_a_title_with_markup_is_not_taken_apart() -> None:
    title = format_html('<span lang="zh-CN">{}</span>', "柳树村2026年第三季度<收支>")
    assert render("{{ t|phrases }}", t=title) == title


def test_words_of_others_are_escaped() -> None:
    bad = "<b>2026年</b>"
    for source in ("{{ t|phrases }}", "{% w t %}", "{{ t|breakable }}", "{% nav_link '/units/' t %}"):
        assert "<b>" not in render(source, t=bad)


def test_words_are_escaped_once() -> None:
    assert render("{{ t|phrases }}", t=format_html("{}", "A&B2026年")) == (
        '<span class="w">A&amp;B</span><span class="w">2026年</span>'
    )


def test_a_span_of_hours_does_not_break() -> None:
    assert render("{{ t|whole_hours }}", t="工作日 8:30–12:00，14:30–17:30") == (
        '工作日 <span class="num">8:30–12:00</span>，<span class="num">14:30–17:30</span>'
    )
    assert render("{{ t|whole_hours }}", t="<b>8:30–12:00") == '&lt;b&gt;<span class="num">8:30–12:00</span>'


def test_a_bracket_stays_with_the_period_it_opens() -> None:
    assert render("{{ t|phrases }}", t="资产情况（2026年三季度），第 2 版") == (
        '<span class="w">资产情况</span><span class="w">（2026年三季度），</span><span class="w">第 2 版</span>'
    )


def test_a_text_in_another_language_says_so() -> None:
    marked = format_html('Relief: <span lang="zh-CN">{}</span>', "棉被")
    source = "{{ t|lang }}"
    assert render(source, "/en/", t="棉被") == ' lang="zh-CN"'
    assert render(source, "/en/", t=translation.gettext_lazy("Relief")) == ""
    assert render(source, "/en/", t=marked) == ""
    assert render(source, "/", t="棉被") == ""


def test_given_phrases_are_joined_as_the_language_does() -> None:
    assert render("{% w 'a' '' 'b' %}") == '<span class="w">a</span><span class="w">b</span>'
    assert render("{% w 'a' 'b' %}", "/en/") == '<span class="w">a</span> <span class="w">b</span>'


def test_a_narrow_cell_may_break_after_the_year() -> None:
    assert render("{{ t|breakable }}", t="2026年第三季度") == "2026年<wbr>第三季度"
    assert render("{{ t|breakable }}", t="2026 Q3") == "2026 <wbr>Q3"


def test_a_digest_stands_in_groups_of_four() -> None:
    assert render("{{ h|digest }}", h="0123456789abcdef01") == "0123 4567 89ab cdef 01"
    assert render("{{ h|digest:8 }}", h="0123456789abcdef") == "0123 4567"


def test_addresses_stand_under_the_languages_root() -> None:
    assert render("{% local_url '/units/' %}", "/notices/") == "/units/"
    assert render("{% local_url '/units/' %}", "/en/notices/") == "/en/units/"


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("/units/", "/en/units/"),
        ("/en/units/", "/units/"),
        ("/", "/en/"),
        ("/en/", "/"),
        ("/notices/?x=%22%3E", "/en/notices/"),
    ],
)
def test_this_page_in_the_other_language(path: str, other: str) -> None:
    assert render("{% other_language_url %}", path) == other


def test_declared_parameters_are_kept_and_others_are_not() -> None:
    path = "/notices/?stream=finance&utm=spam"
    assert render("{% other_language_url %}", path, page_query="stream=finance") == "/en/notices/?stream=finance"
    assert render("{% other_language_url %}", path, page_query="a=1", elder=True) == "/en/notices/?a=1&amp;view=elder"
    assert render("{% elder_url %}", path, page_query="stream=finance") == "/notices/?stream=finance&amp;view=elder"
    assert render("{% elder_url %} {% plain_url %}", path) == "/notices/?view=elder /notices/"


@pytest.mark.parametrize("path", ["//evil.example/", "/en//evil.example/"])
def test_no_link_leads_to_another_host(path: str) -> None:
    request = RequestFactory().get("/")
    request.path = path
    for tag in ("other_language_url", "elder_url", "plain_url"):
        assert not render(f"{{% {tag} %}}", request=request).startswith("//")


def test_without_a_request_links_lead_home() -> None:
    assert render("{% other_language_url %} {% elder_url %}") == "/en/ /?view=elder"


@pytest.mark.parametrize(
    ("path", "mark"),
    [("/units/", ' aria-current="page"'), ("/units/QS-01/", ' aria-current="true"'), ("/notices/", "")],
)
def test_the_menu_marks_where_one_is(path: str, mark: str) -> None:
    assert render("{% nav_link '/units/' 'Boards' %}", path) == f'<a href="/units/"{mark}>Boards</a>'


def test_home_is_marked_only_at_home() -> None:
    assert "aria-current" in render("{% nav_link '/' 'Home' %}", "/en/")
    assert "aria-current" not in render("{% nav_link '/' 'Home' %}", "/units/")


def test_a_telephone_number_stays_whole() -> None:
    assert render("{{ phone|whole }}", phone="0000-8123000") == '<span class="num">0000-8123000</span>'
