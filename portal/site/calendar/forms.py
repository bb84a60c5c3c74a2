"""Forms of the desk's pages that belong to no single app."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.calendar import table as calendar_table
from portal.core.calendar.table import Day
from portal.core.refusals import Refused
from portal.site.calendar.queries import FIRST_YEAR, LAST_YEAR

MAX_NOTICE_SIZE = 256 * 1024
"""Bytes of the largest file that is read as a notice; a real one has a few kilobytes."""


class NoticeForm(forms.Form):
    """The State Council's notice of a year, as a file or as pasted lines. `days` holds what was read."""

    year = forms.IntegerField(
        label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR, widget=forms.NumberInput(attrs={"class": "short"})
    )
    file = forms.FileField(
        label=_("CSV file"),
        required=False,
        help_text=_("In UTF-8, with the columns day, is_working (1 worked, 0 off), name_zh, name_en."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    lines = forms.CharField(
        label=_("Or paste the lines"),
        required=False,
        help_text=_("One day a line: the day, 休 (off) or 班 (worked), and the name, such as “2027-02-08 休 春节”."),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        file, lines = values.get("file"), values.get("lines", "").strip("\r\n")
        if bool(file) == bool(lines.strip()):
            raise forms.ValidationError(_("Choose a file or paste the lines, one of the two."))
        try:
            if file and file.size > MAX_NOTICE_SIZE:
                raise Refused(_("The file is too large for a notice. Save only the list of days as CSV."))
            self.days = calendar_table.read_csv(file.read()) if file else calendar_table.read_pasted(values["lines"])
        except Refused as refusal:
            self.add_error("file" if file else "lines", str(refusal))
        return values


class LocalDayForm(forms.Form):
    """One day that is worked or off by a local order."""

    OFF, WORKED = "off", "worked"

    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"})
    )
    kind = forms.ChoiceField(
        label=_("That day"),
        choices=[(OFF, pgettext_lazy("that day", "is off")), (WORKED, pgettext_lazy("that day", "is worked"))],
        widget=forms.RadioSelect,
    )
    name_zh = forms.CharField(label=_("Why, in Chinese"), max_length=60)
    name_en = forms.CharField(label=_("Why, in English"), max_length=80, required=False)

    @property
    def day_given(self) -> Day:
        """The day of a valid form."""
        values = self.cleaned_data
        return Day(values["day"], values["kind"] == self.WORKED, values["name_zh"], values["name_en"])
