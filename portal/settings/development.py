"""One machine, out of the checkout: what `make run` uses. The demo accounts sign in without a second factor."""

from portal.settings.base import *
from portal.settings.base import VAR_DIR, env
from portal.settings.local_secret import local_secret

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = local_secret(VAR_DIR / "secret_key")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]", ".localhost"])
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
