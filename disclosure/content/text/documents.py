"""A text as data to download, in Chinese like the notice."""

from django.utils import timezone

from disclosure.notices.models import Edition
from disclosure.notices.queries.content import title_zh
from disclosure.notices.registry import Table

_WIDTHS = (16, 80)


def text_table(edition: Edition) -> Table:
    """Return the content of an edition item by item: number, unit, title, days, text, names of files."""
    notice = edition.notice
    rows: list[tuple[str, str | int]] = [
        ("编号", notice.number),
        ("版次", edition.number),
        ("公开单位", notice.unit.publishing_body_zh or notice.unit.name_zh),
        ("公开事项", notice.entry.name_zh),
        ("标题", title_zh(edition)),
    ]
    if edition.published_at:
        rows.append(("公开时间", timezone.localtime(edition.published_at).strftime("%Y-%m-%d %H:%M")))
    if edition.notice_from and edition.notice_to:
        rows.append(("公示期", f"{edition.notice_from.isoformat()} 至 {edition.notice_to.isoformat()}"))
    if edition.correction_reason:
        rows.append(("更正说明", edition.correction_reason))
    rows.append(("正文", edition.body))
    rows += [("附件", f"{file.name} (SHA-256 {file.sha256})") for file in edition.attachments.all()]
    return Table(("项目", "内容"), _WIDTHS, rows)
