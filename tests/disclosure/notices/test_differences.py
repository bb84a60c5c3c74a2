"""What one edition says otherwise than another: title, text, files, and what its parts compare."""

from typing import Any

from django.utils.translation import override

from disclosure.notices.presenters.changes import differences
from disclosure.notices.registry import Difference
from portal.core.texts import as_written


def document(**said: Any) -> dict[str, Any]:
    """Return a parsed canonical document."""
    return {"title": "题目", "body": "", "files": [], "statement": None, **said}


def test_texts_are_compared_by_paragraph() -> None:
    before = document(body="第一段\n\n第二段\n\n第三段", title="旧题")
    after = document(body="第一段\n\n改过的第二段\n\n第三段\n\n新的一段", title="新题")
    with override("en"):
        assert differences(before, after) == [
            Difference("Title", as_written("旧题"), as_written("新题")),
            Difference("Text", as_written("第二段"), as_written("改过的第二段")),
            Difference("Text", "", as_written("新的一段")),
        ]


def test_tables_are_compared_row_by_row() -> None:
    before = document(body="| 组 | 元 |\n| --- | --- |\n| 一组 | 5.00 |")
    after = document(body="| 组 | 元 |\n| --- | ---: |\n| 一组 | -5.00 |")
    with override("en"):
        assert differences(before, after) == [Difference("Text", as_written("一组 · 5.00"), as_written("一组 · -5.00"))]


def test_files_are_told_apart_by_their_bytes() -> None:
    before = document(files=[{"name": "合同.pdf", "sha256": "a" * 64, "size": 1}])
    after = document(files=[{"name": "合同.pdf", "sha256": "b" * 64, "size": 1}])
    (change,) = differences(before, after)
    assert (change.before, change.after) == ("合同.pdf (SHA-256 aaaaaaaa)", "合同.pdf (SHA-256 bbbbbbbb)")


def test_parts_say_what_changed_of_them() -> None:
    before, after = document(title="旧题"), document(title="新题", opinions=["N-1-Y2"])
    assert [(row.before, row.after) for row in differences(before, after)] == [("旧题", "新题"), ("", "Y2")]


def test_the_same_documents_differ_in_nothing() -> None:
    assert differences(document(body="同"), document(body="同")) == []
