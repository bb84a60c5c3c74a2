"""Tests of the settings modules, each read in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "SECRET_KEY": "s" * 50,
    "ENCRYPTION_KEYS": f"{'A' * 43}=,{'B' * 42}A=",
    "DIGEST_KEYS": f"{'d' * 32},{'e' * 32}",
    "ALLOWED_HOSTS": "gongkai.example",
    "SITE_URL": "https://gongkai.example",
    "DATABASE_URL": "postgresql://me:secret@db.example/portal",
    "REDIS_URL": "redis://redis.example:6379/0",
}


def read(module: str, names: list[str], environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """Print settings of a module as JSON."""
    values = f"[getattr(settings, name) for name in {names!r}]"
    code = f"import json, portal.settings.{module} as settings; print(json.dumps({values}, default=str))"
    clean = {name: value for name, value in os.environ.items() if name not in COMPLETE}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_with_everything() -> None:
    names = ["DEBUG", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "DEMO_ALLOWED", "EMBEDDED_POSTGRES", "HTTPS"]
    done = read("production", names, COMPLETE)
    assert json.loads(done.stdout) == [False, True, True, False, False, True]


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ENCRYPTION_KEYS", "DIGEST_KEYS", "ALLOWED_HOSTS", "SITE_URL"])
def test_production_refuses_what_is_missing(missing: str) -> None:
    done = read("production", [], {name: value for name, value in COMPLETE.items() if name != missing})
    assert done.returncode == 1
    assert f"{missing} is not set" in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SITE_URL", "http://gongkai.example", "it must be an address with https"),
        ("SECRET_KEY", "short", "SECRET_KEY has 5 characters"),
        ("ENCRYPTION_KEYS", f"{'A' * 43}=,short", "Key 2 of ENCRYPTION_KEYS is none"),
        ("DIGEST_KEYS", "short", "DIGEST_KEYS holds one of 5 characters"),
        ("HSTS_SECONDS", "long", "HSTS_SECONDS is “long”"),
        ("EMAIL_PORT", "70000", "EMAIL_PORT is “70000”; it must be a whole number from 1 to 65535"),
        ("LOG_LEVEL", "chatty", "LOG_LEVEL is “chatty”"),
        ("SMS_WEBHOOK_URL", "https://sms.example/send", "SMS_WEBHOOK_SECRET is not set"),
    ],
)
def test_production_refuses_a_bad_value(name: str, value: str, said: str) -> None:
    done = read("production", [], {**COMPLETE, name: value})
    assert done.returncode == 1
    assert said in done.stderr


def test_embedded_engines_where_no_address_is_given(tmp_path: Path) -> None:
    names = ["EMBEDDED_POSTGRES", "EMBEDDED_REDIS", "REDIS_URL"]
    done = read("development", names, {"VAR_DIR": str(tmp_path)})
    embedded_postgres, embedded_redis, url = json.loads(done.stdout)
    assert (embedded_postgres, embedded_redis) == (True, True)
    assert url.startswith("unix:///")


def test_development_keeps_its_secrets(tmp_path: Path) -> None:
    names = ["SECRET_KEY", "ENCRYPTION_KEYS", "DIGEST_KEYS"]
    first, second = (read("development", names, {"VAR_DIR": str(tmp_path)}).stdout for _ in range(2))
    assert first == second
    secret, [cipher_key], [digest_key] = json.loads(first)
    assert min(len(secret), len(digest_key)) > 50
    assert len(cipher_key) == 44
    for name in names:
        assert (tmp_path / name.lower()).stat().st_mode & 0o077 == 0


def test_files_on_s3_where_a_bucket_is_named() -> None:
    s3 = {"S3_BUCKET": "b", "S3_ENDPOINT_URL": "https://s3.example", "S3_ACCESS_KEY": "a", "S3_SECRET_KEY": "k"}
    storages = json.loads(read("production", ["STORAGES"], {**COMPLETE, **s3}).stdout)[0]
    assert storages["private"]["BACKEND"] == "storages.backends.s3.S3Storage"
    assert storages["private"]["OPTIONS"]["location"] == "private"
    assert "S3_ENDPOINT_URL is not set" in read("production", [], {**COMPLETE, "S3_BUCKET": "b"}).stderr
