"""What an edition says: its title, its canonical document, and what the public reads of a notice."""

import hashlib
import json
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import rfc8785
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import PUBLIC, State
from disclosure.notices.models import Attachment, Edition, Notice
from disclosure.notices.queries.editions import SIGNED_BY, public
from disclosure.notices.registry import PARTS, Finding, default_form, form_of, parts_of
from portal.accounts.models import Post, in_language
from portal.accounts.queries import published_telephones
from portal.core.personal import find_personal
from portal.core.search import Line


def composed_zh(notice: Notice) -> str:
    """Return the composed Chinese title, such as 柳树村2026年第三季度财务收支公开."""
    unit, entry = notice.unit.name_zh, notice.entry.name_zh
    item = entry.split("（")[0]
    if not notice.entry.is_regular:
        return f"{unit}{item}"
    period = Period.parse(notice.period).name_zh
    if item.endswith("年度报告"):
        return f"{unit}{period.removesuffix('度')}{item}"
    return f"{unit}{period}{item.removeprefix('年度') if period.endswith('年度') else item}公开"


def composed_en(notice: Notice) -> str:
    """Return the composed English title, such as Receipts and payments of Liushu Village, third quarter of 2026."""
    item = notice.entry.name_en.split(", line by line")[0]
    if not notice.entry.is_regular:
        return f"{item}, {notice.unit.name_en}"
    return f"{item}, {notice.unit.name_en}, {Period.parse(notice.period).name_en}"


def neutral_title(notice: Notice) -> str:
    """Return what a notice is called without any word of its editions, in the active language."""
    return in_language(composed_zh(notice), composed_en(notice))


def title_zh(edition: Edition) -> str:
    """Return the title as it is printed and hashed."""
    return edition.title or composed_zh(edition.notice)


def title_of(edition: Edition) -> str:
    """Return the title in the active language; what people wrote stays as they wrote it."""
    return edition.title or neutral_title(edition.notice)


def short_title(edition: Edition) -> str:
    """Return what an edition is called where the unit stands beside it, as on its board."""
    notice, entry = edition.notice, edition.notice.entry
    if edition.title or not entry.is_regular:
        return title_of(edition)
    item = in_language(entry.name_zh.split("（")[0], entry.name_en.split(", line by line")[0])
    return _("%(item)s, %(period)s") % {"item": item, "period": name_of(Period.parse(notice.period), short=True)}


def public_title(notice: Notice) -> str:
    """Return what a notice says it is; only the item where nothing of it is live, for its titles are gone then."""
    live = Edition.objects.filter(notice=notice, state=State.PUBLISHED).only("title", "notice").first()
    if live is None:
        return notice.entry.name
    live.notice = notice  # as it was fetched, with its unit and its entry
    return title_of(live)


def lines_named(named: Iterable[tuple[Edition, int]]) -> dict[tuple[int, int], Line]:
    """Return lines of editions by the key of the edition and the number of the line; what is not there is left out.

    Each form is asked once, however many editions it has among them.
    """
    by_form: dict[str, list[tuple[Edition, int]]] = {}
    for edition, number in named:
        by_form.setdefault(edition.form, []).append((edition, number))
    found: dict[tuple[int, int], Line] = {}
    for pairs in by_form.values():
        if lines := form_of(pairs[0][0]).lines:
            numbers = {number for _edition, number in pairs}
            found |= {(pk, one.number): one for pk, one in lines({edition.pk for edition, _number in pairs}, numbers)}
    return found


def public_remark(edition: Edition) -> str:
    """Return the remark the committee asked to be published; empty where there is none."""
    return edition.countersign_remark if edition.countersign_remark_public else ""


SCHEMA = "gongkai/edition/1"


def canonical_document(edition: Edition) -> bytes:
    """Return the canonical document of an edition as it is now."""
    notice = edition.notice
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "notice": notice.number,
        "edition": edition.number,
        "unit": {"code": notice.unit.code, "name": notice.unit.name_zh},
        "entry": {
            "code": notice.entry.code,
            "name": notice.entry.name_zh,
            "stream": notice.entry.stream,
            "basis": notice.entry.basis_zh,
        },
        "period": notice.period,
        "title": title_zh(edition),
        "body": edition.body,
        "correction_reason": edition.correction_reason,
        "files": [{"name": file.name, "sha256": file.sha256, "size": file.size} for file in edition.attachments.all()],
    }
    document |= {part.key: None for part in PARTS if part.is_named_empty}
    document |= {part.key: content for part in parts_of(edition) if (content := part.document(edition)) is not None}
    return rfc8785.dumps(_normalised(document))


def sha256_of(document: bytes) -> str:
    """Return the SHA-256 of a canonical document, in lower-case hexadecimal."""
    return hashlib.sha256(document).hexdigest()


