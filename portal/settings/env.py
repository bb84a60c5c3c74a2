"""Reads settings from the environment, each with a type, and fails loudly on a bad value."""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")
TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})
POSTGRES_SCHEMES = frozenset({"postgres", "postgresql"})
REDIS_SCHEMES = frozenset({"redis", "rediss", "unix"})


@dataclass(frozen=True, slots=True)
class Env:
    """Typed access to environment variables.

    Every reader raises `ImproperlyConfigured` where the value cannot be read, or where there is neither
    a value nor a default.
    """

    values: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def text(self, name: str, default: str | None = None) -> str:
        """Return the text of a variable."""
        return self._read(name, default, str, "given in the environment")

    def secret(self, name: str, *, at_least: int) -> str:
        """Return a secret of a least length in characters. What was read is never repeated."""
        found = self.text(name)
        if len(found) < at_least:
            raise ImproperlyConfigured(
                f"{name} has {len(found)} characters; at least {at_least} random characters are needed."
            )
        return found

    def secrets(self, name: str, *, at_least: int) -> list[str]:
        """Return secrets that stand with commas between them, each of a least length in characters."""
        found = [one.strip() for one in self.text(name).split(",")]
        for one in found:
            if len(one) < at_least:
                raise ImproperlyConfigured(
                    f"{name} holds one of {len(one)} characters; at least {at_least} random characters are needed."
                )
        return found

    def fernet_keys(self, name: str) -> list[str]:
        """Return keys of the cipher that stand with commas between them. What was read is never repeated."""
        found = [one.strip() for one in self.text(name).split(",")]
        for number, one in enumerate(found, start=1):
            try:
                Fernet(one)
            except ValueError:
                raise ImproperlyConfigured(
                    f"Key {number} of {name} is none: 32 random bytes in URL-safe base64 are needed."
                ) from None
        return found

    def flag(self, name: str, *, default: bool) -> bool:
        """Return yes or no."""
        return self._read(name, default, _flag, "yes, no, true, false, on, off, 1 or 0")

    def whole(self, name: str, default: int, *, low: int = 0, high: int | None = None) -> int:
        """Return a whole number from `low` to `high`, both included."""

        def parse(found: str) -> int:
            number = int(_matched(r"-?[0-9]{1,12}", found))
            if number < low or (high is not None and number > high):
                raise ValueError(found)
            return number

        return self._read(name, default, parse, f"a whole number from {low}" + ("" if high is None else f" to {high}"))

    def yuan(self, name: str, default: str) -> Decimal:
        """Return an amount of money, in yuan with at most two places."""
        form = r"[0-9]{1,12}(\.[0-9]{1,2})?"
        allowed = "an amount in yuan such as 5000 or 5000.50"
        return self._read(name, Decimal(default), lambda found: Decimal(_matched(form, found)), allowed)

    def names(self, name: str, default: list[str] | None = None) -> list[str]:
        """Return a list of words with commas between them."""
        return self._read(
            name,
            default,
            lambda found: [word.strip() for word in found.split(",") if word.strip()],
            "a list such as one.example,two.example",
        )

    def choice(self, name: str, default: str, allowed: frozenset[str]) -> str:
        """Return one of a few words."""
        found = self.text(name, default)
        if found not in allowed:
            raise _bad(name, found, "one of " + ", ".join(sorted(allowed)))
        return found

    def folder(self, name: str, default: Path) -> Path:
        """Return an absolute path of a folder, which need not exist yet."""
        path = self._read(name, default, Path, "")
        if not path.is_absolute():
            raise _bad(name, str(path), "an absolute path such as /srv/gongkai/var")
        if path.exists() and not path.is_dir():
            raise _bad(name, str(path), "a folder, and this is something else")
        return path

    def site_url(self, name: str, default: str | None = None, *, https: bool = False) -> str:
        """Return the address the public reaches the portal at: scheme and host, no path, no slash at the end."""
        found = self.text(name, default)
        parts = urlsplit(found)
        schemes = {"https"} if https else {"http", "https"}
        if parts.scheme not in schemes or not parts.hostname or parts.path or parts.query or parts.fragment:
            scheme = "https" if https else "http or https"
            raise _bad(name, found, f"an address with {scheme} and no path, such as https://gongkai.example")
        return found

    def web_address(self, name: str, default: str) -> str:
        """Return the address of another program's web service. What comes after the scheme is never repeated."""
        found = self._raw(name)
        if found is None:
            return default
        parts = urlsplit(found)
        is_valid = parts.scheme in {"http", "https"} and parts.hostname and _port(parts) != 0 and not parts.username
        if not is_valid or parts.fragment:
            raise _bad(name, _scheme(parts), "an address with http or https, such as https://sms.example/send")
        return found

    def database(self, name: str) -> dict[str, Any] | None:
        """Return Django's settings of a PostgreSQL database from its address, or None where none is given."""
        found = self._raw(name)
        if found is None:
            return None
        parts = urlsplit(found)
        database = unquote(parts.path.removeprefix("/"))
        if parts.scheme not in POSTGRES_SCHEMES or not database or "/" in database or _port(parts) == 0:
            raise _bad(name, _scheme(parts), "postgresql://user:password@host:5432/database")
        options = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": database,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", unquote(parts.hostname or "")),
            "PORT": str(_port(parts) or ""),
            "OPTIONS": options,
        }

    def redis(self, name: str) -> str | None:
        """Return the address of a Redis server, or None where none is given."""
        found = self._raw(name)
        if found is None:
            return None
        parts = urlsplit(found)
        if parts.scheme not in REDIS_SCHEMES or not (parts.path if parts.scheme == "unix" else parts.hostname):
            allowed = "redis://host:6379/0, rediss://host:6379/0 or unix:///path/redis.sock?db=0"
            raise _bad(name, _scheme(parts), allowed)
        return found

    def _read(self, name: str, default: T | None, parse: Callable[[str], T], allowed: str) -> T:
        found = self._raw(name)
        if found is None:
            if default is None:
                raise ImproperlyConfigured(f"{name} is not set; it must be {allowed}.")
            return default
        try:
            return parse(found)
        except ValueError as error:
            raise _bad(name, found, allowed) from error

    def _raw(self, name: str) -> str | None:
        return self.values.get(name, "").strip() or None


def _flag(found: str) -> bool:
    if found.lower() not in TRUE | FALSE:
        raise ValueError(found)
    return found.lower() in TRUE


def _matched(form: str, found: str) -> str:
    if not re.fullmatch(form, found):
        raise ValueError(found)
    return found


def _port(parts: SplitResult) -> int | None:
    """Return the port of an address, None where it names none; 0 where it is no number of a port."""
    try:
        return parts.port
    except ValueError:
        return 0


def _scheme(parts: SplitResult) -> str:
    """Return what a refusal may repeat of an address, which may hold a password."""
    return f"{parts.scheme}://…" if parts.scheme else "no scheme"


def _bad(name: str, found: str, allowed: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} is “{found}”; it must be {allowed}.")


def random_text() -> str:
    """Return a random text of 86 characters."""
    return secrets.token_urlsafe(64)


def local_secret(path: Path, make: Callable[[], str] = random_text) -> str:
    """Return the secret kept at a path; it is made there on first use.

    Two processes may come at once: the file is written beside its place and linked there, and the first wins.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(make())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
