"""The matrix of a period as data: JSON with the rows of the command `obligations`, and CSV for an office program.

Both hold what the public page shows and nothing of work that is not published.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from disclosure.obligations.enums import Status
from disclosure.obligations.queries.reading import ObligationStatus
from portal.core.spreadsheets import guarded

HEADS = (
    "单位编码",
    "单位",
    "事项编码",
    "事项",
    "期间",
    "公开期限",
    "状态",
    "state",
    "公开日期",
    "迟天数",
    "公开编号",
    "公布的原因",
)

STATUSES_ZH = {
    Status.NOT_DUE: "未到期",
    Status.DUE: "待公开",
    Status.ON_TIME: "按时公开",
    Status.LATE: "迟公开",
    Status.MISSING: "未公开",
    Status.EXCUSED: "经批准免公开",
    Status.NOT_APPLICABLE: "本期没有此事",
}
"""The table is Chinese at its one address, whatever language is active."""


def as_rows(rows: Iterable[ObligationStatus]) -> list[dict[str, Any]]:
    """Return obligations as the command `obligations` prints them."""
    return [
        {
            "unit": row.unit.code,
            "entry": row.entry.code,
            "period": str(row.period),
            "due_on": row.due_on.isoformat(),
            "state": str(row.status),
            "notice": row.notice or None,
        }
        for row in rows
    ]


def as_json(rows: Iterable[ObligationStatus]) -> bytes:
    """Return obligations as JSON: a list of the rows of the command."""
    return json.dumps(as_rows(rows), ensure_ascii=False, indent=1).encode()


def as_csv(rows: Iterable[ObligationStatus]) -> bytes:
    """Return obligations as CSV: UTF-8 with a byte order mark, as office programs expect it."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(HEADS)
    for row in rows:
        writer.writerow([guarded(value) for value in _values(row)])
    return written.getvalue().encode("utf-8-sig")


def _values(row: ObligationStatus) -> tuple[str | int | None, ...]:
    reason = row.exemption.reason if row.exemption and row.exemption.is_public else ""
    return (
        row.unit.code,
        row.unit.name_zh,
        row.entry.code,
        row.entry.name_zh,
        str(row.period),
        row.due_on.isoformat(),
        STATUSES_ZH[Status(row.status)],
        str(row.status),
        row.published_on.isoformat() if row.published_on else "",
        row.days_late,
        row.notice,
        reason,
    )
