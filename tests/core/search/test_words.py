"""What texts are found by: units and pairs of neighbours, whatever they are written with."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from portal.core.search import words
from portal.core.search.words import amount_in, lexemes, near_misses_of, pattern, query_of, words_of


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("垃圾清运", "'垃圾' & '圾清' & '清运'"),
        ("王", "'王'"),
        ("柳树村2026年", "'柳树' & '树村' & '村2026' & '2026年'"),
        ("2,115.34", "'2115.34'"),
        ("2115.34", "'2115.34'"),
        ("２，１１５．３４", "'2115.34'"),
        ("20000.5", "'20000.50'"),
        ("2,115.34元", "'2115.34'"),
        ("￥2115.34", "'2115.34'"),
        ("500块钱", "'500'"),
        ("5万元", "'5万' & '万元'"),
        ("记-07005", "'记07005'"),
        ("LS-CW-2026", "'ls-cw' & 'cw-2026'"),
        ("Rubb", "'rubb':*"),
        ("to", "'to'"),
        ("垃圾，清运", "'垃圾' & '清运'"),
        ("it's \\ '", "'it-s':* "),
        ("🙂 % \\ '", ""),
    ],
)
def test_a_word_is_looked_for_by_its_pairs_or_by_its_one_unit(typed: str, query: str) -> None:
    assert query_of(words_of(typed)) == query.strip()


def test_amounts_are_found_to_the_cent_and_by_their_whole_yuan() -> None:
    found = lexemes("支出 12,115.34 元、0.5 元、１，２３４")
    assert {"12115.34", "12115", "0.50", "1234"} <= set(found)
    assert "115.34" not in found
    assert "12" not in found


def test_what_is_written_apart_is_no_pair() -> None:
    assert "运费" not in lexemes("垃圾清运 费用")
    assert "07-01" in lexemes("07-01")
    assert "0701" not in lexemes("07-01")


@given(st.text("柳树村垃圾清运费王秀英", min_size=2, max_size=30), st.data())
def test_every_word_of_two_characters_or_more_is_found(text: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(text) - 2))
    last = data.draw(st.integers(first + 2, len(text)))
    wanted = query_of([text[first:last]]).replace("'", "").split(" & ")
    assert set(wanted) <= set(lexemes(f"前 {text}。"))


@given(st.text(max_size=200))
def test_any_text_can_be_indexed_and_asked_for(text: str) -> None:
    assert all(lexemes(text))
    assert query_of(words_of(text)).count("'") % 2 == 0


def test_a_very_long_document_is_cut_and_a_very_long_word_counts_with_its_beginning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(words, "MAX_BYTES", 100)
    assert len(lexemes("一二三四五六七八九十" * 10)) == 8
    assert query_of(["a" * 60]) == f"'{'a' * 40}':*"


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("2115.34", "付 2,115.34 元", "2,115.34"),
        ("2,115.34", "付 2115.34 元", "2115.34"),
        ("115.34", "付 2,115.34 元", ""),
        ("20000.5", "付 20,000.50 元", "20,000.50"),
        ("2115", "付 2,115.34 元", "2,115"),
        ("rubb", "Rubbish", "Rubb"),
        ("a.b", "axb", ""),
    ],
)
def test_a_word_is_marked_as_it_is_printed(typed: str, text: str, found: str) -> None:
    match = pattern([typed]).search(text)
    assert (match[0] if match else "") == found


def test_an_amount_is_told_from_a_number() -> None:
    assert amount_in(["2,115.34"]) == amount_in(["２１１５．３４"]) == Decimal("2115.34")
    assert amount_in(["2115"]) is amount_in(["07-01"]) is amount_in(["2115.34", "清运"]) is None


def test_what_lacks_one_character_is_near() -> None:
    assert near_misses_of("清远费") == "('远' & '费') | ('清' & '费') | ('清' & '远')"
    assert near_misses_of("rubish") == "'rub':*"
    assert near_misses_of("清运") == ""
