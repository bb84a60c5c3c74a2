"""What other rooms hand to notices: forms and other parts of an edition, followers, sections of its pages.

A form is one folder under `disclosure/content`; `docs/architecture.md` lists what to write to add one.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any, Literal

from django.utils.safestring import SafeString

from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.registry import ENTRY_FORMS, EntryForm
from disclosure.notices.models import Edition
from portal.core.registry import Registry
from portal.core.search import Line
from portal.core.sections import Section
from portal.core.workflow import Words
from portal.desk.trail import TrailLine

Document = Mapping[str, Any]
"""A parsed canonical document."""
Cell = str | int | Any
"""A value in a table to download: text, a whole number, a `Decimal` in yuan, or None."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the check of a part raises.

    Attributes:
        level: An error keeps the edition from being signed, a warning from being submitted until it is answered.
        where: Which place it is about.
        text: What is wrong, in a few words for a list.
        sentence: The same as a sentence, for a refusal.
        answer: The explanation, where there is one.
        url: Where it is put right; empty where the reader may not.
    """

    level: Literal["error", "warning", "answered"]
    where: str
    text: str
    sentence: str
    answer: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed between two editions in one place, formatted; `before` is empty where it is new, `after` where gone.

    `text` says whether these are words; figures are aligned to the right. `by` is by how much a figure changed,
    formatted. `of_line` says whether `changed_lines` shows it too.
    """

    what: str
    before: str
    after: str
    text: bool = True
    by: str = ""
    of_line: bool = False


