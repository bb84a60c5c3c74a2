"""One machine, out of the checkout: what `make run` uses. The demo accounts sign in without a second factor."""

from cryptography.fernet import Fernet

from portal.settings.base import *
from portal.settings.base import EMAIL_HOST, STORAGES, VAR_DIR, env
from portal.settings.env import local_secret

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = local_secret(VAR_DIR / "secret_key")
ENCRYPTION_KEYS = local_secret(VAR_DIR / "encryption_keys", lambda: Fernet.generate_key().decode()).split(",")
DIGEST_KEYS = local_secret(VAR_DIR / "digest_keys").split(",")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]", ".localhost"])
DEMO_ALLOWED = True
if not EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
# `up` collects and compresses the static files; a command that runs before it finds them by their plain names.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MANIFEST_STRICT = False
if not DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
PUBLIC_PAGES_STRICT = DEBUG
