"""Read a list out of a workbook as offices make it.

Titles stand above the table, heads may be merged over two rows and name their unit of amounts, and repeat on every
printed page; sub-totals stand between and totals below the lines, and whoever filled it in signs at the foot.
"""

from django import forms
from django.utils.translation import gettext as _, gettext_lazy, gettext_noop

from disclosure.lists.forms.heads import heads_of, required
from disclosure.lists.forms.sides import ReadWorkbook, Side
from disclosure.lists.registry import ListForm
from portal.core.texts import joint
from portal.core.workbooks.faults import UnreadableFile
from portal.core.workbooks.sheets import read_grids
from portal.desk.fields import ManyFilesField

NO_HEAD = gettext_noop(
    "No row of this file names the columns of the list. It needs at least: %(columns)s. Take the empty workbook as a"
    " pattern."
)


class WorkbookForm(forms.Form):
    """A workbook with the lines."""

    file = forms.FileField(
        label=gettext_lazy("Workbook"),
        help_text=gettext_lazy("xlsx, xls, ods or csv, as you keep it."),
        error_messages={"required": gettext_lazy("Choose the workbook.")},
    )


class PhotographsForm(forms.Form):
    """Photographs of those on a list, each named after whom it shows."""

    photographs = ManyFilesField(
        label=gettext_lazy("Photographs"),
        help_text=gettext_lazy(
            "JPEG or PNG, one a person, each file named after the person. They are cut to one size; place and time of"
            " the camera are taken out."
        ),
        error_messages={"required": gettext_lazy("Choose the photographs.")},
    )


def read_workbook(form: ListForm, content: bytes) -> ReadWorkbook:
    """Read the lines of every visible sheet that has the columns.

    Raises:
        UnreadableFile: The file is no table, or no sheet of it names the columns that must be filled in.
    """
    read = ReadWorkbook()
    found = [(grid, heads) for grid in read_grids(content) if (heads := heads_of(form, grid))]
    if not found:
        needed = [form.heading_zh(name) for name in required(form)]
        raise UnreadableFile(NO_HEAD, columns="、".join(needed))
    for grid, heads in found:
        lines: list[dict[str, str]] = []
        sides = [Side(form, grid, head, read, lines) for head in heads]
        for side in sides:
            side.read()
        for side in sides:
            side.compare_results()
        for head in heads:
            read.left_out += [other for other in head.others if other not in read.left_out]
    return read


def told(read: ReadWorkbook) -> str:
    """Return a sentence on the columns that were left out; empty where none were."""
    if not read.left_out:
        return ""
    return _("These columns of the workbook are not published and were left out: %(columns)s.") % {
        "columns": joint().join(read.left_out)
    }
