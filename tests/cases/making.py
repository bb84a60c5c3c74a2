"""Slips and what tests look for in everything that is stored."""

import re
from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from redis import Redis

from portal.accounts.queries import system_actor
from portal.cases.rules.sender import Sender
from tests.disclosure.pictures import picture
from tests.example import slips
from tests.example.models import Folder, Slip
from tests.factories import NOON, UserFactory

PHOTO = picture()
_codes = count(1)


def folder(**fields: Any) -> Folder:
    code = f"F{next(_codes)}"
    return Folder.objects.create(code=code, title=f"Folder {code}", keeper=UserFactory(), **fields)


def slip(*, text: str = "请公开修路的合同。", at: datetime = NOON, **fields: Any) -> Slip:
    """Return a slip; what is not the sender's is handed on to `put_in`."""
    sender = Sender(**{name: fields.pop(name) for name in ("name", "telephone", "email", "address") if name in fields})
    into = fields.pop("folder", None) or folder()
    actor = fields.pop("actor", None) or system_actor()
    return slips.put_in(actor=actor, folder=into, text=text, sender=sender, at=at, **fields)


def texts_of_tables() -> Iterator[tuple[str, str, str]]:
    """Yield table, column and value of everything that stands in the database, as text; bytes as they read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns JOIN information_schema.tables"
            " USING (table_schema, table_name) WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
        )
        columns = cursor.fetchall()
        for table, column, kind in columns:
            read = f"encode(\"{column}\", 'escape')" if kind == "bytea" else f'"{column}"::text'
            raw = f'"{column}"' if kind == "bytea" else "NULL"
            cursor.execute(f'SELECT {read}, {raw} FROM "{table}" WHERE "{column}" IS NOT NULL')  # noqa: S608 - names out of the catalogue
            for value, content in cursor.fetchall():
                yield table, column, value if content is None else bytes(content).decode("utf-8", "replace")


def no_tries_yet() -> None:
    """Forget how often anybody tried anything."""
    redis: Any = Redis.from_url(settings.REDIS_URL)
    for key in redis.keys("*:rate:*"):
        redis.delete(key)


def texts_of_redis() -> Iterator[str]:
    """Yield every key and value of Redis."""
    redis: Any = Redis.from_url(settings.REDIS_URL)
    readers: dict[bytes, Any] = {
        b"string": redis.get,
        b"hash": redis.hgetall,
        b"list": lambda key: redis.lrange(key, 0, -1),
        b"set": redis.smembers,
        b"zset": lambda key: redis.zrange(key, 0, -1, withscores=True),
    }
    for key in redis.keys("*"):
        yield key.decode("utf-8", "replace")
        yield _decoded(readers[redis.type(key)](key))


def texts_of_files() -> Iterator[tuple[str, str]]:
    """Yield name and content of every stored file."""
    for file in Path(settings.FILES_DIR).rglob("*"):
        if file.is_file():
            yield str(file), file.read_bytes().decode("utf-8", "replace")


def _decoded(value: Any) -> str:
    """Return a value of Redis as text; what is in base64, such as a queued message, read as well."""
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    found = re.findall(r"[A-Za-z0-9+/]{24,}", text)
    # One letter more than a multiple of four is no base64, but a word.
    inner = [b64decode(one + "==").decode("utf-8", "replace") for one in found if len(one) % 4 != 1]
    return "\n".join([text, re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text), *inner])
