"""What is the same everywhere; `docs/operations.md` lists each variable an operator may set."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from redis.backoff import NoBackoff
from redis.retry import Retry

from portal.core import engines
from portal.settings.env import Env
from portal.settings.logs import logging_for

env = Env()
BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = env.folder("VAR_DIR", BASE_DIR / "var")
DEBUG = False

# Engines. Without an address, both are embedded and `manage.py` starts them.
ENGINES = engines.locate(VAR_DIR / "engines")
_DATABASE = env.database("DATABASE_URL")
_REDIS = env.redis("REDIS_URL")
EMBEDDED_POSTGRES = _DATABASE is None
EMBEDDED_REDIS = _REDIS is None
if EMBEDDED_POSTGRES:
    engines.ignore_client_settings()
REDIS_URL = _REDIS or ENGINES.redis_url()
# Pages are made without it rather than late.
REDIS_OPTIONS = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5, "retry": Retry(NoBackoff(), 0)}


def database(read: dict[str, Any], *, pool: int) -> dict[str, Any]:
    """Return one database's settings with how its connections are kept.

    Args:
        pool: How many connections a process may keep, 0 for one that each thread keeps for a minute.
    """
    options = {**read["OPTIONS"]}
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 10}
    kept = {"CONN_MAX_AGE": 0} if pool else {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    return {**read, **kept, "OPTIONS": options}


EMBEDDED_DATABASE: dict[str, Any] = {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": engines.DATABASE,
    "USER": engines.DATABASE,
    "HOST": str(ENGINES.sockets),
    "OPTIONS": {},
}
_POOL = env.whole("DATABASE_POOL_SIZE", 0, high=200)
DATABASES: dict[str, dict[str, Any]] = {"default": database(_DATABASE or EMBEDDED_DATABASE, pool=_POOL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "gongkai",
        "OPTIONS": REDIS_OPTIONS,
    }
}

INSTALLED_APPS = [
    "portal.core",
    "portal.desk",
    "portal.accounts",
    "portal.messaging",
    "portal.cases",
    "portal.site",
    "portal.demo",
    "disclosure",
    "petitions",
    "accountability",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",  # so that ours in templates/django/forms/ come before its own
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_prometheus",
    "guardian",
    "health_check",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Before anything that would touch a session or a cookie: public pages vary on their address alone.
    "portal.core.pages.PublicPageMiddleware",
    "portal.core.language.PathLanguageMiddleware",
    "portal.core.request_size.RequestSizeMiddleware",
    # Before sessions and the protection against forged forms, of which a mail program has neither.
    "portal.site.subscriptions.one_click.OneClickMiddleware",
    # After the page cache, so that a cached page costs nothing to count; nginx counts those.
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "portal.core.storable_text.StorableTextMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "portal.accounts.middleware.SignInPagesMiddleware",
    "portal.accounts.middleware.SecondFactorMiddleware",
    "portal.core.policy.OneReadingMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

FORM_RENDERER = "portal.core.forms.FormRenderer"
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            # Nearly every template writes in two languages; these are there without being loaded.
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "portal.core.templatetags.gongkai",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.site.context.portal",
                "portal.desk.menu.desk",
                "portal.accounts.context.who",
            ],
        },
    }
]

# Language and time. The path alone decides the language; see `portal.core.language`.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]  # each by its own name
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# Sign-in. Accounts are made by an administrator; nobody signs up.
AUTH_USER_MODEL = "accounts.User"
# Guardian's backend is left out: nothing asks `has_perm` of an object. Policies read the tables of what was
# handed over in the query that finds the rows (`portal.core.grants`), and a backend would ask once a row.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # which wants that backend
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
ANONYMOUS_USER_NAME = None  # guardian: nobody is given anything who has not signed in
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "portal.accounts.adapter.StaffAdapter"
ACCOUNT_FORMS = {
    "login": "portal.accounts.sign_in_forms.LoginForm",
    "reauthenticate": "portal.accounts.sign_in_forms.ReauthenticateForm",
    "change_password": "portal.accounts.sign_in_forms.ChangePasswordForm",
}
SECOND_FACTOR_REQUIRED = False  # production turns it on; see `portal.accounts.middleware`
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds after signing in before the password is asked for once more
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reset_password": "20/m/ip,5/h/key"}
MFA_ADAPTER = "portal.accounts.adapter.StaffMFAAdapter"
MFA_FORMS = {
    "authenticate": "portal.accounts.sign_in_forms.AuthenticateForm",
    "reauthenticate": "portal.accounts.sign_in_forms.ReauthenticateByCodeForm",
    "activate_totp": "portal.accounts.sign_in_forms.ActivateTOTPForm",
    "add_webauthn": "portal.accounts.sign_in_forms.AddKeyForm",
    "edit_webauthn": "portal.accounts.sign_in_forms.EditKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Gongkai"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are given by the administrator; no letter proves them
ALLAUTH_TRUSTED_PROXY_COUNT = env.whole("TRUSTED_PROXIES", 0, high=5)
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# What a page may load: only what this host serves as a file. No inline script or style, no data: address.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **{f"{kind}-src": [SELF] for kind in ("script", "style", "img", "connect", "font", "manifest")},
        "form-action": [SELF],
        **{directive: [NONE] for directive in ("default-src", "base-uri", "frame-ancestors", "object-src")},
    }
}
# What no page needs. Passkeys and the choice of a photo are not among it.
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
    )
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"

# Files. `default` and `private` are handed out by a view that asks a policy first; `public` is what was published.
STATIC_URL = "/static/"
STATICFILES_DIRS = [path for path in [BASE_DIR / "static"] if path.is_dir()]
STATIC_ROOT = env.folder("STATIC_DIR", VAR_DIR / "static")
FILES_DIR = VAR_DIR / "files"


def storage(kind: str) -> dict[str, Any]:
    """Return one storage of uploaded or made files: a folder, or a prefix of an S3 bucket where one is named."""
    bucket = env.text("S3_BUCKET", "")
    if not bucket:
        return {
            "BACKEND": "portal.core.files.WholeFileStorage",
            "OPTIONS": {"location": str(FILES_DIR / kind), "base_url": None},
        }
    options = {
        "bucket_name": bucket,
        "location": kind,
        "endpoint_url": env.text("S3_ENDPOINT_URL"),
        "access_key": env.text("S3_ACCESS_KEY"),
        "secret_key": env.text("S3_SECRET_KEY"),
        "region_name": env.text("S3_REGION", "us-east-1"),
        "default_acl": "private",
        "file_overwrite": True,  # names are made of the content
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


STORAGES: dict[str, dict[str, Any]] = {
    "default": storage("private"),
    "private": storage("private"),
    "public": storage("public"),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A ledger of a village has a few hundred rows; scans of contracts are the largest things handed in.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # the grid of a statement sends ten fields a row
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Letters.
EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
EMAIL_PORT = env.whole("EMAIL_PORT", 587, low=1, high=65535)
EMAIL_HOST_USER = env.text("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "gongkai@localhost")

# The portal's own.
# Whether a public page that sets a cookie or varies on who asks is raised rather than logged.
PUBLIC_PAGES_STRICT = False
PORTAL_NAME_ZH = env.text("PORTAL_NAME_ZH", "")  # empty: after the township
PORTAL_NAME_EN = env.text("PORTAL_NAME_EN", "")
OFFICE_HOURS_ZH = env.text("OFFICE_HOURS_ZH", "工作日 8:30–12:00，14:30–17:30")
OFFICE_HOURS_EN = env.text("OFFICE_HOURS_EN", "working days 8:30–12:00 and 14:30–17:30")
PUBLICATION_DAY = env.whole("PUBLICATION_DAY", 20, low=1, high=28)  # of the first month after the period
EVENT_WORKING_DAYS = env.whole("EVENT_WORKING_DAYS", 20, low=1, high=250)  # 政府信息公开条例 2019 art. 26
DEMAND_DAYS = env.whole("DEMAND_DAYS", 20, low=1, high=365)  # calendar days to publish what was demanded (practice)
DEMAND_ONE_IN_VILLAGERS = env.whole("DEMAND_ONE_IN_VILLAGERS", 10, low=1, high=100)  # one tenth suffices (practice)
DEMAND_ONE_IN_REPRESENTATIVES = env.whole("DEMAND_ONE_IN_REPRESENTATIVES", 5, low=1, high=100)  # one fifth (practice)
ANSWER_WORKING_DAYS = env.whole("ANSWER_WORKING_DAYS", 5, low=1, high=60)  # to answer an opinion (practice)
POSTED_DAYS = env.whole("POSTED_DAYS", 5, low=1, high=365)  # a poster stays posted at least so long (practice)
SUBSCRIPTIONS_UNCONFIRMED_DAYS = env.whole("SUBSCRIPTIONS_UNCONFIRMED_DAYS", 3, low=1, high=30)
REQUESTS_KEPT_DAYS = env.whole("REQUESTS_KEPT_DAYS", 1095, low=400, high=36500)  # after they ended (practice)
VISITS_KEPT_DAYS = env.whole("VISITS_KEPT_DAYS", 1095, low=400, high=36500)  # after they ended (practice)
VISIT_WEEKS_AHEAD = env.whole("VISIT_WEEKS_AHEAD", 4, low=1, high=26)  # that visit days are published ahead (practice)
SUPPLEMENT_WORKING_DAYS = env.whole("SUPPLEMENT_WORKING_DAYS", 15, low=5, high=60)  # to correct a request (practice)
REVIEW_AUTHORITY = env.text("REVIEW_AUTHORITY", "")  # who reviews replies: the county's people's government, in Chinese
RE_REVIEW_AUTHORITY = env.text("RE_REVIEW_AUTHORITY", "")  # who re-reviews petitions, one above, in Chinese
PETITIONS_KEPT_DAYS = env.whole("PETITIONS_KEPT_DAYS", 1825, low=400, high=36500)  # after they ended (practice)
SMALL_NUMBER_LIMIT = env.whole("SMALL_NUMBER_LIMIT", 3, low=1, high=20)  # of figures of petitions
OPINIONS_KEPT_DAYS = env.whole("OPINIONS_KEPT_DAYS", 1095, low=400, high=36500)  # after they are closed (practice)
DATA_LICENCE = env.text("DATA_LICENCE", "CC-BY-4.0")  # as https://spdx.org/licenses/ calls it
DATA_LICENCE_TITLE = env.text("DATA_LICENCE_TITLE", "Creative Commons Attribution 4.0")
DATA_LICENCE_URL = env.text("DATA_LICENCE_URL", "https://creativecommons.org/licenses/by/4.0/")
DATA_PACKAGES_KEPT_DAYS = env.whole("DATA_PACKAGES_KEPT_DAYS", 14, low=1, high=3650)
JOBS_KEPT_DAYS = env.whole("JOBS_KEPT_DAYS", 90, low=7, high=3650)  # jobs that are over (practice)
DELIVERIES_KEPT_DAYS = env.whole("DELIVERIES_KEPT_DAYS", 180, low=30, high=3650)  # letters that are done (practice)
MESSAGES_KEPT_DAYS = env.whole("MESSAGES_KEPT_DAYS", 730, low=90, high=3650)  # messages in the inbox (practice)
REMIND_HOUR = env.whole("REMIND_HOUR", 8, low=0, high=23)  # when the day's reminders are counted
SMS_WEBHOOK_URL = env.web_address("SMS_WEBHOOK_URL", "")  # empty: no short messages
SMS_WEBHOOK_SECRET = env.secret("SMS_WEBHOOK_SECRET", at_least=32) if SMS_WEBHOOK_URL else ""
LEDGER_LIMITS = {  # yuan; what the warnings about village money ask an explanation for (practice, not law)
    "cash_limit": env.yuan("LEDGER_CASH_LIMIT", "5000"),
    "large_payment": env.yuan("LEDGER_LARGE_PAYMENT", "50000"),
}
METRICS_TOKEN = env.secret("METRICS_TOKEN", at_least=32) if env.text("METRICS_TOKEN", "") else ""
# `up` writes down where it serves, so that what commands beside it put on posters and in letters leads there.
SERVED_AT = VAR_DIR / "served_at"
SITE_URL = env.site_url("SITE_URL", SERVED_AT.read_text() if SERVED_AT.exists() else "http://localhost:8000")
DEMO_ALLOWED = False  # whether made-up people with a known password may be loaded
LOGGING_CONFIG = None
logging_for(env.choice("LOG_LEVEL", "INFO", frozenset({"DEBUG", "INFO", "WARNING", "ERROR"})))
