"""Reads settings from the environment, each with a type, and fails loudly on a bad value.

Every refusal is one sentence with the variable's name, what was read and what is allowed. A variable
that is set but empty counts as not set, because compose files and systemd units pass empty ones on.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

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
        found = self._raw(name)
        if found is not None:
            return found
        if default is None:
            raise ImproperlyConfigured(f"{name} is not set; it must be given in the environment.")
        return default

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
        found = self._raw(name)
        if found is None:
            return default
        if found.lower() in TRUE:
            return True
        if found.lower() in FALSE:
            return False
        raise _bad(name, found, "yes, no, true, false, on, off, 1 or 0")

    def whole(self, name: str, default: int, *, low: int = 0, high: int | None = None) -> int:
        """Return a whole number from `low` to `high`, both included."""
        found = self._raw(name)
        if found is None:
            return default
        allowed = f"a whole number from {low} to {high}" if high is not None else f"a whole number from {low}"
        if not re.fullmatch(r"-?[0-9]{1,12}", found):
            raise _bad(name, found, allowed)
        number = int(found)
        if number < low or (high is not None and number > high):
            raise _bad(name, found, allowed)
        return number

    def yuan(self, name: str, default: str) -> Decimal:
        """Return an amount of money, in yuan with at most two places."""
        found = self._raw(name) or default
        if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,2})?", found):
            raise _bad(name, found, "an amount in yuan such as 5000 or 5000.50")
        return Decimal(found)

    def names(self, name: str, default: list[str] | None = None) -> list[str]:
        """Return a list of words that stand with commas between them."""
        found = self._raw(name)
        if found is None:
            if default is None:
                raise ImproperlyConfigured(f"{name} is not set; it must be a list such as one.example,two.example.")
            return default
        return [word.strip() for word in found.split(",") if word.strip()]

    def choice(self, name: str, default: str, allowed: frozenset[str]) -> str:
        """Return one of a few words."""
        found = self._raw(name)
        if found is None:
            return default
        if found not in allowed:
            raise _bad(name, found, "one of " + ", ".join(sorted(allowed)))
        return found

    def folder(self, name: str, default: Path) -> Path:
        """Return an absolute path of a folder, which need not exist yet."""
        found = self._raw(name)
        if found is None:
            return default
        path = Path(found)
        if not path.is_absolute():
            raise _bad(name, found, "an absolute path such as /srv/gongkai/var")
        if path.exists() and not path.is_dir():
            raise _bad(name, found, "a folder, and this is something else")
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
        """Return the address of another program's web service. What stands behind the host is never repeated."""
        found = self._raw(name)
        if found is None:
            return default
        parts = urlsplit(found)
        try:
            is_one = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0 and not parts.username
        except ValueError:
            is_one = False
        if not is_one or parts.fragment:
            shown = f"{parts.scheme}://…" if parts.scheme else "no scheme"
            raise _bad(name, shown, "an address with http or https, such as https://sms.example/send")
        return found

    def database(self, name: str) -> dict[str, Any] | None:
        """Return Django's settings of a PostgreSQL database from its address, or None where none is given.

        The password is left out of the refusal.
        """
        found = self._raw(name)
        if found is None:
            return None
        parts = urlsplit(found)
        try:
            port = parts.port
        except ValueError:
            port = -1
        database = unquote(parts.path.removeprefix("/"))
        if parts.scheme not in POSTGRES_SCHEMES or not database or "/" in database or port == -1:
            shown = f"{parts.scheme}://…" if parts.scheme else "no scheme"
            raise _bad(name, shown, "postgresql://user:password@host:5432/database")
        options = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": database,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", unquote(parts.hostname or "")),
            "PORT": str(port or ""),
            "OPTIONS": options,
        }

    def redis(self, name: str) -> str | None:
        """Return the address of a Redis server, or None where none is given."""
        found = self._raw(name)
        if found is None:
            return None
        parts = urlsplit(found)
        named = parts.path if parts.scheme == "unix" else parts.hostname
        if parts.scheme not in REDIS_SCHEMES or not named:
            shown = f"{parts.scheme}://…" if parts.scheme else "no scheme"
            raise _bad(name, shown, "redis://host:6379/0, rediss://host:6379/0 or unix:///path/redis.sock?db=0")
        return found

    def _raw(self, name: str) -> str | None:
        found = self.values.get(name, "").strip()
        return found or None


def _bad(name: str, found: str, allowed: str) -> ImproperlyConfigured:
    """Return the refusal of one value."""
    return ImproperlyConfigured(f"{name} is “{found}”; it must be {allowed}.")
