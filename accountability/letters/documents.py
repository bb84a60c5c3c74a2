"""Letters on paper, and the figures of a year as a table, in Chinese as official papers are."""

from __future__ import annotations  # `pdf.Rendered` is not imported before something is drawn

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils import timezone, translation

from accountability.letters.enums import Means, Party
from accountability.letters.queries.wording import Said, said
from accountability.letters.registry import YEAR_FIGURES, YearFigure, YearPage
from portal.core import codes, dates, pdf
from portal.core.spreadsheets import as_csv

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accountability.letters.models import Letter, LetterSignature

_TEMPLATE = "accountability/letters/print/letter.html"
_STYLES = [
    pdf.STATIC / "gongkai" / "official.css",
    pdf.STATIC / "accountability" / "letters" / "letter.css",
]
_NUMERALS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class SignedBox:
    """One party at the foot of a letter, with the box for its seal; day and digest are empty until it is signed."""

    party: str
    body: str
    name: str
    seal: str
    day: str
    digest: str


@dataclass(frozen=True, slots=True)
class PrintedLetter:
    """`accountability/letters/print/letter.html`: one letter on paper."""

    number: str
    code: str
    sha256: str
    says: Said
    duties: Sequence[tuple[str, str]]
    total: str
    boxes: Sequence[SignedBox]
    witness: str


def printed(letter: Letter) -> PrintedLetter:
    """Return a letter as it is printed: what was signed, word for word, with who signed so far."""
    says = said(letter)
    signed = {one.party: one for one in letter.signatures.all()}
    total = sum(float(one.points) for one in says.points)
    witness = signed.get(Party.WITNESS)
    return PrintedLetter(
        number=letter.number,
        code=codes.in_groups(letter.code),
        sha256=letter.sha256,
        says=says,
        duties=[(f"（{_numeral(one.number)}）{one.heading}。", one.text) for one in says.duties],
        total=f"{total:g}",
        boxes=[
            _box("甲方", says.party_a, "", signed.get(Party.TOWN)),
            _box("乙方", says.party_b, says.signs_for_b, signed.get(Party.UNIT)),
        ],
        witness=f"{witness.title_zh}{witness.name_zh}" if witness else "",
    )


def _numeral(number: int) -> str:
    return _NUMERALS[number] if number < len(_NUMERALS) else str(number)


def _box(party: str, body: str, expected: str, signature: LetterSignature | None) -> SignedBox:
    if signature is None:
        return SignedBox(party, body, expected, f"（{party}公章）", "", "")
    day = timezone.localtime(signature.at)
    short = signature.sha256[:16]
    digest = " ".join(short[start : start + 4] for start in range(0, len(short), 4))
    at = "纸上手签" if signature.means == Means.PAPER else f"{dates.clock(signature.at)}签"
    return SignedBox(party, body, signature.name_zh, f"（{party}公章）", dates.full_date(day), f"{at}，{digest}")


def letter_pdf(letter: Letter) -> bytes:
    """Return a letter as PDF in the look of official papers, with a box for the seal of either party.

    Raises:
        PdfFault: Something in it cannot be printed.
    """
    with translation.override("zh-hans"):
        paper = printed(letter)
        rendered = pdf.render(render_to_string(_TEMPLATE, {"paper": paper}), css=_STYLES)
    expected = [paper.says.title, paper.says.party_a, paper.says.party_b, *(text for _head, text in paper.duties)]
    pdf.check(rendered.pdf, expected_text=expected, pages=rendered.pages)
    return rendered.pdf


def year_csv(page: YearPage) -> bytes:
    """Return the figures of the page of a year as CSV."""
    with translation.override("zh-hans"):
        rows = [figure for source in YEAR_FIGURES for figure in source.load(page)]
        return as_csv([("指标", "名称", "数", "说明"), *(_row(page.year, one) for one in rows)])


def _row(year: int, one: YearFigure) -> tuple[str, str, str, str]:
    return (f"{year}-{one.key}", str(one.label), str(one.value), str(one.note))
