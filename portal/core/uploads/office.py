"""Office files, kept without what they tell of who made them. Text and values stay as they are, byte for byte.

No library does this, and one that wrote the document anew would lose what it does not know. So parts of the package
that tell of people and machines are left out with all that leads to them, and in the others only the tags that do so
are changed. A tag is found by its "<", which no text in XML can hold.
"""

import posixpath
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

from django.utils.translation import gettext_lazy as _

from portal.core.refusals import Refused
from portal.core.uploads.cleaning import clean_picture
from portal.core.uploads.kinds import BOMB, DAMAGED, JPEG, MOST_NAMED, PNG, is_ole

AUTHOR = b"Author"
"""Who wrote a comment or a change, as Word calls them where it removes personal information."""
EMBEDDED = _(
    "The file holds another file inside, such as the table behind a chart. Take it out or save the whole as PDF, and"
    " choose it once more."
)
_FIRST = (1980, 1, 1, 0, 0, 0)
"""The first moment a ZIP archive can name; so the same content gives the same bytes."""
_DROPPED = re.compile(
    r"(?:docProps|docMetadata|customXml|xl/revisions|(?:xl|word)/printerSettings|Thumbnails)/.*"
    r"|word/people\.xml|(?:[^/]+/)?meta\.xml"
)
"""Properties, labels of a company, hidden data, the log of a shared workbook, printers, previews, people."""
_ENTRY = re.compile(
    rb"<(?:\w+:)?(?:Relationship|Override|file-entry)\s[^<>]*(?:/>|>\s*</(?:\w+:)?(?:Relationship|Override|file-entry)>)"
)
"""What leads to a part, or says its kind."""
_LEADS_TO = re.compile(rb"""(\s(?:Target|PartName|(?:\w+:)?full-path)\s*=\s*["'])([^"'<>]*)""")
_ON_THE_NET = re.compile(rb"(?!file:)[a-z][a-z\d+.-]+:|#", re.IGNORECASE)
"""How an address begins that is no file of a machine; Excel writes one on the same disk without the disk's letter."""

Change = Callable[[bytes], bytes]


def _attributes(tags: str, names: str, value: bytes | None) -> Change:
    """Return what gives these attributes of these tags another value; None takes them out."""
    tag = re.compile(rf"<(?:\w+:)?(?:{tags})\s[^<>]*>".encode())
    attribute = re.compile(rf"""(\s(?:{names})\s*=\s*)(?:"[^"<>]*"|'[^'<>]*')""".encode())
    written = b"" if value is None else rb'\1"' + value + b'"'
    return lambda content: tag.sub(lambda found: attribute.sub(written, found[0]), content)


def _elements(*names: str) -> Change:
    """Return what takes these elements out with all they hold."""
    opened = re.compile(rf"<({'|'.join(names)})(?:\s[^<>]*)?>".encode())

    def change(content: bytes) -> bytes:
        kept, at = [], 0
        for tag in opened.finditer(content):
            if tag.start() < at:
                continue
            kept.append(content[at : tag.start()])
            at = tag.end() if tag[0].endswith(b"/>") else _end_of(tag[1], content, tag.end())
        return b"".join([*kept, content[at:]])

    return change


def _end_of(name: bytes, content: bytes, start: int) -> int:
    closing = b"</" + name + b">"
    at = content.find(closing, start)
    if at < 0:
        raise Refused(DAMAGED)
    return at + len(closing)


def _texts(tags: str, value: bytes, unless: str = "") -> Change:
    """Return what gives elements without elements of their own another text, unless it begins so."""
    not_so = f"(?!{unless})" if unless else ""
    text = re.compile(rf"(<(?:\w+:)?(?:{tags})>){not_so}[^<]+".encode())
    return lambda content: text.sub(rb"\1" + value, content)


