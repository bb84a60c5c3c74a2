"""The matrix of a period as data: JSON, which the command `obligations` prints too, and CSV for an office program.

Both contain what the public page shows and nothing of work that is not published.
"""

import json
from collections.abc import Iterable

from disclosure.obligations.enums import Status
from disclosure.obligations.presenters.matrix import public_reason
from disclosure.obligations.queries.owed import ObligationStatus
from portal.core import spreadsheets

HEADS = (
    *("单位编码", "单位", "事项编码", "事项", "期间", "公开期限"),
    *("状态", "state", "公开日期", "迟天数", "公开编号", "公布的原因"),
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


def lines(rows: Iterable[ObligationStatus]) -> list[dict[str, str | None]]:
    """Return obligations as the JSON and the command `obligations` give them."""
    return [
        {
            "unit": row.unit.code,
            "entry": row.entry.code,
            "period": str(row.period),
            "due_on": row.due_on.isoformat(),
            "state": row.status.value,
            "notice": row.notice or None,
        }
        for row in rows
    ]


def as_json(rows: Iterable[ObligationStatus]) -> str:
    """Return obligations as JSON."""
    return json.dumps(lines(rows), ensure_ascii=False, indent=1)


def as_csv(rows: Iterable[ObligationStatus]) -> bytes:
    """Return obligations as CSV."""
    values = (
        (
            row.unit.code,
            row.unit.name_zh,
            row.entry.code,
            row.entry.name_zh,
            str(row.period),
            row.due_on.isoformat(),
            "已撤回" if row.withdrawal else STATUSES_ZH[row.status],
            row.status.value,
            row.published_on.isoformat() if row.published_on else "",
            row.days_late,
            row.notice,
            public_reason(row),
        )
        for row in rows
    )
    return spreadsheets.as_csv([HEADS, *values])
