"""Text of a notice: Markdown as people write it, to HTML that is safe to show and to print."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import count, pairwise

import nh3
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
_TAGS = {
    "p", "br", "strong", "em", "s", "ul", "ol", "li", "blockquote", "hr",
    "h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td", "a", "code", "pre",
}  # fmt: skip
_HEADINGS = {"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h4", "h5": "h4", "h6": "h4"}
_OF_CELLS = {"n", "mid", "k"}
_CLASSES = {"table": {"wide", "wider", "widest"}, "tr": {"total", "subtotal"}, "th": _OF_CELLS, "td": _OF_CELLS}
_TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
# Tags are passed over; a telephone number and a day stay in one line.
_WHOLE = re.compile(r"<[^>]*>|(?<![\d-])\d{3,4}-\d{7,8}(?!\d)|(?<!\d)(\d{4}年)?\d{1,2}月(\d{1,2}日)?")
_ALIGNED = {"text-align:right": "n", "text-align:center": "mid", "text-align:left": ""}

# A telephone number or a code of a unit is no figure: longer than any amount in yuan, or with a zero in front.
_FIGURE = re.compile(r"¥?\s?[-+−]?(\d{1,3}(,\d{3})+|0|[1-9]\d{0,9}|0(?=\.))(\.\d+)?\s?(万?元|[%‰])?")
_RULE = re.compile(r"\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?")  # below the heads of a table
_BAR = re.compile(r"(?<!\\)\|")  # between two cells
_NO_FIGURE = "-–—−/ "
_SUMS = {
    "total": re.compile(r".{0,8}[合总共]\s*计\s*(\(.*\))?:?|(grand )?total\b.*", re.IGNORECASE),
    "subtotal": re.compile(r".{0,8}小\s*计\s*(\(.*\))?:?|sub-?total\b.*", re.IGNORECASE),
}

_WIDE = ((60, "widest"), (44, "wider"), (34, "wide"))  # em
_NARROW, _FEW, _BESIDE = 0.6, 6, 1  # em: a digit, what a narrow column has in one line, space beside a cell

Row = tuple[Token, list[tuple[Token, str]]]
"""A row of a table and its cells, each with what is written in it."""


def body_html(markdown: str) -> SafeString:
    """Return the HTML of a notice's text for paper; `page_html` is that for a page.

    Headings start at h2 below the page's own title. Whatever is not plain text structure is dropped:
    no script, no style, no picture from elsewhere.

    In tables the cells of a column of figures are of class `n`, as are those of a column that its writer set to the
    right; those of a column of a few words are of class `k`. Rows of totals are of class `total`, of subtotals
    `subtotal`. A table is `wide`, `wider` or `widest` if its figures need more than 34, 44 or 60 em to stay whole.

    Telephone numbers and Chinese days are of class `num`, which keeps them in one line.
    """
    tokens = _MARKDOWN.parse(markdown)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = _HEADINGS[token.tag]
    _set_tables(tokens)
    drawn = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    clean = nh3.clean(
        drawn,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        allowed_classes=_CLASSES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener nofollow",
    )
    return unbroken(mark_safe(clean))  # noqa: S308 - cleaned by nh3


def unbroken(html: SafeString) -> SafeString:
    """Return a piece of HTML in which telephone numbers and Chinese days stay in one line."""
    return mark_safe(_WHOLE.sub(_kept_whole, html))  # noqa: S308 - adds spans to what is safe


def _kept_whole(match: re.Match[str]) -> str:
    return match[0] if match[0].startswith("<") else f'<span class="num">{match[0]}</span>'


def plain_rows(markdown: str) -> str:
    """Return a text with the rows of its tables as people read them, for where it stands in a line or is compared.

    Cells are separated by a dot; the line below the heads is left out. Everything else stays as it was written.
    """
    lines = [line for line in markdown.splitlines() if "|" not in line or not _RULE.fullmatch(line.strip())]
    return "\n".join(_plain_row(line.strip()) if line.lstrip().startswith("|") else line for line in lines)


def _plain_row(row: str) -> str:
    return " · ".join(filter(None, (cell.strip() for cell in _BAR.split(row))))


def page_html(markdown: str) -> SafeString:
    """Return the HTML of a notice's text for a page, where a table that is wider than a phone moves by itself."""
    numbers = count(1)

    def framed(table: re.Match[str]) -> str:
        context = {"table": mark_safe(table[0]), "number": next(numbers)}  # noqa: S308 - cleaned by `body_html`
        return render_to_string("components/framed.html", context)

    return mark_safe(_TABLE.sub(framed, body_html(markdown)))  # noqa: S308 - the same


def _set_tables(tokens: Sequence[Token]) -> None:
    tables: list[tuple[Token, list[Row]]] = []
    for token, inner in pairwise(tokens):
        if token.type == "table_open":
            tables.append((token, []))
        elif token.type == "tr_open":
            tables[-1][1].append((token, []))
        elif token.type in ("th_open", "td_open"):
            tables[-1][1][-1][1].append((token, _text_of(inner)))
    for table, rows in tables:
        _set_table(table, rows)


def _text_of(inline: Token) -> str:
    written = "".join(child.content for child in inline.children or ())
    return unicodedata.normalize("NFKC", written).strip()


def _set_table(table: Token, rows: Sequence[Row]) -> None:
    for row, cells in rows[1:]:
        if style := _style_of_row([text for _cell, text in cells]):
            row.attrSet("class", style)
    width = 0.0
    for number, column in enumerate(zip(*(cells for _row, cells in rows), strict=True)):
        (head, _name), *below = column
        texts = [text for _cell, text in below]
        longest = max(map(_width, texts), default=0)
        # The first column names its rows: its numbers count them.
        style = _ALIGNED.get(str(head.attrGet("style")), "n" if number and _are_figures(texts) else "")
        style = style or ("k" if longest <= _FEW else "")
        if style:
            for cell, _text in column:
                cell.attrSet("class", style)
        width += _BESIDE + (longest if style == "n" else min(longest, _FEW))
    if size := next((name for most, name in _WIDE if width > most), ""):
        table.attrSet("class", size)


def _style_of_row(texts: Sequence[str]) -> str:
    """Return the class of a row that its first words call a sum, else nothing."""
    label = next(filter(None, texts), "")
    return next((style for style, says in _SUMS.items() if says.fullmatch(label)), "")


def _width(text: str) -> float:
    """Return about how wide a text is set, in em."""
    return sum(1 if unicodedata.east_asian_width(character) in "WF" else _NARROW for character in text)


def _are_figures(texts: Sequence[str]) -> bool:
    """Return whether a column holds figures, cells without one apart."""
    written = [text for text in texts if text.strip(_NO_FIGURE)]
    return bool(written) and all(map(_FIGURE.fullmatch, written))
