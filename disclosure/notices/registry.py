"""What other rooms hand to notices: forms and other parts of an edition, followers, sections of its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any, Literal

from django.utils.safestring import SafeString

from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.registry import ENTRY_FORMS, EntryForm
from disclosure.notices.models import Edition
from portal.core.registry import Registry
from portal.core.sections import Section
from portal.core.workflow import Words


class Phase(IntEnum):
    """When a follower runs, in the transaction of what it follows."""

    SETTLE = 1
    """What is owed is met, or owed again."""
    TELL = 2
    """People are notified."""
    RENEW = 3
    """What was made of it before grows stale."""
    ENQUEUE = 4
    """Work in the background is begun; a caller may leave it out."""


Follow = Callable[..., None]
"""Called with `actor`, `edition` and `at` as keywords. What it raises stops the step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """What follows from steps of an edition, in their transaction.

    Attributes:
        key: What tells it from others.
        phase: When it runs.
        begun: A draft was opened.
        submitted: It was submitted.
        published: It was published, a first time or as a correction.
        withdrawn: It was withdrawn.
    """

    key: str
    phase: Phase
    begun: Follow | None = None
    submitted: Follow | None = None
    published: Follow | None = None
    withdrawn: Follow | None = None

    @property
    def order(self) -> int:
        """Followers run by phase, then by key."""
        return int(self.phase)


FOLLOWERS: Registry[Follower] = Registry("follower of a publication")


def follow(
    event: Literal["begun", "submitted", "published", "withdrawn"],
    *,
    actor: Any,
    edition: Edition,
    at: datetime,
    enqueue: bool = True,
) -> None:
    """Run what follows from a step of an edition, within the step's transaction.

    Args:
        event: The step.
        actor: Who took it.
        edition: The edition as it stands after it.
        at: The time of the step.
        enqueue: Whether work in the background is begun.

    Raises:
        Refused: A follower refuses; the step must not be taken then.
    """
    for follower in FOLLOWERS:
        run: Follow | None = getattr(follower, event)
        if run is not None and (enqueue or follower.phase != Phase.ENQUEUE):
            run(actor=actor, edition=edition, at=at)


Document = Mapping[str, Any]
"""A parsed canonical document."""
Cell = str | int | Any
"""A value in a table to download: text, a whole number, a `Decimal` in yuan, or None."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the check of a part raises.

    Attributes:
        level: An error keeps the edition from being signed, a warning from being submitted; a warning that is
            explained is answered.
        where: Which place it speaks of.
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
    """One row of what changed between two editions, before and after already formatted.

    Attributes:
        what: What changed.
        before: As it was; empty where it is new.
        after: As it is; empty where it is gone.
        text: Whether these are words; figures stand to the right.
    """

    what: str
    before: str
    after: str
    text: bool = True


@dataclass(frozen=True, slots=True)
class DraftChange:
    """Something that was changed in a draft, for the desk's list.

    Attributes:
        at: When.
        who: The person, or None.
        what: Which place.
        before: As it was.
        after: As it is.
    """

    at: datetime
    who: Any
    what: str
    before: str
    after: str

    @classmethod
    def of(cls, record: Any, what: str, before: str, after: str) -> DraftChange:
        """Return what a row of a history table says of a change."""
        return cls(record.history_date, record.history_user, what, before, after)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a part lets a clerk choose on the page where the text of a draft is written.

    Attributes:
        label: What is chosen.
        help_text: What comes of it.
        offered: Value and words of each choice.
        chosen: The values that are chosen already.
    """

    label: Words
    help_text: Words
    offered: Sequence[tuple[str, str]]
    chosen: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """An edition as a table to download, in Chinese like the notice.

    Attributes:
        heads: The words above the columns.
        widths: How wide each column is in a workbook, in characters.
        rows: The rows, each as long as `heads`.
        wraps: Whether long text breaks within its cell.
    """

    heads: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[Cell]]
    wraps: bool = True


@dataclass(frozen=True, slots=True)
class ImportOffer:
    """What the page that begins a notice says of a file one need not type from.

    Attributes:
        entry: Code of the only item it can be brought in for.
        url_name: The page where it is brought in; it is given the unit.
        title, text, link: The words of the offer.
    """

    entry: str
    url_name: str
    title: Words
    text: Words
    link: Words


def _nothing(*_args: Any, **_more: Any) -> None:
    """Do nothing: for what a part has no need of."""


def _none(*_args: Any) -> tuple[Any, ...]:
    """Return nothing."""
    return ()


def _no_facts(_edition: Edition) -> Mapping[str, Any]:
    return {}


