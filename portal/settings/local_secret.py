"""The secret of a machine that was given none: made once, kept in a file only its owner can read."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path


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
