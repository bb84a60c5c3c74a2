"""The layouts, the pieces pages are built from, and forms: rendered as their first comments say."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation

TEMPLATES = Path(settings.BASE_DIR) / "templates"
OURS = [
    *(
        TEMPLATES / name
        for name in ("base.html", "desk_base.html", "404.html", "403.html", "403_csrf.html", "500.html")
    ),
    *sorted((TEMPLATES / "components").glob("*.html")),
    *sorted((TEMPLATES / "django").rglob("*.html")),
]


def named(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


def piece(name: str, **context: Any) -> str:
    return render_to_string(f"components/{name}.html", context)


def text(markup: str) -> str:
    """Return the words of some markup, one space between them."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


@pytest.mark.parametrize("path", OURS, ids=named)
def test_a_template_compiles_and_brings_no_style_or_script_of_its_own(path: Path) -> None:
    get_template(named(path))
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|data:", source)
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', source)


@pytest.mark.parametrize("name", ["base.html", "components/foot.html", "components/nav.html", "404.html"])
def test_a_public_page_asks_nothing_of_the_visitor(name: str) -> None:
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    assert not re.search(r"\buser\b|csrf|messages|session|cookie", source)


# --- layouts


def page(request: HttpRequest | None = None, **context: Any) -> str:
    source = (
        '{% extends "base.html" %}{% block title %}T{% endblock title %}{% block main %}<h1>M</h1>{% endblock main %}'
    )
    return Template(source).render(Context({**context, **({"request": request} if request else {})}))


def test_the_layout_does_without_any_context() -> None:
    markup = page()
    assert "<title>T – 公开</title>" in markup
    assert 'lang="zh-hans"' in markup
    assert "digest" not in markup


def test_the_layout_shows_telephone_and_the_end_of_the_log() -> None:
    markup = page(
        portal_name="青石镇公开",
        town={"name": "青石镇", "supervision_phone": "0000-8123000"},
        log_head={"sequence": 1284, "at": datetime(2026, 10, 21, 1, 12, tzinfo=UTC), "hash": "9f3c71ab04de5520" * 4},
    )
    assert '<a class="phone" href="tel:0000-8123000">0000-8123000</a>' in markup
    shown = text(markup)
    assert "公开日志第 1284 条（2026年10月21日 9:12），摘要值 9f3c 71ab 04de 5520 · 主办：青石镇人民政府" in shown


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/petitions/new/", ["/petitions/"]),
        ("/petitions/visit-days/", ["/petitions/visit-days/"]),
        ("/requests/", ["/requests/"]),
    ],
)
def test_what_residents_can_do_stands_in_the_menu_and_one_entry_is_where_they_are(path: str, marked: list[str]) -> None:
    markup = page(RequestFactory().get(path))
    assert re.findall(r'<li><a href="([^"]+)" aria-current=', markup) == marked


def test_large_print_needs_no_script() -> None:
    request = RequestFactory().get("/units/?view=elder")
    assert '<html lang="zh-hans" class="elder">' in page(request, elder=True)
    markup = page(request)
    assert '<html lang="zh-hans">' in markup
    assert 'href="/units/?view=elder" data-view="elder"' in markup
    assert 'href="/units/" data-view="plain"' in markup


def test_the_other_language_is_one_link_away() -> None:
    assert '<a href="/en/units/" lang="en" hreflang="en">English</a>' in page(RequestFactory().get("/units/"))
    with translation.override("en"):
        english = page(RequestFactory().get("/en/units/"))
    assert '<a href="/units/" lang="zh-Hans" hreflang="zh-Hans">中文</a>' in english
    assert '<html lang="en">' in english