@dataclass(frozen=True, slots=True)
class LineColumn:
    """A column of a table of changed lines.

    Attributes:
        css: What `.ledger` of the style sheet calls it.
        label: What stands before it on a phone.
        follows: Whether it follows from other lines, so that a change of it is none of this line.
    """

    head: str
    css: str
    label: str = ""
    follows: bool = False


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line as it was and as it is, formatted cell by cell; None where it was added or removed."""

    name: str
    before: Sequence[str] | None
    after: Sequence[str] | None


@dataclass(frozen=True, slots=True)
class ChangedLines:
    """The lines of a table that changed. The column of the class `c-sum` names a line."""

    columns: Sequence[LineColumn]
    lines: Sequence[ChangedLine]


@dataclass(frozen=True, slots=True)
class Choices:
    """What a part lets a clerk choose where the text of a draft is written, and the values chosen already."""

    label: Words
    help_text: Words
    offered: Sequence[tuple[str, str]]
    chosen: Sequence[str]


Lines = Callable[[Collection[int], Collection[int] | None], Iterable[tuple[int, Line]]]
"""Called with keys of editions and numbers of lines, None for all; yields each line with the key of its edition."""


@dataclass(frozen=True, slots=True)
class Table:
    """An edition as a table to download, in Chinese like the notice; `widths` in characters of a workbook."""

    heads: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[Cell]]
    wraps: bool = True


@dataclass(frozen=True, slots=True)
class ImportOffer:
    """What the page that begins a notice of one item offers to import from a file; `url_name` is given the unit."""

    entry: str
    url_name: str
    title: Words
    text: Words
    link: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Content of an edition beside its title, text and files.

    Attributes:
        key: Its key in the canonical document.
        document: Returns its content for the canonical document, as JSON, or None.
        is_named_empty: Whether the canonical document names it with null where there is none.
        findings: Returns what its check raises.
        checks_personal: Whether its check looks for personal numbers too. A number that is none can be explained then.
        copy: Called with source, target and actor; copies it into the draft of a correction.
        settle: Called before a draft is checked and submitted; takes out what no longer belongs to it.
        changes: Returns what changed between two canonical documents.
        changed_lines: Returns the lines that changed between them, whole; None where it has no lines.
        log_facts: Returns what the publication log records of it.
        draft_changes: Returns what was changed of it while its draft was written, a line for each change.
        audit_labels: What its own changes of a draft are called, by the verb in the audit.
        choices: Called with person, draft and time; returns what can be chosen where the text is written.
        choose: Called with actor, edition, values and time; records what was chosen.
        meta: Returns label and words for the list of number, unit and dates on the desk.
        correction: Returns a sentence for the public page on what a correction answers.
        printed_correction: The same for paper, in Chinese and without a full stop.
    """

    key: str
    order: int
    document: Callable[[Edition], Any]
    is_named_empty: bool = False
    findings: Callable[[Edition], Sequence[Finding]] = lambda _edition: ()
    checks_personal: bool = False
    copy: Callable[..., None] = lambda **_more: None
    settle: Callable[[Edition], None] = lambda _draft: None
    changes: Callable[[Document, Document], Iterable[Difference]] = lambda _before, _after: ()
    changed_lines: Callable[[Document, Document], ChangedLines | None] = lambda _before, _after: None
    log_facts: Callable[[Edition], Mapping[str, Any]] = lambda _edition: {}
    draft_changes: Callable[[Edition], Iterable[TrailLine]] = lambda _edition: ()
    audit_labels: Mapping[str, Words] = field(default_factory=dict)
    choices: Callable[[Any, Edition, datetime], Choices | None] = lambda _person, _draft, _at: None
    choose: Callable[..., None] = lambda **_more: None
    meta: Callable[[Edition], tuple[str, str] | None] = lambda _edition: None
    correction: Callable[[Edition], str | SafeString] = lambda _edition: ""
    printed_correction: Callable[[Edition], str] = lambda _edition: ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Part):
    """A form of notice: the part that the catalogue asks for. An edition keeps the form it was begun with.

    Attributes:
        label: What the form is called in the catalogue.
        edit_url_name: The page where it is written.
        template: What shows it on the public page and on the desk; it is given `content` and `title`.
        presenter: Returns what the template shows, or None where an edition has none yet.
        table: Returns the edition as a table to download, or None.
        data: Returns its content for the download as JSON.
        lines: Returns the numbered lines of editions, in their order: the search finds them, and residents ask about
            one of them. Its template gives each the id `line-NUMBER`, and the link that `asks` makes. None where
            the form has no lines.
        is_default: Whether it is text and files, which every edition has; exactly one form is.
        nothing_yet: The refusal of one submitted empty and without files; empty where a text will do.
        begin_label: The button that begins a notice of this form; empty for the usual words.
        write_label, change_label: The link to `edit_url_name` before and after something is there.
        after_text_label: The button that saves the text and goes on to `edit_url_name`. Where it is empty, and
            the form is not the default, a draft is begun there and not with its text.
        imports: What can be imported from a file.
        shows_file: Called with the name of a file; returns whether the form shows it itself, such as a photograph
            beside a name. It then stands in no list of files.
    """

    label: Words
    edit_url_name: str
    template: str = ""
    presenter: Callable[[Edition], Any] = lambda _edition: None
    table: Callable[[Edition], Table | None] = lambda _edition: None
    data: Callable[[Edition], Any] = lambda _edition: None
    lines: Lines | None = None
    is_default: bool = False
    nothing_yet: Words = ""
    begin_label: Words = ""
    write_label: Words = ""
    change_label: Words = ""
    after_text_label: Words = ""
    imports: ImportOffer | None = None
    shows_file: Callable[[str], bool] = lambda _name: False

    @property
    def begins_with_text(self) -> bool:
        """Whether a draft is begun on the page of its text."""
        return self.is_default or bool(self.after_text_label)


PARTS: Registry[Part] = Registry("part of an edition")
"""All parts, the forms among them."""
FORMS: Registry[Form] = Registry("form of notice")


def register_form(form: Form) -> Form:
    """Register a form of notice, as a part and as what the catalogue may name."""
    ENTRY_FORMS.register(EntryForm(form.key, form.label))
    PARTS.register(form)
    return FORMS.register(form)


def default_form() -> Form:
    """Return the form of text and files, in which what has no form of its own is published."""
    return next(form for form in FORMS if form.is_default)


def form_for(entry: CatalogueEntry) -> Form:
    """Return the form in which an edition of an item is begun."""
    return FORMS.get(entry.form) or default_form()


def form_of(edition: Edition) -> Form:
    """Return the form of an edition, which somebody must still register."""
    return FORMS[edition.form]


def parts_of(edition: Edition) -> Iterator[Part]:
    """Yield the parts an edition can have: its own form, and all that are no form."""
    return (part for part in PARTS if part.key == edition.form or part.key not in FORMS)


def parts_with_choices(person: Any, draft: Edition, *, at: datetime) -> Iterator[tuple[Part, Choices]]:
    """Yield the parts that let something be chosen where the text of a draft is written."""
    return ((part, choices) for part in PARTS if (choices := part.choices(person, draft, at)) is not None)


