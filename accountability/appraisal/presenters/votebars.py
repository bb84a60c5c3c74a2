"""Votes for several subjects as bars of one length, with the figures in them and a key below."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from accountability.appraisal.presenters.words import choices_of, percent
from accountability.appraisal.queries.results import OfSubject
from portal.core.charts import svg

_HEIGHT, _BAR = 24, 20
_NARROW = 4
"""Percent of the width below which a figure has no room in its part; the table beside has it."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the part of one choice is drawn: black on white or white on dark, so that it reads without colours."""

    fill: str
    stroke: str
    ink: str
    dash: str | None = None
    is_hatched: bool = False


_FIRST = Look(svg.PINE, svg.PINE, "#fff")
_SECOND = Look("", svg.PINE, svg.INK, is_hatched=True)
_THIRD = Look("#e8e4d8", svg.INK, svg.INK)
_LAST = Look("#fff", svg.INK, svg.INK)
_ABSTAINED = Look("none", "#8b877a", svg.INK_2, dash="3 3")
_LOOKS = {4: (_FIRST, _SECOND, _LAST, _ABSTAINED), 5: (_FIRST, _SECOND, _THIRD, _LAST, _ABSTAINED)}
"""How each choice looks, by how many there are."""


def vote_bars(subjects: Sequence[OfSubject], *, scale: str, ids: str) -> SafeString:
    """Draw the votes for subjects, each with its rate."""
    labels = choices_of(scale)
    looks = _LOOKS[len(labels)]
    rows = [_row(one, labels, looks, f"{ids}-{number}") for number, one in enumerate(subjects)]
    pairs = enumerate(zip(labels, looks, strict=True))
    keys = [_key(label, look, f"{ids}-k{number}") for number, (label, look) in pairs]
    return format_html('<ul class="votebars">{}</ul><ul class="key">{}</ul>', svg.joined(rows), svg.joined(keys))


def _row(one: OfSubject, labels: Sequence[str], looks: Sequence[Look], ids: str) -> SafeString:
    figures = [f"{label} {count}" for label, count in zip(labels, one.counts, strict=True)]
    total, left, parts = sum(one.counts) or 1, 0.0, []
    for look, count in zip(looks, one.counts, strict=True):
        wide = 100 * count / total
        if count:
            parts.append(_part(look, count, left, wide, ids))
        left += wide
    name = f"{ids}-t"
    bar = svg.element(
        "svg",
        svg.element("title", svg.title_with_figures(one.subject.name, figures), id=name),
        svg.hatching(f"{ids}-h", svg.PINE),
        *parts,
        width="100%",
        height=_HEIGHT,
        role="img",
        aria_labelledby=name,
    )
    return format_html("<li><span><b>{}</b></span><span>{}</span>{}</li>", one.subject.name, percent(one.share), bar)


def _part(look: Look, count: int, left: float, wide: float, ids: str) -> SafeString:
    fill = f"url(#{ids}-h)" if look.is_hatched else look.fill
    drawn = [
        svg.element(
            "rect",
            x=1,
            y=2,
            width="100%",
            height=_BAR,
            fill=fill,
            stroke=look.stroke,
            stroke_width=1.2,
            stroke_dasharray=look.dash,
        )
    ]
    if wide >= _NARROW:
        if look.is_hatched:
            drawn.append(
                svg.element("rect", x="50%", y=4, width=24, height=16, transform="translate(-12 0)", fill="#fff")
            )
        style = {**svg.TEXT, "font_size": 14, "font_weight": 700, "fill": look.ink}
        drawn.append(svg.element("text", count, x="50%", y=17, text_anchor="middle", **style))
    return svg.element("svg", *drawn, x=f"{left:.2f}%", y=0, width=f"{wide:.2f}%", height=_HEIGHT)


def _key(label: str, look: Look, ids: str) -> SafeString:
    fill = f"url(#{ids})" if look.is_hatched else look.fill
    swatch = svg.element(
        "svg",
        svg.hatching(ids, svg.PINE) if look.is_hatched else "",
        svg.element("rect", x=1, y=1, width=22, height=14, fill=fill, stroke=look.stroke, stroke_dasharray=look.dash),
        class_="swatch",
        width=24,
        height=16,
        aria_hidden="true",
    )
    return format_html("<li>{} {}</li>", swatch, label)