def _normalised(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", key): _normalised(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_normalised(inner) for inner in value]
    return value


def document_of(edition: Edition) -> dict[str, Any]:
    """Return the parsed canonical document of an edition that has been submitted."""
    parsed: dict[str, Any] = json.loads(bytes(edition.canonical or b""))
    return parsed


def document_now(edition: Edition) -> dict[str, Any]:
    """Return the canonical document that an edition would have as it is now, parsed."""
    parsed: dict[str, Any] = json.loads(canonical_document(edition))
    return parsed


def changed_paragraphs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what was replaced, with what, paragraph by paragraph; blank ones do not count."""
    old = [text for text in before if text.strip()]
    new = [text for text in after if text.strip()]
    for tag, start, end, other_start, other_end in opcodes(old, new):
        if tag != "equal":
            yield "\n".join(old[start:end]), "\n".join(new[other_start:other_end])


def opcodes(before: Sequence[Any], after: Sequence[Any]) -> list[tuple[str, int, int, int, int]]:
    """Return the opcodes of `difflib` that turn one sequence of hashable values into another."""
    return list(SequenceMatcher(None, before, after, autojunk=False).get_opcodes())


def findings_of(edition: Edition) -> list[Finding]:
    """Return what the check of the text and those of all parts raise."""
    return [*_personal(edition), *(found for part in parts_of(edition) for found in part.findings(edition))]


def _personal(edition: Edition) -> Iterator[Finding]:
    """Yield the personal numbers in what everybody would read; they are masked (see `portal.core.personal`)."""
    places = [(_("Title"), edition.title), (_("Text"), edition.body)]
    places.append((_("What is corrected, and why"), edition.correction_reason))
    places += [(_("Name of a file"), file.name) for file in edition.attachments.all()]
    published = published_telephones(edition.notice.unit)
    for where, text in places:
        if found := find_personal(text, published=published):
            masked = {"masked": found[0].masked}
            what = _("A full ID, bank-card or telephone number must be masked: %(masked)s.") % masked
            url = reverse(default_form().edit_url_name, args=[edition.pk])
            yield Finding("error", where, what, _("%(where)s: %(what)s") % {"where": where, "what": what}, url=url)


def holds_personal(document: Mapping[str, Any], *, published: Collection[str]) -> bool:
    """Return whether a personal number stands in a canonical document, parts that look for them themselves apart.

    `published` is as in `portal.core.personal.find_personal`.
    """
    checked = {part.key for part in PARTS if part.checks_personal}
    texts = (text for key, value in document.items() if key not in checked for text in _texts(value))
    return any(find_personal(text, published=published) for text in texts)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for inner in value.values() for text in _texts(inner))
    elif isinstance(value, list | tuple):
        yield from (text for inner in value for text in _texts(inner))


def log_facts_of(edition: Edition) -> dict[str, Any]:
    """Return what the parts add to the entry of the publication log."""
    return {key: value for part in parts_of(edition) for key, value in part.log_facts(edition).items()}


@dataclass(frozen=True, slots=True)
class FileName:
    """A file of an edition as a page names it; `size` in bytes."""

    pk: int
    name: str
    size: int


def for_page(rows: QuerySet[Edition]) -> QuerySet[Edition]:
    """Fetch what the page of an edition shows: signatures, the posts of those who signed, and the names of files.

    All in one query; `posts_of` and `files_of` return the latter two.
    """
    files = Attachment.objects.filter(edition=OuterRef("pk")).order_by("order", "pk")
    named = ArraySubquery(files.values(named=JSONObject(pk="pk", name="name", size="size")))
    places = ("notice__unit", "notice__unit__parent", "notice__station")
    posts = Post.objects.filter(
        Q(*(("person", OuterRef(one)) for one in SIGNED_BY), _connector=Q.OR),
        Q(*(("unit", OuterRef(one)) for one in places), _connector=Q.OR),
    ).order_by("starts_on")
    held = ArraySubquery(posts.values(held=JSONObject(person="person", role="role", zh="title_zh", en="title_en")))
    return rows.select_related(*SIGNED_BY).annotate(named_files=named, posts_held=held)


def posts_of(edition: Any) -> dict[tuple[int, str], str]:
    """Return the titles of the posts of those who signed, by person and role; the latest counts."""
    return {(one["person"], one["role"]): in_language(one["zh"], one["en"]) for one in edition.posts_held}


def files_of(edition: Any) -> list[FileName]:
    """Return the files of an edition, in their order."""
    return [FileName(**one) for one in edition.named_files]


def published_editions(number: str) -> list[Edition]:
    """Return the published editions of the notice of this number, newest first; none if it is not public."""
    return list(for_page(public().filter(notice__number=number)).order_by("-number"))


def readable() -> QuerySet[Edition]:
    """Return the editions whose content the public may read: in force, or replaced by one that is.

    When the newest published edition of a notice has been withdrawn, nothing of the notice is shown any more,
    earlier editions included: what had to go from the last one may well be in them too.
    """
    live = Edition.objects.filter(notice=OuterRef("notice"), state=State.PUBLISHED)
    return public().filter(Exists(live), state__in=(State.PUBLISHED, State.SUPERSEDED))


def stored_hashes() -> dict[tuple[str, int], str]:
    """Return the SHA-256 of every published edition's document as it is stored, by number and edition."""
    rows = Edition.objects.filter(state__in=PUBLIC).order_by().values_list("notice__number", "number", "canonical")
    return {
        (number, edition): sha256_of(bytes(canonical or b""))
        for number, edition, canonical in rows.iterator(chunk_size=500)
    }
