"""Fees on paper, in Chinese: what is charged by whom and on what basis, and what is free."""

from django.template.loader import render_to_string
from django.utils.translation import override

from disclosure.content.fees.presenters import fees_of
from disclosure.notices.models import Edition
from disclosure.posters.rules.content import PosterContent


def fees_poster(edition: Edition) -> PosterContent | None:
    """Return the fees as they are put on a poster; None where there are none."""
    content = fees_of(edition)
    if content is None:
        return None
    lines = [line for matter in content.matters for line in matter.lines]
    unit = edition.notice.unit
    context = {
        "lines": lines,
        "free": content.free,
        "has_relief": any(line.relief for line in lines),
        "phone": unit.supervision_phone or unit.town.supervision_phone,
    }
    with override("zh-hans"):
        html = render_to_string("disclosure/content/fees/print/fees.html", context)
    return PosterContent(html=html, count=f"共 {len(lines)} 项收费", doubt="多收了怎么办？")
