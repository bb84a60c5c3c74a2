"""The lines of a table in a sheet, and whether its sums and percentages follow from them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _, override

from disclosure.lists.forms.heads import Head, column_called, required, said_in
from disclosure.lists.registry import ListForm, Result
from portal.core.money import format_money, format_number
from portal.core.workbooks.money import UnreadableAmount, parse_amount
from portal.core.workbooks.sheets import Grid, Row
from portal.core.workbooks.written import narrow, squash
from portal.desk.grid.rows import GridRow

_SUBTOTAL = re.compile(r"(本页)?小计|.{0,8}小计")
_TOTAL = re.compile(r"总?合计|总计|合计.{0,12}|共计.{0,12}")
_SUM_OF = re.compile(r".{1,12}(合计|总计)")
"""A sum of what its words name: of all lines, or of those since the sub-total before."""
_FOOT = re.compile(
    r"(?:[^:]{0,4}人|填报|填表|制表|审核|复核|审批|经办|主管|负责|监督|会计|记录|联系|村|单位|公示|注|备注|说明)[^:]{0,8}:.*"
)
_ORDINAL = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[、.．](?!\d))\s*")
_LEAD = re.compile(r"^(?:其中[:：]?|[加减][:：]|[(（][一二三四五六七八九十\d]{1,3}[)）])+\s*")
_PART = re.compile(r"^(?:\(\d{1,2}\)|其中)")
_SPACED = re.compile(r"[\u4e00-\u9fff](?:\s+[\u4e00-\u9fff]){1,3}")
"""A name that was spaced out so that names stand below each other."""


@dataclass(slots=True)
class ReadWorkbook:
    """What was read.

    Attributes:
        rows: The lines as texts, as if they had been typed.
        left_out: Heads of columns that were left out.
        wrong_sums: Sentences about sums that the lines do not add up to.
    """

    rows: list[GridRow] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    wrong_sums: list[str] = field(default_factory=list)


class Side:
    """A table in a sheet: its lines are added to what was read, and its sums compared with them.

    `lines` are those of all tables of the sheet.
    """

    def __init__(self, form: ListForm, grid: Grid, head: Head, read: ReadWorkbook, lines: list[dict[str, str]]) -> None:
        self.form, self.grid, self.head, self.read_so_far, self.lines = form, grid, head, read, lines
        self.summed = [column.name for column in form.columns if column.is_summed and column.name in head.places]
        self.since_subtotal = dict.fromkeys(self.summed, Decimal(0))
        self.in_all = dict.fromkeys(self.summed, Decimal(0))
        self.said = dict(head.said)
        self.results: list[tuple[Row, Result]] = []
        self.has_ordinals = self.is_inside = False

    def read(self) -> None:
        """Read row by row, up to the total or the signatures."""
        for row in self.grid.rows[self.head.last + 1 :]:
            label = self._label(row)
            plain = _plain(label)
            if _FOOT.fullmatch(label) and not self._is_whole(row):
                break
            if result := next((one for one in self.form.results if plain in one.heads), None):
                self.results.append((row, result))
                self._say(self.form.group, result.then)
            elif _TOTAL.fullmatch(plain):
                self._compare(row, self.in_all)
                if not self.form.group:
                    break
            elif _SUBTOTAL.fullmatch(plain) or _SUM_OF.fullmatch(plain):
                is_all = not _SUBTOTAL.fullmatch(plain) and self._makes(row, self.in_all)
                self._compare(row, self.in_all if is_all else self.since_subtotal)
                self.since_subtotal = dict.fromkeys(self.summed, Decimal(0))
            elif not self._is_head_again(row):
                self._read_line(row)

    def compare_results(self) -> None:
        """Compare the rows that follow from several groups with the lines of the whole sheet."""
        column, value = self.form.part
        for row, result in self.results:
            made = dict.fromkeys(self.summed, Decimal(0))
            for texts in self.lines:
                if not column or texts.get(column) != value:
                    for name in self.summed:
                        made[name] += result.signs.get(self._group_of(texts), 0) * _amount(texts.get(name, ""))
            self._compare(row, made)

    def _group_of(self, texts: Mapping[str, str]) -> str:
        """Return the group of a line, whether the sheet says it in a column or in a title."""
        written = texts[self.form.group]
        return _own(self.form, self.form.group, squash(written)) or written

    def _label(self, row: Row) -> str:
        cells = (row[place] for place in range(*self._span()))
        return next((squash(cell.text) for cell in cells if not cell.is_empty and not cell.text.isdecimal()), "")

    def _span(self) -> tuple[int, int]:
        """Return where the table begins and ends; one that stands alone begins with the sheet."""
        places = [*self.head.places.values(), *self.head.shares]
        first = min(places)
        return (0 if not self.head.is_beside else first), max(places) + 1

    def _is_head_again(self, row: Row) -> bool:
        named = [column_called(self.form, row[place].squashed) for place in self.head.places.values()]
        return sum(column is not None for column in named) > len(named) // 2

    def _is_whole(self, row: Row) -> bool:
        """Return whether all stands in a row without which it is no line; signatures have colons in every cell."""
        _first, *others = (row[self.head.places[name]] for name in required(self.form))
        return all(not cell.is_empty and ":" not in cell.squashed for cell in others)

    def _say(self, name: str, value: str) -> None:
        if name in self.said and value:
            self.said[name] = value

    def _read_line(self, row: Row) -> None:
        """Read a line; what is none, such as a blank row or one that names the group of the next, is not kept."""
        texts = dict(self._cells(row))
        own = [name for name, place in self.head.places.items() if not row[place].is_empty]
        figures = any(self.form.kind(name) != "text" for name in own)
        if self.said and own == [self.form.names[0]]:
            for name in self.said:
                self._say(name, said_in(self.form, name, texts[own[0]]))
            return
        if not own or (len(own) == 1 and not figures and len(self.head.places) > 2):
            return
        self._complete(texts)
        self._fill_zeros(texts)
        self.lines.append(texts)
        self._check_shares(row, texts)
        self.read_so_far.rows.append(GridRow(len(self.read_so_far.rows), texts))
        column, value = self.form.part
        if not column or texts[column] != value:
            for name in self.summed:
                amount = _amount(texts.get(name, ""))
                self.since_subtotal[name] += amount
                self.in_all[name] += amount

    def _complete(self, texts: dict[str, str]) -> None:
        """Fill in what titles and rows above say: the group, and whether it is a part of the line above."""
        first = self.form.names[0]
        written = squash(texts[first])
        for name, said in self.said.items():
            texts[name] = _own(self.form, name, _plain(written)) or said
        column, value = self.form.part
        if column and column not in self.head.places:
            texts[column] = value if self._is_part(written) else ""
        if self.said or column:
            texts[first] = _plain(texts[first])

    def _fill_zeros(self, texts: dict[str, str]) -> None:
        """Read an amount that is left blank beside others as nothing, which is 0."""
        if any(texts[name] for name in self.summed):
            for name in self.summed:
                if not texts[name] and not self.form.field(name).blank:
                    texts[name] = "0.00"

    def _is_part(self, written: str) -> bool:
        """Return whether a line is a part: it says so, or stands after one that does and before the next number."""
        if _PART.match(written):
            self.is_inside = self.has_ordinals
            return True
        if _ORDINAL.match(written):
            self.has_ordinals, self.is_inside = True, False
        return self.is_inside

    def _cells(self, row: Row) -> Iterator[tuple[str, str]]:
        for column in self.form.columns:
            place = self.head.places.get(column.name)
            if place is not None:
                cell = self.grid.above(row.index, place) if column.is_repeated else row[place]
                text = squash(cell.text) if _SPACED.fullmatch(cell.text) else cell.text
                yield column.name, self._scaled(column.name, text)

    def _scaled(self, name: str, text: str) -> str:
        """Return an amount in yuan, whatever the head says it is in; what is no amount stays as it is."""
        if self.form.kind(name) != "amount" or not text:
            return text
        try:
            amount = parse_amount(text, unit=self.head.units[name])
        except UnreadableAmount:
            return text
        if amount is None:
            return ""
        return f"{amount.exact:f}" if amount.has_more_decimals else f"{amount.value:f}"

    def _check_shares(self, row: Row, texts: Mapping[str, str]) -> None:
        """Note where a percentage of the sheet does not follow from the columns; it may be written as a fraction."""
        for place, share in self.head.shares.items():
            text = narrow(row[place].text).removesuffix("%").lstrip("+")
            made = share.of(_figure(texts.get(share.part, "")), _figure(texts.get(share.whole, "")))
            said = _figure(text)
            if said is None or _is_rounded(said, made or Decimal(0)) or _is_rounded(said, (made or Decimal(0)) / 100):
                continue
            sentence = _("Row %(row)d of the sheet says %(said)s for “%(column)s”; its figures make %(made)s.")
            values = {"row": row.number, "said": f"{text}%", "column": share.heading}
            made_text = "—" if made is None else f"{format_number(made, 2)}%"
            self.read_so_far.wrong_sums.append(sentence % (values | {"made": made_text}))

    def _makes(self, row: Row, sums: Mapping[str, Decimal]) -> bool:
        """Return whether the sums that a row says are these."""
        said = {name: self._scaled(name, row[self.head.places[name]].text) for name in self.summed}
        return all(not text or _amount(text) == sums[name] for name, text in said.items())

    def _compare(self, row: Row, sums: Mapping[str, Decimal]) -> None:
        """Note where a sum of the sheet is not what its lines add up to."""
        for name in self.summed:
            text = self._scaled(name, row[self.head.places[name]].text)
            if text and _amount(text) != sums[name]:
                sentence = _("Row %(row)d of the sheet says %(said)s for “%(column)s”; its lines add up to %(sum)s.")
                self.read_so_far.wrong_sums.append(
                    sentence
                    % {
                        "row": row.number,
                        "said": format_money(_amount(text)),
                        "column": self.form.heading_of(name),
                        "sum": format_money(sums[name]),
                    }
                )


def _plain(text: str) -> str:
    """Return the name of a line without its number, and without words that only say where it belongs."""
    numbered = _LEAD.sub("", text)
    found = _ORDINAL.match(numbered)
    return _LEAD.sub("", numbered[found.end() :] if found else numbered).strip()


def _own(form: ListForm, name: str, text: str) -> str:
    """Return the choice that a line is called by; empty where it is called otherwise."""
    with override("zh-hans"):
        return next((str(key) for key, label in form.field(name).flatchoices if squash(str(label)) == text), "")


def _is_rounded(said: Decimal, made: Decimal) -> bool:
    """Return whether a percentage is another one rounded to the places that it has."""
    places = max(-6, min(0, int(said.normalize().as_tuple().exponent)))
    return abs(said - made) <= Decimal(5).scaleb(places - 1)


def _figure(text: str) -> Decimal | None:
    try:
        found = parse_amount(text)
    except UnreadableAmount:
        return None
    return found.exact if found else None


def _amount(text: str) -> Decimal:
    return _figure(text) or Decimal(0)
