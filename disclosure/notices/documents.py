"""An edition as data to download: CSV, a workbook, JSON, its files. The content of its form comes from the form."""

import json
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from disclosure.notices.models import Attachment, Edition
from disclosure.notices.queries.content import composed_en, title_zh
from disclosure.notices.registry import FORMS, Table, default_form, form_of
from portal.core import files, spreadsheets

SCHEMA = "gongkai/data/1"


def as_csv(edition: Edition) -> bytes:
    """Return an edition as CSV."""
    table = _table(edition)
    return spreadsheets.as_csv([table.heads, *table.rows])


def as_xlsx(edition: Edition) -> bytes:
    """Return an edition as a workbook with one sheet."""
    table, notice = _table(edition), edition.notice
    return spreadsheets.as_xlsx(
        [table.heads, *table.rows],
        sheet=notice.entry.code,
        widths=table.widths,
        title=title_zh(edition),
        author=notice.unit.publishing_body_zh or notice.unit.name_zh,
        wraps=table.wraps,
    )


def as_json(edition: Edition) -> bytes:
    """Return an edition as JSON."""
    return json.dumps(as_data(edition), ensure_ascii=False, indent=1).encode()


def as_data(edition: Edition) -> dict[str, Any]:
    """Return all an edition says as plain values, amounts as strings in yuan with two places."""
    notice = edition.notice
    document = {
        "schema": SCHEMA,
        "notice": notice.number,
        "edition": edition.number,
        "state": edition.state,
        "unit": {"code": notice.unit.code, "name_zh": notice.unit.name_zh, "name_en": notice.unit.name_en},
        "entry": {
            "code": notice.entry.code,
            "stream": notice.entry.stream,
            "name_zh": notice.entry.name_zh,
            "name_en": notice.entry.name_en,
        },
        "period": notice.period,
        "title_zh": title_zh(edition),
        "title_en": None if edition.title else composed_en(notice),
        "body": edition.body,
        "correction_reason": edition.correction_reason,
        "published_at": edition.published_at,
        "notice_from": edition.notice_from,
        "notice_to": edition.notice_to,
        "notice_provisional": edition.notice_provisional,
        **{form.key: form.data(edition) if form.key == edition.form else None for form in FORMS if not form.is_default},
        "files": [
            {"name": file.name, "sha256": file.sha256, "size": file.size, "type": file.content_type}
            for file in edition.attachments.all()
        ],
        "code": edition.shown_code,
        "content_sha256": edition.content_sha256,
        "log_sequence": edition.log_sequence,
        "url": f"{settings.SITE_URL}/notices/{notice.number}/editions/{edition.number}/",
    }
    plain: dict[str, Any] = json.loads(json.dumps(document, default=_plain))
    return plain


def attached(request: HttpRequest, file: Attachment) -> HttpResponseBase:
    """Answer with a file of an edition that the reader may have."""
    return files.file_response(
        request,
        store="private",
        stored=file.stored_as,
        sha256=file.sha256,
        name=file.name,
        content_type=file.content_type,
        inline=True,
    )


def _table(edition: Edition) -> Table:
    """Return the table of an edition's form; of its text, where it says nothing in its form."""
    table = form_of(edition).table(edition) or default_form().table(edition)
    if table is None:
        raise TypeError("The default form has a table of every edition.")
    return table


def _plain(value: Any) -> str:
    """Write what JSON has no form for: amounts with two places, dates and times as ISO 8601."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return str(value.isoformat())
