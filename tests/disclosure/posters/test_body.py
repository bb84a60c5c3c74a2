"""Paragraphs of a notice."""

from disclosure.posters.documents.sheet import length, paragraphs


def test_blocks_part_text_and_inline_tags_do_not() -> None:
    html = (
        "<h2>一、时间</h2><p>每天<b>六时</b>至<a href='x'>二十一时</a>。<br>雨天除外</p><ul><li>甲</li><li>乙</li></ul>"
    )
    assert paragraphs(html) == ["一、时间", "每天六时至二十一时。雨天除外", "甲", "乙"]


def test_cells_are_apart_and_entities_are_read() -> None:
    assert paragraphs("<table><tr><td>甲&amp;乙<td>&lt;1") == ["甲&乙", "<1"]


def test_titles_are_not_drawn() -> None:
    assert paragraphs("<p>甲</p><svg><title>图：乙</title><text>丙</text></svg>") == ["甲", "丙"]


def test_length_counts_what_is_read() -> None:
    assert length("<p>一 二\n三</p> <p> </p>") == 3
    assert length("") == 0