@pytest.mark.parametrize("name", ["404.html", "403.html", "403_csrf.html", "500.html"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_error_page_needs_neither_context_nor_request(name: str, language: str) -> None:
    with translation.override(language):
        markup = get_template(name).render()
    assert markup.count("<h1>") == 1
    assert ("去公开页面" in markup or "公开日志" in markup) == (language == "zh-hans")


# --- money


def test_the_four_pillars_say_what_is_added_and_taken() -> None:
    sums = {"opening": Decimal("1.10"), "receipts": Decimal(2), "payments": Decimal(3), "closing": Decimal("0.10")}
    markup = piece("pillars", pillars=sums, notes={"closing": "现金 0.10"})
    assert re.findall(r'<div(?: class="(\w+)")?>', markup) == ["", "plus", "less", "same"]
    assert text(markup) == "上期结余 1 .10 本期收入 2 .00 本期支出 3 .00 期末结余 0 .10 现金 0.10"


def test_a_difference_shows_only_what_was_there() -> None:
    rows = [
        {"what": "第 17 笔", "before": "1,727.93", "after": "1,772.93"},
        {"what": "新增", "before": "", "after": "x"},
    ]
    markup = piece("difference", rows=rows, before="第 1 版", after="第 2 版")
    assert (markup.count("<del>"), markup.count("<ins>")) == (1, 2)


# --- lists


def test_an_empty_list_says_so() -> None:
    assert text(piece("notices", notices=[])) == "这里还没有公开的内容。"
    assert text(piece("notices", notices=[], empty="没有。")) == "没有。"
    assert text(piece("queue", rows=[])) == "这里没有等您办的事。"


@pytest.mark.parametrize(("level", "tag"), [(None, "h3"), (4, "h4")])
def test_a_list_of_notices_keeps_its_headings_in_order(level: int | None, tag: str) -> None:
    notice = {
        "url": "/notices/X/",
        "title": "村规民约",
        "date": date(2026, 10, 19),
        "tags": [{"text": "逾期", "kind": "owed"}],
    }
    markup = piece("notices", notices=[notice], level=level)
    assert f'<{tag}><a href="/notices/X/">村规民约</a></{tag}>' in markup
    assert "<span>2026年10月19日</span>" in markup
    assert '<span class="tag owed">逾期</span>' in markup


def test_rows_can_be_chosen_only_where_something_can_be_done_with_them() -> None:
    rows = [
        {"token": "7", "title": "甲", "url": "/a/", "unit": "柳树村", "step": "审核"},
        {"title": "乙", "url": "/b/", "unit": "柳树村", "step": "审核"},
    ]
    assert "<input" not in piece("queue", caption="c", rows=rows)
    acts = [{"name": "verb", "value": "review", "label": "审核通过", "main": True}]
    markup = piece("queue", caption="c", rows=rows, bulk=acts, action_url="/do/", csrf_token="token")
    assert re.findall(r'name="chosen" value="(\d+)"', markup) == ["7"]
    assert '<form method="post" action="/do/">' in markup
    assert 'name="csrfmiddlewaretoken" value="token"' in markup
    assert '<button class="btn" type="submit" name="verb" value="review">审核通过</button>' in markup


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("queued", "正在排队。可以离开本页，办完通知您。"),
        ("running", "已完成 74 件，共 120 件。可以离开本页，办完通知您。"),
        ("failed", "没办成 没有字体"),
        ("cancelled", "已停止"),
    ],
)
def test_a_job_says_where_it_stands(state: str, said: str) -> None:
    job = {"text": "海报", "state": state, "done": 74, "total": 120, "error_text": "没有字体"}
    assert said in text(piece("jobs", jobs=[job]))


# --- forms


class Sample(forms.Form):
    """One field of each kind."""

    title = forms.CharField(help_text="写清楚")
    kind = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "甲"), ("b", "乙")])
    agreed = forms.BooleanField()
    page = forms.IntegerField(widget=forms.HiddenInput)


def test_a_refused_field_says_so_before_it_and_to_a_screen_reader() -> None:
    markup = str(Sample({"title": ""})["title"].as_field_group())
    assert '<div class="field bad">' in markup
    assert '<label for="id_title">' in markup
    assert '<p class="hint" id="id_title_helptext">写清楚</p>' in markup
    assert 'aria-invalid="true"' in markup
    assert 'aria-describedby="id_title_helptext id_title_error"' in markup
    assert markup.index('id="id_title_error"') < markup.index("<input")


def test_a_sound_field_is_not_marked() -> None:
    markup = str(Sample({"title": "x"})["title"].as_field_group())
    assert '<div class="field">' in markup
    assert "aria-invalid" not in markup
    assert 'class="err"' not in markup


def test_a_set_of_boxes_is_a_fieldset_with_its_refusal() -> None:
    markup = str(Sample({"kind": "z"})["kind"].as_field_group())
    assert '<fieldset class="field bad" id="id_kind" aria-describedby="id_kind_error">' in markup
    assert markup.count('<label class="pick"') == 2


def test_the_summary_links_to_each_field_and_shows_what_has_none() -> None:
    form = Sample({"title": "", "kind": "a", "agreed": "on", "page": "x"})
    form.add_error(None, "整份表不平。")
    markup = piece("errs", form=form)
    assert re.findall(r'href="(#\w+)"', markup) == ["#id_title"]
    assert "整份表不平。" in markup
    assert 'role="alert"' in markup
    assert "有 3 处需要改一下" in text(markup)


def test_a_label_that_asks_has_no_colon_after_its_question_mark() -> None:
    class Asking(forms.Form):
        kind = forms.CharField(label="您要求公开什么？", error_messages={"required": "请选择。"})

    assert "？：" not in text(piece("errs", form=Asking({})))


def test_a_form_that_was_not_sent_has_no_summary() -> None:
    assert piece("errs", form=Sample()).strip() == ""


def test_a_whole_form_has_every_field_once() -> None:
    markup = str(Sample())
    assert [markup.count(f'name="{name}"') for name in ("title", "kind", "agreed", "page")] == [1, 2, 1, 1]
