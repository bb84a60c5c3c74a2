"""Text of a notice: Markdown as people write it, to HTML that is safe to show and to print."""

import nh3
from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
_TAGS = {
    "p", "br", "strong", "em", "s", "ul", "ol", "li", "blockquote", "hr",
    "h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td", "a", "code", "pre",
}  # fmt: skip
_HEADINGS = {"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h4", "h5": "h4", "h6": "h4"}


def body_html(markdown: str) -> str:
    """Return the HTML of a notice's text.

    Headings start at h2 below the page's own title. Whatever is not plain text structure is dropped:
    no script, no style, no picture from elsewhere.
    """
    tokens = _MARKDOWN.parse(markdown)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = _HEADINGS[token.tag]
    drawn = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return nh3.clean(
        drawn,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener nofollow",
    )
