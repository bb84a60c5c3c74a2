"""What one edition says otherwise than the one before: in rows for everybody, line by line for those who sign it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _, ngettext

from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.queries import content as reading
from disclosure.notices.registry import PARTS, ChangedLine, ChangedLines, Difference, Document, LineColumn
from portal.core.markdown import plain_rows
from portal.core.texts import as_written, comma

SHOWN_OF_EACH = 3
"""How many lines, and how many figures, stand above a corrected edition; the rest stands with its editions."""


def differences(before: Document, after: Document) -> list[Difference]:
    """Return what changed between two canonical documents: title, text and files, then part by part."""
    texts = (
        (_("Title"), [before["title"]], [after["title"]]),
        (_("Text"), plain_rows(before["body"]).splitlines(), plain_rows(after["body"]).splitlines()),
        (_("Files"), _file_names(before, after), _file_names(after, before)),
    )
    return [
        *(
            Difference(what, as_written(old), as_written(new))
            for what, was, now in texts
            for old, new in reading.changed_paragraphs(was, now)
        ),
        *(row for part in PARTS for row in part.changes(before, after)),
    ]


def _file_names(document: Document, other: Document) -> list[str]:
    """Return the names of the files; one of the same name with other content has the start of its hash added."""
    known = {file["name"]: file["sha256"] for file in other["files"]}
    return [
        file["name"]
        if known.get(file["name"], file["sha256"]) == file["sha256"]
        else f"{file['name']} (SHA-256 {file['sha256'][:8]})"
        for file in document["files"]
    ]


def telling(rows: Sequence[Difference]) -> list[Difference]:
    """Return the first words and lines of a difference, and its first figures."""
    own = [row for row in rows if row.text or row.of_line]
    figures = [row for row in rows if not (row.text or row.of_line)]
    return [*own[:SHOWN_OF_EACH], *figures[:SHOWN_OF_EACH]]


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """One cell of a changed line; `is_marked` where it says otherwise than in the other edition."""

    text: str
    column: LineColumn
    is_marked: bool


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A line in one of the two editions; `kind` is was or is."""

    kind: str
    edition: str
    name: str
    cells: Sequence[ChangedCell]


@dataclass(frozen=True, slots=True)
class ChangedTable:
    """Lines as they were and as they are, one below the other."""

    caption: str
    columns: Sequence[LineColumn]
    rows: Sequence[ChangedRow]


@dataclass(frozen=True, slots=True)
class Changes:
    """`disclosure/notices/desk/_changes.html`: what a correction changes. `before` and `after` name the editions."""

    before: str
    after: str
    tables: Sequence[ChangedTable]
    figures: Sequence[Difference]


def changes_from(before: Edition, edition: Edition) -> Changes:
    """Return what an edition changes of the one before; a draft is compared as it is now."""
    is_draft = edition.state == State.DRAFT
    documents = reading.document_of(before), reading.document_now(edition) if is_draft else reading.document_of(edition)
    rows = [row for row in differences(*documents) if not row.of_line]
    names = edition_name(before), edition_name(edition)
    found = (part.changed_lines(*documents) for part in PARTS)
    tables = [_table(_counted(lines), lines, names) for lines in found if lines and lines.lines]
    if texts := [row for row in rows if row.text]:
        tables.append(_table(_("Words that change"), _lines_of(texts), names))
    return Changes(*names, tables, [row for row in rows if not row.text])


def edition_name(edition: Edition) -> str:
    """Return what an edition is called beside others of its notice."""
    return _("Edition %(number)d") % {"number": edition.number}


def _lines_of(texts: Sequence[Difference]) -> ChangedLines:
    columns = (LineColumn(_("Place"), "c-sum", follows=True), LineColumn(_("What it says"), "c-text"))
    lines = [
        ChangedLine("", (row.what, row.before) if row.before else None, (row.what, row.after) if row.after else None)
        for row in texts
    ]
    return ChangedLines(columns, lines)


def _counted(found: ChangedLines) -> str:
    changed = sum(line.before is not None and line.after is not None for line in found.lines)
    added = sum(line.before is None for line in found.lines)
    removed = len(found.lines) - changed - added
    words = (
        (changed, ngettext("%(count)d line changed", "%(count)d lines changed", changed)),
        (added, ngettext("%(count)d line added", "%(count)d lines added", added)),
        (removed, ngettext("%(count)d line removed", "%(count)d lines removed", removed)),
    )
    return comma().join(text % {"count": count} for count, text in words if count)


def _table(caption: str, found: ChangedLines, names: tuple[str, str]) -> ChangedTable:
    return ChangedTable(
        caption, found.columns, [row for line in found.lines for row in _rows(line, found.columns, names)]
    )


def _rows(line: ChangedLine, columns: Sequence[LineColumn], names: tuple[str, str]) -> Iterator[ChangedRow]:
    sides = (("was", line.before, line.after), ("is", line.after, line.before))
    for (kind, cells, others), edition in zip(sides, names, strict=True):
        if cells is not None:
            marks = [others is None or text != other for text, other in zip(cells, others or cells, strict=True)]
            shown = [
                ChangedCell(text, column, bool(text) and is_other and not column.follows)
                for text, column, is_other in zip(cells, columns, marks, strict=True)
            ]
            yield ChangedRow(kind, edition, line.name, shown)
