"""For tests: engines of their own, quick passwords, nothing left behind."""

import os
import tempfile
from pathlib import Path

from portal.core import engines
from portal.settings.base import *
from portal.settings.base import BASE_DIR, CACHES, EMBEDDED_DATABASE, INSTALLED_APPS, STORAGES, database, env

SECRET_KEY = "only for tests: nothing outside this machine trusts it"  # noqa: S105
ENCRYPTION_KEYS = ["b25seSBmb3IgdGVzdHMsIGFuZCBub3QgZm9yIGxpZmU="]
DIGEST_KEYS = ["only for tests: nothing is found by it elsewhere"]
INSTALLED_APPS += ["tests.example"]  # what is proved of the kit for every app is proved with this one
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DEMO_ALLOWED = True
SITE_URL = env.site_url("TEST_SITE_URL", "https://gongkai.example")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# A portal of its own writes to the mail server of the test that runs it.
if _MAIL := env.whole("TEST_EMAIL_PORT", 0, high=65535):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS = "127.0.0.1", _MAIL, False

# The environment's addresses are ignored, so that no test ever reaches a real database. Where tests start a
# portal of its own, `tests.portals` hands it a copy of one and all that keeps it apart from its neighbours.
ENGINES = engines.locate(BASE_DIR / "var" / "test-engines")
_GIVEN = env.database("TEST_DATABASE_URL")
DATABASES = {"default": database(_GIVEN or {**EMBEDDED_DATABASE, "HOST": str(ENGINES.sockets)}, pool=0)}
EMBEDDED_POSTGRES = EMBEDDED_REDIS = _GIVEN is None
engines.ignore_client_settings()
# Emptying a cache empties one of Redis's 64 databases: portals keep to the upper half, where nobody does that.
REDIS_URL = ENGINES.redis_url(env.whole("TEST_REDIS_NUMBER", os.getpid() % 32, high=63))
CACHES["default"] |= {"LOCATION": REDIS_URL, "KEY_PREFIX": env.text("TEST_KEY_PREFIX", f"test-{os.getpid()}")}

FILES_DIR = Path(env.text("TEST_FILES_DIR", f"{tempfile.gettempdir()}/gongkai-files-{os.getpid()}"))
for _name, _kind in (("default", "private"), ("private", "private"), ("public", "public")):
    STORAGES[_name] = {
        "BACKEND": "portal.core.files.WholeFileStorage",
        "OPTIONS": {"location": str(FILES_DIR / _kind), "base_url": None},
    }
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
PUBLIC_PAGES_STRICT = True