class Phase(IntEnum):
    """When a follower runs, in the transaction of what it follows."""

    SETTLE = 1  # what is owed is met, or owed again
    NOTIFY = 2  # people are notified
    RENEW = 3  # search and public pages are brought up to date
    ENQUEUE = 4  # jobs are put into the queue; a caller may leave it out


Follow = Callable[..., None]
"""Called with `actor`, `edition` and `at` as keywords. What it raises stops the step."""


Foretell = Callable[[Edition, datetime], Iterable[Words]]
"""Called with an edition and a time, returns sentences."""


def _nothing(_edition: Edition, _at: datetime) -> Iterable[Words]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """What follows, in the same transaction, when a draft is begun, submitted, deleted, published or withdrawn.

    Followers run by phase, then by key. A draft that is deleted is still there while they run.

    Attributes:
        if_published: Returns what would follow if an edition were published at a time; said before it is.
        if_withdrawn: The same of a withdrawal.
    """

    key: str
    phase: Phase
    begun: Follow | None = None
    submitted: Follow | None = None
    published: Follow | None = None
    withdrawn: Follow | None = None
    deleted: Follow | None = None
    if_published: Foretell = _nothing
    if_withdrawn: Foretell = _nothing

    @property
    def order(self) -> int:
        """The phase, as the registry orders its records."""
        return int(self.phase)


FOLLOWERS: Registry[Follower] = Registry("follower of a publication")


def follow(
    event: Literal["begun", "submitted", "published", "withdrawn", "deleted"],
    *,
    actor: Any,
    edition: Edition,
    at: datetime,
    enqueue: bool = True,
) -> None:
    """Run what follows from a step of an edition, within the step's transaction; a follower may refuse the step."""
    for follower in FOLLOWERS:
        run: Follow | None = getattr(follower, event)
        if run is not None and (enqueue or follower.phase != Phase.ENQUEUE):
            run(actor=actor, edition=edition, at=at)


def if_published(edition: Edition, *, at: datetime) -> list[Words]:
    """Return what the followers would do if an edition were published at a time."""
    return [sentence for follower in FOLLOWERS for sentence in follower.if_published(edition, at)]


def if_withdrawn(edition: Edition, *, at: datetime) -> list[Words]:
    """Return what the followers would do if an edition were withdrawn at a time."""
    return [sentence for follower in FOLLOWERS for sentence in follower.if_withdrawn(edition, at)]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What has to succeed before a draft is submitted, and takes too long to be tried while its row is locked.

    `run` is called with the draft; it raises Refused, with the place.
    """

    key: str
    run: Callable[[Edition], None]


REHEARSALS: Registry[Rehearsal] = Registry("rehearsal of a publication")


@dataclass(frozen=True, slots=True)
class NoticePage:
    """The public page of an edition, for other rooms; `editions` are all published ones of its notice, newest first."""

    edition: Edition
    editions: Sequence[Edition]
    content: Any
    at: datetime


@dataclass(frozen=True, slots=True)
class EditionPage:
    """The desk's page of an edition, for the sections and links of other rooms."""

    edition: Edition
    content: Any
    person: Any
    at: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """A link from a page, with a note beside it; `button` labels the button beside the page's title, if any."""

    title: str
    url: str
    note: str = ""
    button: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """Links that a room offers on a page; `load` is called with the page."""

    key: str
    order: int
    load: Callable[[Any], Iterable[Link]]


def load_links(registered: Iterable[Links], page: Any) -> list[Link]:
    """Return the links that rooms offer on a page, in their order."""
    return [link for one in registered for link in one.load(page)]


BELOW_PERIOD = 100
"""Sections of a notice's page below this order are above the notice period, the others below it."""
NOTICE_SECTIONS: Registry[Section[NoticePage]] = Registry("section of a notice")
NOTICE_COPIES: Registry[Links] = Registry("copies of a notice")
"""What can be downloaded besides the data."""
LINE_LINKS: Registry[Links] = Registry("links of a notice's lines")
"""What a resident can do about one line of the edition in force: the number of the line is put behind the address."""
NOTICE_WAYS: Registry[Links] = Registry("ways beside a notice")
"""What a resident can do about a notice, beside its title; those with a `button` are buttons."""
EDITION_SECTIONS: Registry[Section[EditionPage]] = Registry("section of an edition")
EDITION_LINKS: Registry[Links] = Registry("links of an edition")
"""Buttons below the head of the desk's page."""
