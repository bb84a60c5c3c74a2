"""Stored files: kept under the hash of their content, handed out by views that asked a policy first.

What reads a file that is not there raises `FileNotFoundError`.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Literal

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from portal.core.registry import Registry
from portal.core.workbooks.written import without_unseen

Store = Literal["private", "public"]
PUBLIC_CACHING = "public, max-age=0, s-maxage=2, must-revalidate"
"""What the public is given may lie in a shared cache for two seconds, because it can be withdrawn."""
PRIVATE_CACHING = "private, no-store"
SHOWN_INLINE = frozenset({"application/pdf", "image/jpeg", "image/png"})
"""Kinds a browser may show in place; anything else is only ever saved."""
_SUFFIX = re.compile(r"\.[a-z0-9]{1,10}")


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in one of the stores."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class FileNames:
    """A column of a model that names private files."""

    key: str
    model: type[Model]
    field: str = "stored_as"

    def among(self, names: Collection[str]) -> QuerySet[Any, str]:
        """Return which of some names stand in the column."""
        rows = self.model._default_manager.filter(**{f"{self.field}__in": names}).order_by()
        return rows.values_list(self.field, flat=True)


FILE_NAMES: Registry[FileNames] = Registry("column of file names")


def sweep_private(names: Collection[str]) -> None:
    """Delete private files that nothing names any more, once the transaction is committed."""
    transaction.on_commit(lambda: _sweep(names))


def _sweep(names: Collection[str]) -> None:
    with transaction.atomic():
        for name in sorted(names):
            _hold(name)
        named = {name for column in FILE_NAMES for name in column.among(names)}
        for name in set(names) - named:
            storages["private"].delete(name)


def _hold(name: str) -> None:
    """Let storing and sweeping of one file run one after the other, until the end of the transaction."""
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def store_private(content: bytes | IO[bytes], *, suffix: str) -> Stored:
    """Keep a file among the private ones. The same content is kept once.

    Raises:
        ValueError: The suffix is none such as `.pdf`, in lower case.
    """
    return _store("private", content, suffix)


def store_public(content: bytes | IO[bytes], *, suffix: str) -> Stored:
    """Keep a file among the published ones. Otherwise as `store_private`."""
    return _store("public", content, suffix)


def open_file(store: Store, name: str) -> File[bytes]:
    """Open a stored file for reading."""
    return storages[store].open(name, "rb")


def read(store: Store, name: str) -> bytes:
    """Return the content of a stored file."""
    with open_file(store, name) as opened:
        content: bytes = opened.read()
    return content


def file_response(
    request: HttpRequest, *, store: Store, stored: str, sha256: str, name: str, content_type: str, inline: bool = False
) -> HttpResponseBase:
    """Answer with a stored file. The caller has checked that the reader may have it.

    Args:
        store: Where it lies. What is public may be cached, what is private never.
        sha256: Hash of its content, which becomes the ETag.
        name: What the file is called when it is saved; Chinese is fine.
        inline: Whether it may be shown in the browser rather than saved; some kinds never are.
    """
    headers = _headers(name, content_type, store, inline=inline)
    return _respond(request, open_file(store, stored), headers, sha256 if store == "public" else None)


def content_response(
    request: HttpRequest, content: bytes, *, name: str, content_type: str, public: bool, inline: bool = False
) -> HttpResponseBase:
    """Answer with a file made just now, such as a table as csv. Otherwise as `file_response`."""
    headers = _headers(name, content_type, "public" if public else "private", inline=inline)
    return _respond(request, BytesIO(content), headers, hashlib.sha256(content).hexdigest() if public else None)


def safe_name(name: str) -> str:
    """Return a file name without folders, control and unseen characters, and those Windows cannot store."""
    last = re.split(r"[\\/]", without_unseen(name))[-1]
    return re.sub(r'[\x00-\x1f\x7f<>:"|?*]', "", last).strip(" .")


def _headers(name: str, content_type: str, store: Store, *, inline: bool) -> dict[str, str]:
    shown = inline and content_type in SHOWN_INLINE
    headers = {
        "Content-Type": content_type,
        "Content-Disposition": content_disposition_header(not shown, safe_name(name)) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": PUBLIC_CACHING if store == "public" else PRIVATE_CACHING,
    }
    if content_type == "application/pdf":
        # Browsers draw a PDF with an embedded viewer of theirs, which the policy for pages would forbid.
        headers["Content-Security-Policy"] = "frame-ancestors 'none'"
    return headers


def _respond(request: HttpRequest, content: IO[Any], headers: dict[str, str], sha256: str | None) -> HttpResponseBase:
    unchanged = None
    if sha256 is not None:
        headers["ETag"] = f'"{sha256}"'
        unchanged = get_conditional_response(request, headers["ETag"])
    if unchanged is not None:
        content.close()
        for each in ("ETag", "Cache-Control"):
            unchanged[each] = headers[each]
        return unchanged
    response = FileResponse(content)
    for each, value in headers.items():  # now, because it names the file after where it lies
        response[each] = value
    return response


def _store(store: Store, content: bytes | IO[bytes], suffix: str) -> Stored:
    if not _SUFFIX.fullmatch(suffix):
        raise ValueError(f"{suffix!r} is no suffix such as .pdf.")
    opened = BytesIO(content) if isinstance(content, bytes) else content
    opened.seek(0)
    sha256 = hashlib.file_digest(opened, "sha256").hexdigest()  # type: ignore[arg-type]  # any file can be read
    file = File(opened)
    stored = Stored(f"{sha256[:2]}/{sha256[2:4]}/{sha256}{suffix}", sha256, file.size)
    if store == "private":
        _hold(stored.name)
    if not storages[store].exists(stored.name):
        # Of several who store the same content at one moment each puts the same file in the same place.
        storages[store].save(stored.name, file)
    return stored


class WholeFileStorage(FileSystemStorage):
    """A folder in which many may write one name at once, because names are made of the content.

    Django opens a file under its final name and fills it, so another process can find half of it there.
    Here it is written beside its place and then moved, which the file system does in one step.
    """

    def __init__(self, **options: Any) -> None:
        # Views hand files out after asking a policy; no other user of the machine is to go round it.
        super().__init__(**options, allow_overwrite=True, file_permissions_mode=0o600, directory_permissions_mode=0o700)

    def _save(self, name: str, content: File[bytes]) -> str:
        folder = Path(self.path(name)).parent
        for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
            missing.mkdir(mode=self.directory_permissions_mode or 0o700, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".", suffix=".part", delete=False) as beside:
            try:
                for chunk in content.chunks():
                    beside.write(chunk)
                beside.flush()
                Path(beside.name).chmod(self.file_permissions_mode or 0o600)
                Path(beside.name).replace(self.path(name))
            except BaseException:
                Path(beside.name).unlink(missing_ok=True)
                raise
        return name
