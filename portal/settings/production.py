"""For the public: nothing has a default that only suits a trial."""

from portal.settings.base import *
from portal.settings.base import SILENCED_SYSTEM_CHECKS, STORAGES, env

SECRET_KEY = env.secret("SECRET_KEY", at_least=50)
ENCRYPTION_KEYS = env.fernet_keys("ENCRYPTION_KEYS")
DIGEST_KEYS = env.secrets("DIGEST_KEYS", at_least=32)
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS")

# Behind a proxy that speaks TLS. HTTPS=no is for a network of the office's own, and `check --deploy` says so.
HTTPS = env.flag("HTTPS", default=True)
SITE_URL = env.site_url("SITE_URL", https=HTTPS)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.whole("HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SILENCED_SYSTEM_CHECKS = [
    *SILENCED_SYSTEM_CHECKS,
    "security.W005",
    "security.W021",
]  # a county's other sites are not ours to speak for
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"

STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
SECOND_FACTOR_REQUIRED = True