CHANGES: tuple[tuple[re.Pattern[str], tuple[Change, ...]], ...] = (
    (
        re.compile(r"word/.*\.xml"),
        (
            _attributes(r"\w+", r"\w+:(?:author|initials)", AUTHOR),
            _attributes(r"\w+", r"\w+:rsid\w*", None),
            _elements("w:rsids", "w:docVars", "w:mailMerge", "w:printerSettings", r"w1\d:docId"),
        ),
    ),
    # An author that begins so is the number of a comment with answers, which would lose them without it.
    (re.compile(r"xl/comments.*\.xml"), (_texts("author", AUTHOR, unless="tc="),)),
    (
        re.compile(r"xl/persons/.*\.xml"),
        (_attributes("person", "displayName", AUTHOR), _attributes("person", "userId|providerId", b"None")),
    ),
    # Where a table was read from, and under which name and password.
    (
        re.compile(r"xl/connections\.xml"),
        (
            _attributes("connection|olapPr|textPr", "odcFile|sourceFile|localConnection", None),
            _attributes("dbPr|oledbPr", "connection", b""),
        ),
    ),
    (re.compile(r"xl/pivotCache/.*\.xml"), (_attributes("pivotCacheDefinition", "refreshedBy", None),)),
    (
        re.compile(r"xl/workbook\w*\.xml"),
        (_attributes("fileSharing", "userName", None), _elements("x15ac:absPath", "xr:revisionPtr")),
    ),
    (re.compile(r"xl/\w+sheets/.*\.xml"), (_attributes("pageSetup", r"\w+:id", None),)),  # its printer is left out
    (
        re.compile(r"(?:[^/]+/)?(?:content|styles)\.xml"),
        (_texts("creator", AUTHOR), _texts("creator-initials|sender-initials", b"")),
    ),
    (re.compile(r"(?:[^/]+/)?settings\.xml"), (_texts(r'config-item [^<>]*"Printer\w+"[^<>]*', b""),)),
)
"""What is changed, by the names of the parts."""


def clean_office(content: bytes) -> bytes:
    """Return an office file that was found sound without what tells of its makers.

    The same content gives the same bytes.

    Raises:
        Refused: It holds another file, or markup in an encoding that no office writes.
    """
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as archive, zipfile.ZipFile(made, "w") as clean:
        for member in archive.infolist():
            if member.is_dir() or _DROPPED.fullmatch(member.filename):
                continue
            kept = zipfile.ZipInfo(member.filename, _FIRST)
            # The first part of an ODF file must not be compressed.
            kept.compress_type = zipfile.ZIP_DEFLATED if member.compress_type else zipfile.ZIP_STORED
            clean.writestr(kept, _part(member.filename, archive.read(member)))
    return made.getvalue()


def _part(name: str, content: bytes) -> bytes:
    if is_ole(content) or content.startswith(b"PK\x03\x04"):
        raise Refused(EMBEDDED)
    for suffixes, kind in (((".jpg", ".jpeg"), JPEG), ((".png",), PNG)):
        if name.lower().endswith(suffixes):
            with suppress(Refused):  # what cannot be opened here shows nothing elsewhere
                return clean_picture(content, kind)
    return _markup(name, content) if name.endswith((".xml", ".rels")) else content


def _markup(name: str, content: bytes) -> bytes:
    if b"\x00" in content:  # as in UTF-16
        raise Refused(DAMAGED)
    if name.endswith(("[Content_Types].xml", "manifest.xml", ".rels")):
        if len(content) > MOST_NAMED:
            raise Refused(BOMB)
        folder = posixpath.dirname(posixpath.dirname(name)) if name.endswith(".rels") else ""
        return _ENTRY.sub(lambda found: _entry(found[0], folder), content)
    for parts, changes in CHANGES:
        if parts.fullmatch(name):
            for change in changes:
                content = change(content)
    return content


def _entry(entry: bytes, folder: str) -> bytes:
    """Return an entry, nothing where it leads to what is left out, and without the folders of somebody's machine."""
    found = _LEADS_TO.search(entry)
    if found is None:
        return entry
    target = found[2]
    if b'"External"' in entry or b"'External'" in entry:
        if not _ON_THE_NET.match(target):
            target = re.split(rb"[/\\]", target)[-1]
        return entry[: found.start(2)] + target + entry[found.end() :]
    part = posixpath.normpath(posixpath.join("/", folder, target.decode("utf-8", "replace"))).lstrip("/")
    return b"" if _DROPPED.fullmatch(part) else entry
