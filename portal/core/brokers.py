"""The address of Redis, as Celery wants it written."""

from urllib.parse import parse_qs, urlsplit


def celery_url(redis_url: str) -> str:
    """Return Celery's form of a Redis address; only that of a socket differs from everybody else's."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    number = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={number}"
