"""The table of risks on paper and as CSV, in Chinese."""

from django.template.loader import render_to_string
from django.utils import timezone, translation

from accountability.warning.enums import Risk
from accountability.warning.presenters.risks import rules_shown, table_shown
from accountability.warning.queries.limits import LimitsInForce
from accountability.warning.queries.table import Table
from portal.accounts.models import Unit
from portal.core import pdf
from portal.core.dates import full_date
from portal.core.spreadsheets import as_csv

_STYLES = [pdf.STATIC / "accountability" / "warning" / "risks.css"]
HEADS = ("单位", "风险", "数值", "等级", "与上季相比", "原因")


def as_pdf(town: Unit, table: Table, limits: dict[Risk, LimitsInForce]) -> bytes:
    """Return the table on A3: all units, the reasons of medium and high risks, and the rules."""
    with translation.override("zh-hans"):
        shown = table_shown(table)
        title = f"{town.name}廉政风险预警表（{shown.name}）"
        context = {
            "title": title,
            "table": shown,
            "rules": rules_shown(limits),
            "counted_on": full_date(timezone.localdate(shown.counted_at)),
        }
        rendered = pdf.render(render_to_string("accountability/warning/print/risks.html", context), css=_STYLES)
    names = [row.name for row in (*shown.watched, *shown.others)]
    pdf.check(rendered.pdf, expected_text=[title, *names], pages=rendered.pages)
    return rendered.pdf


def as_table(table: Table) -> bytes:
    """Return a line for every cell, with its reason."""
    with translation.override("zh-hans"):
        shown = table_shown(table)
        rows = [
            (row.name, cell.risk, cell.value, cell.level, cell.change, cell.reason)
            for row in (*shown.watched, *shown.others)
            for cell in row.cells
        ]
        return as_csv([HEADS, *rows])
