"""For tests: engines of their own, quick passwords, nothing left behind."""

import os
import tempfile
from pathlib import Path

from portal.core import engines
from portal.settings.base import *
from portal.settings.base import BASE_DIR, EMBEDDED_DATABASE, STORAGES, database, env

SECRET_KEY = "only for tests: nothing outside this machine trusts it"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DEMO_ALLOWED = True
SITE_URL = "https://gongkai.example"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# The environment's addresses are ignored, so that no test ever reaches a real database, except where the
# tests start the portal itself and hand it a copy.
ENGINES = engines.locate(BASE_DIR / "var" / "test-engines")
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_GIVEN = env.database("TEST_DATABASE_URL")
DATABASES = {"default": database(_GIVEN or {**EMBEDDED_DATABASE, "HOST": str(ENGINES.sockets)}, pool=0)}
EMBEDDED_POSTGRES = EMBEDDED_REDIS = _GIVEN is None
# Redis has 64 databases: each worker of a run, and each portal that a test starts, takes one.
REDIS_URL = env.redis("TEST_REDIS_URL") or ENGINES.redis_url(_WORKER)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": f"test-{os.getpid()}",
    }
}

FILES_DIR = Path(env.text("TEST_FILES_DIR", "") or tempfile.mkdtemp(prefix="gongkai-files-"))
for _name, _kind in (("default", "private"), ("private", "private"), ("public", "public")):
    STORAGES[_name] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(FILES_DIR / _kind), "base_url": None},
    }
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

# While an app's first migration is still unwritten, all tables are made from the models as they stand.
_OURS = {"core": "portal/core", "accounts": "portal/accounts", "disclosure": "disclosure"}
_UNWRITTEN = [label for label, path in _OURS.items() if not any((BASE_DIR / path / "migrations").glob("0*.py"))]
_THEIRS = ["contenttypes", "auth", "sessions", "account", "mfa", "guardian"]
MIGRATION_MODULES: dict[str, None] = dict.fromkeys([*_OURS, *_THEIRS] if _UNWRITTEN else [])