def _no_words(_edition: Edition) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something an edition says beside its title, text and files.

    Attributes:
        key: Its key in the canonical document.
        order: Its place among the parts.
        document: Returns what the canonical document says of it, as JSON, or None.
        is_named_empty: Whether the canonical document names it with null where there is none.
        findings: Returns what its check raises.
        copy: Called with source, target and actor; copies it into the draft of a correction.
        changes: Returns what changed between two canonical documents.
        log_facts: Returns what the publication log says of it.
        draft_changes: Returns what was changed of it while its draft was written.
        audit_labels: What its own changes of a draft are called, by the verb in the audit.
        choices: Called with person, draft and time; returns what can be chosen where the text is written.
        choose: Called with actor, edition, values and time; writes down what was chosen.
        meta: Returns what stands of it among number, unit and dates on the desk: label and words.
        correction: Returns a sentence for the public page that says because of what a correction was made.
        printed_correction: The same for paper, in Chinese and without a full stop.
    """

    key: str
    order: int
    document: Callable[[Edition], Any]
    is_named_empty: bool = False
    findings: Callable[[Edition], Sequence[Finding]] = _none
    copy: Callable[..., None] = _nothing
    changes: Callable[[Document, Document], Iterable[Difference]] = _none
    log_facts: Callable[[Edition], Mapping[str, Any]] = _no_facts
    draft_changes: Callable[[Edition], Iterable[DraftChange]] = _none
    audit_labels: Mapping[str, Words] = field(default_factory=dict)
    choices: Callable[[Any, Edition, datetime], Choices | None] = _nothing
    choose: Callable[..., None] = _nothing
    meta: Callable[[Edition], tuple[str, str] | None] = _nothing
    correction: Callable[[Edition], str | SafeString] = _no_words
    printed_correction: Callable[[Edition], str] = _no_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Part):
    """A form of notice: the part that the catalogue asks for. An edition keeps the form it was begun with.

    Attributes:
        label: What the form is called in the catalogue.
        edit_url_name: The page where it is written.
        template: What shows it on the public page and on the desk; it is given `content` and `title`.
        presenter: Returns what the template shows, or None where an edition has none yet.
        table: Returns the edition as a table to download, or None.
        data: Returns what the download as JSON says of it.
        is_default: Whether it is text and files, which every edition has; exactly one form is.
        nothing_yet: The refusal of one submitted empty and without files; empty where a text will do.
        begin_label: The button that begins a notice of this form; empty for the usual words.
        write_label, change_label: The link to `edit_url_name` before and after something is there.
        after_text_label: The button that saves the text and goes on to `edit_url_name`. Where it is empty, and
            the form is not the default, a draft is begun there and not with its text.
        imports: What can be brought in from a file.
    """

    label: Words
    edit_url_name: str
    template: str = ""
    presenter: Callable[[Edition], Any] = _nothing
    table: Callable[[Edition], Table | None] = _nothing
    data: Callable[[Edition], Any] = _nothing
    is_default: bool = False
    nothing_yet: Words = ""
    begin_label: Words = ""
    write_label: Words = ""
    change_label: Words = ""
    after_text_label: Words = ""
    imports: ImportOffer | None = None

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
    """Return the form of an edition.

    Raises:
        KeyError: Nobody registers it any more.
    """
    return FORMS[edition.form]


def parts_of(edition: Edition) -> Iterator[Part]:
    """Yield the parts an edition can have: its own form, and whatever is no form."""
    for part in PARTS:
        if part.key == edition.form or part.key not in FORMS:
            yield part


def parts_with_choices(person: Any, draft: Edition, *, at: datetime) -> Iterator[tuple[Part, Choices]]:
    """Yield the parts that let something be chosen where the text of a draft is written."""
    for part in PARTS:
        choices = part.choices(person, draft, at)
        if choices is not None:
            yield part, choices


@dataclass(frozen=True, slots=True)
class NoticePage:
    """The public page of an edition, for what other rooms show on it.

    Attributes:
        edition: The edition that is shown, with notice, unit, entry and signatures.
        editions: All published editions of its notice, newest first.
        content: What the presenter of its form returned.
        at: The time of the page.
    """

    edition: Edition
    editions: Sequence[Edition]
    content: Any
    at: datetime


@dataclass(frozen=True, slots=True)
class EditionPage:
    """The desk's page of an edition, for what other rooms show on it.

    Attributes:
        edition: The edition, with notice, unit and entry.
        content: What the presenter of its form returned.
        person: Who reads it.
        at: The time of the page.
    """

    edition: Edition
    content: Any
    person: Any
    at: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """A link from a page.

    Attributes:
        title: What it leads to.
        url: Where it leads.
        note: What stands beside it, such as a number of pages.
        button: What the button beside the title of the page says, if it has one.
    """

    title: str
    url: str
    note: str = ""
    button: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """Links that a room offers on a page.

    Attributes:
        key: What tells them from others.
        order: Their place.
        load: Called with the page, returns them.
    """

    key: str
    order: int
    load: Callable[[Any], Iterable[Link]]


def load_links(registered: Iterable[Links], page: Any) -> list[Link]:
    """Return the links that rooms offer on a page, in their order."""
    return [link for one in registered for link in one.load(page)]


BELOW_PERIOD = 100
"""Sections of a notice's page below this order stand with its content, those from it on below the notice period."""
NOTICE_SECTIONS: Registry[Section[NoticePage]] = Registry("section of a notice")
NOTICE_COPIES: Registry[Links] = Registry("copies of a notice")
"""What can be taken away beside the data."""
EDITION_SECTIONS: Registry[Section[EditionPage]] = Registry("section of an edition")
EDITION_LINKS: Registry[Links] = Registry("links of an edition")
"""Buttons below the head of the desk's page."""
