"""What papers say of inspections, in Chinese."""

from accountability.inspections.queries.inspections import by_rectification
from accountability.rectification.models import Rectification
from portal.accounts.enums import UnitKind
from portal.core.dates import date_range, full_date


def opening_of(rectification: Rectification) -> str:
    """Return how the notice of a rectification begins that an inspection asked for."""
    findings = list(by_rectification(rectification))
    if not findings:
        return ""
    inspection = findings[0].visit.inspection
    days = "、".join(dict.fromkeys(full_date(one.found_on) for one in findings))
    numbers = "、".join(str(one.number) for one in findings)
    you = "你村" if rectification.unit.kind == UnitKind.VILLAGE else "你单位"
    return (
        f"{date_range(inspection.begins, inspection.ends)}，镇纪委组织{inspection.title}。{days}在{you}查明下列问题"
        f"（{inspection.year}年第{numbers}号），请按期整改。"
    )
