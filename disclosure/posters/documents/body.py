"""The text of a notice: its paragraphs, to be looked for on the finished paper."""

from __future__ import annotations

from html.parser import HTMLParser

_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark"),
        *("q", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr"),
    )
)


def paragraphs(html: str) -> list[str]:
    """Return each stretch of text that no block begins or ends in."""
    reader = _Paragraphs()
    reader.feed(html)
    reader.close()
    return [text for text in map("".join, reader.found) if text.strip()]


def length(html: str) -> int:
    """Return how many characters the text has, white space apart."""
    return sum(len("".join(text.split())) for text in paragraphs(html))


class _Paragraphs(HTMLParser):
    """Gathers text, beginning anew at every tag that is not inline."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[list[str]] = [[]]

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.found.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.found.append([])

    def handle_data(self, data: str) -> None:
        self.found[-1].append(data)
