"""Settings of the site. What differs between installations comes from the environment alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from cascais.web.accounts.configuration import second_factor_roles, single_sign_on
from cascais.web.environment import Database, read_environment
from cascais.web.languages import offered_languages

ENVIRONMENT = read_environment()
WEB = Path(__file__).parent

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.is_debug
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
ROOT_URLCONF = "cascais.web.urls"
WSGI_APPLICATION = "cascais.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "cascais.web.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "cascais.web.members",
    "cascais.web.register",
    "cascais.web.member_lists",
    "cascais.web.justice",
    "cascais.web.groups",
    "cascais.web.history",
    "cascais.web.overview",
    "cascais.web.exchange",
    "cascais.web.api",
    "cascais.web.opendata",
    "cascais.web.operations",
    "cascais.web.inventories",
    "cascais.web.commitments",
    "cascais.web.imports",
    "cascais.web.hazards",
    "cascais.web.library",
    "cascais.web.display",
    "cascais.web.demonstration",
]

# The outermost add their headers to every answer: to static files, redirections and refusals too.
MIDDLEWARE = [
    "cascais.web.operations.requests.log_requests",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cascais.web.history.middleware.middleware",
    "cascais.web.accounts.sign_ins.limited",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cascais.web.accounts.second_factor.gate",
    "cascais.web.accounts.privacy.private_pages",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cascais.web.navigation.site",
            ],
        },
    }
]


def database_settings(database: Database) -> dict[str, Any]:
    """Return what Django wants to know of the database.

    SQLite takes its write lock at the start of a transaction, so that two writers wait for each other
    instead of failing half-way.
    """
    settings: dict[str, Any] = {
        "ENGINE": f"cascais.web.history.databases.{database.engine}",
        "NAME": database.name,
        "CONN_MAX_AGE": 60,
    }
    if not database.is_sqlite:
        names = {"USER": database.user, "PASSWORD": database.password, "HOST": database.host}
        return settings | names | {"PORT": database.port, "CONN_HEALTH_CHECKS": True}
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    return settings | {
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
    }


DATABASES = {"default": database_settings(ENVIRONMENT.database)}

# Sign-in. Sessions live in a cookie that scripts cannot read and other sites cannot send.
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
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ENVIRONMENT.is_behind_https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = ENVIRONMENT.is_behind_https
SESSION_COOKIE_AGE = 12 * 60 * 60

PASSWORD_RESET_TIMEOUT = 4 * 60 * 60

# Second factors and single sign-on are allauth's. What it counts, all processes count together: in the database.
AUTHENTICATION_BACKENDS = ["cascais.web.accounts.backends.NameOrAddressBackend"]
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
SECOND_FACTOR_ROLES = second_factor_roles()
ACCOUNT_ADAPTER = "cascais.web.accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {"reset_password": "20/h/ip,3/h/key"}
MFA_ADAPTER = "cascais.web.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "cascais.web.accounts.forms.CodeForm",
    "reauthenticate": "cascais.web.accounts.forms.CodeAgainForm",
    "add_webauthn": "cascais.web.accounts.forms.AddPasskeyForm",
    "authenticate_webauthn": "cascais.web.accounts.forms.PasskeyCodeForm",
    "login_webauthn": "cascais.web.accounts.forms.PasskeySignInForm",
    "reauthenticate_webauthn": "cascais.web.accounts.forms.PasskeyAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Cascais"
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "cascais.web.accounts.adapters.SingleSignOnAdapter"
SOCIALACCOUNT_PROVIDERS = single_sign_on()
SOCIALACCOUNT_LOGIN_ON_GET = False

LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "accounts:own"
LOGOUT_REDIRECT_URL = "home"

# Nothing loads from another host, and nothing inline runs.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = ENVIRONMENT.is_behind_https
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # what watches the site asks it directly, not through the proxy
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if ENVIRONMENT.is_behind_https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.is_behind_https else None

# Languages.
LANGUAGE_CODE = ENVIRONMENT.language
LANGUAGES = offered_languages(WEB.parent / "locale")
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = ENVIRONMENT.is_behind_https
LOCALE_PATHS = [path for path in (ENVIRONMENT.data_folder / "locale", WEB.parent / "locale") if path.is_dir()]
USE_I18N = True
FORMAT_MODULE_PATH = "cascais.web.formats"
USE_TZ = True
TIME_ZONE = ENVIRONMENT.time_zone

# Files. `built` holds what is made from packages: the charts' library.
BUILT_STATIC = ENVIRONMENT.data_folder / "built"
STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data_folder / "static"
STATICFILES_DIRS = [path for path in (WEB / "static", BUILT_STATIC) if path.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cascais.web.display.static_files.CollectedFiles"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False

# What a request may bring. The grid of an inventory sends up to eight fields for each line.
LARGEST_UPLOAD_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_NUMBER_FILES = 4
FILE_UPLOAD_HANDLERS = ["cascais.web.imports.limits.LimitedUploadHandler"]

# E-mail; without a server it is written to the standard output.
EMAIL_BACKEND = (
    f"django.core.mail.backends.{'smtp' if ENVIRONMENT.mail_server.host else 'console'}.EmailBackend"
)
EMAIL_HOST = ENVIRONMENT.mail_server.host
EMAIL_PORT = ENVIRONMENT.mail_server.port
EMAIL_HOST_USER = ENVIRONMENT.mail_server.user
EMAIL_HOST_PASSWORD = ENVIRONMENT.mail_server.password
EMAIL_USE_TLS = ENVIRONMENT.mail_server.starts_tls
EMAIL_USE_SSL = ENVIRONMENT.mail_server.is_tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from

# Work that nobody waits for lies in the database until `cascais worker` has done it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# How often programs may call within a minute, and the licence under which the data are published.
API_CALLS_PER_MINUTE = ENVIRONMENT.publishing.calls_per_minute
API_TOKEN_CALLS_PER_MINUTE = ENVIRONMENT.publishing.token_calls_per_minute
OPEN_DATA_LICENCE = ENVIRONMENT.publishing.licence
OPEN_DATA_FOLDER = ENVIRONMENT.data_folder / "open-data"

# Failures and requests go to the standard error of the process, without what was sent and by whom.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "cascais.web.operations.logs.JsonLines"},
        "plain": {"()": "cascais.web.operations.logs.PlainLines"},
    },
    "handlers": {
        "errors": {"class": "logging.StreamHandler", "formatter": ENVIRONMENT.logs.form},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "loggers": {
        "cascais": {"handlers": ["errors"], "level": ENVIRONMENT.logs.level},
        "django": {"handlers": ["errors"], "level": "WARNING"},
        "django.request": {"level": "ERROR"},
        # What strangers send is answered with 400 and is no failure of the site.
        **{
            f"django.security.{name}": {"handlers": ["nowhere"], "propagate": False}
            for name in ("DisallowedHost", "RequestDataTooBig", "TooManyFieldsSent", "TooManyFilesSent")
        },
    },
}
