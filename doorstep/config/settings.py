"""Settings, all from the environment, each with a default that works on a fresh machine.

docs/reference/settings.md lists them; `doorstep doctor` checks them and names the mend.
"""

import os
import sys
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from doorstep.config.secret import load_secret_key
from doorstep.config.settings_accounts import *  # noqa: F403 - settings are one namespace
from doorstep.config.settings_files import *  # noqa: F403
from doorstep.config.settings_files import uploads_storage

BASE_DIR = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules


def _default_data_dir() -> Path:
    """The `data` folder of a checkout; for an installed package the user's own data folder."""
    checkout = BASE_DIR.parent
    if (checkout / "manage.py").exists():
        return checkout / "data"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "doorstep"


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(int(default))).lower() in {"1", "true", "yes", "on"}


def _list(name: str, default: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


DATA_DIR = Path(os.environ.get("DOORSTEP_DATA") or _default_data_dir()).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
PORT = int(os.environ.get("DOORSTEP_PORT", "8000"))

SECRET_KEY = load_secret_key(DATA_DIR)
DEBUG = _flag("DOORSTEP_DEBUG")
ALLOWED_HOSTS = _list("DOORSTEP_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = _list("DOORSTEP_ORIGINS", "")
BASE_URL = os.environ.get("DOORSTEP_URL", f"http://127.0.0.1:{PORT}")
HTTPS = BASE_URL.startswith("https://")
# Only a proxy that strips this header from outside requests may be trusted with it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _flag("DOORSTEP_BEHIND_PROXY") else None
# How many proxies stand in front: which entry of X-Forwarded-For is the client's (rate limits).
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _flag("DOORSTEP_BEHIND_PROXY") else 0

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",  # its widget templates, for FORM_RENDERER
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_filters",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_tasks",
    "django_tasks_db",
    "doorstep.core.webkit",
    "doorstep.identity",
    "doorstep.activity",
    "doorstep.notifications",
    "doorstep.runs",
    "doorstep.vocabulary",
    "doorstep.clients",
    "doorstep.notes",
    "doorstep.files",
    "doorstep.customers",
    "doorstep.jobs",
    "doorstep.billing",
    "doorstep.duplicates",
    "doorstep.transfer",
    "doorstep.shell",
]

MIDDLEWARE = [
    "doorstep.identity.web.errors.ErrorIdMiddleware",
    "doorstep.core.rest.middleware.ProblemMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "doorstep.core.webkit.compression.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "doorstep.identity.web.middleware.ActorMiddleware",
    "doorstep.duplicates.web.former.FormerAddressMiddleware",
]

ROOT_URLCONF = "doorstep.config.urls"
WSGI_APPLICATION = "doorstep.config.wsgi.application"

_TEMPLATE_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    _TEMPLATE_LOADERS
                    if DEBUG
                    else [("django.template.loaders.cached.Loader", _TEMPLATE_LOADERS)],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "doorstep.shell.web.context.shell",
                "doorstep.identity.web.context.passkeys",
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "doorstep.core.webkit.templatetags.webkit",
                "doorstep.core.webkit.templatetags.constants",  # last: it takes over from those above
            ],
        },
    }
]
COTTON_DIR = "components"
COTTON_ISOLATE_BY_DEFAULT = True  # a component sees its attributes and the context processors, nothing else
FORM_RENDERER = "doorstep.core.webkit.forms.FormRenderer"

DATABASES = {
    "default": dj_database_url.config(
        env="DATABASE_URL",
        default=f"sqlite:///{DATA_DIR / 'doorstep.sqlite3'}",
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: writers queue at BEGIN, where SELECT … FOR UPDATE does nothing (see ARCHITECTURE.md).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
            " PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456;"
        ),
    }
if os.environ.get("DOORSTEP_TEST_DB"):
    DATABASES["default"]["TEST"] = {"NAME": f"test_{os.environ['DOORSTEP_TEST_DB']}"}
# Row-level security on PostgreSQL (identity/wall.py). Off only where a pooler shares sessions.
WALL = _flag("DOORSTEP_WALL", default=True)
# SQLite leaves out the columns that an index of PostgreSQL carries along; it loses nothing but speed.
SILENCED_SYSTEM_CHECKS = ["models.W040"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if TESTING
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "doorstep_cache"}
}

# --- background work --------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "runs"]}}

# --- who people are -----------------------------------------------------------------------------
AUTH_USER_MODEL = "identity.User"  # the rest is in settings_accounts.py
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else [
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # localhost by http, for the demo

SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = False  # the proxy's task
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 30 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- files, mail, words -------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "files"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "uploads": uploads_storage(),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Rows of a spreadsheet are read in the worker; a request only ever stores the upload on disk.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

EMAIL_HOST = os.environ.get("DOORSTEP_SMTP_HOST", "")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = DATA_DIR / "outbox"
EMAIL_PORT = int(os.environ.get("DOORSTEP_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("DOORSTEP_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("DOORSTEP_SMTP_PASSWORD", "")
EMAIL_USE_TLS = _flag("DOORSTEP_SMTP_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("DOORSTEP_FROM", "Doorstep <doorstep@localhost>")

LANGUAGE_CODE = "en-us"
# Offered is what is translated: another language comes with its catalogue (`doorstep makemessages`).
LANGUAGES = [("en-us", _("English (US)")), ("en-gb", _("English (UK)"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# Requests a minute that each API token may make; 0 switches the limit off.
API_RATE = int(os.environ.get("DOORSTEP_API_RATE", "600"))

GEOCODER_URL = os.environ.get("DOORSTEP_GEOCODER_URL", "")
GEOCODER_KIND = os.environ.get("DOORSTEP_GEOCODER_KIND", "photon")

# --- the wiring tables of this folder, found by dotted path so that apps below never import config ---
REACTIONS = "doorstep.config.reactions.REACTIONS"
NAVIGATION = "doorstep.config.navigation.NAVIGATION"
NOTIFICATION_KINDS = "doorstep.config.notifications.NOTIFICATION_KINDS"
WORDINGS = "doorstep.config.wording.WORDINGS"
ROLES = "doorstep.config.roles.ROLES"
CAPABILITIES = "doorstep.config.roles.CAPABILITIES"
SETTINGS_PAGES = "doorstep.config.settings_pages.SETTINGS_PAGES"
WORKSPACE_DEFAULTS = "doorstep.config.workspaces.WORKSPACE_DEFAULTS"
SANDBOX_COPIES = "doorstep.config.workspaces.SANDBOX_COPIES"
CUSTOM_FIELD_USES = ("doorstep.clients.custom_values.field_has_values",)
CURRENCY_KEEPERS = "doorstep.config.workspaces.CURRENCY_KEEPERS"
EVENT_RECORDER = "doorstep.activity.actions.record_event"
FIGURE_SOURCES = "doorstep.config.figures.FIGURE_SOURCES"
FIGURE_LEAVERS = "doorstep.billing.queries.clients_leaving_window"
REST_API = "doorstep.config.rest.api"
REPEATABLE = "doorstep.activity.repeatable.repeatable"
RUN_KINDS = "doorstep.config.runs.RUN_KINDS"
SCHEDULE = "doorstep.config.schedule.SCHEDULE"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"error_id": {"()": "doorstep.identity.web.errors.ErrorIdFilter"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s%(error_id)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["error_id"]}},
    "root": {"handlers": ["console"], "level": os.environ.get("DOORSTEP_LOG_LEVEL", "WARNING")},
    "loggers": {"doorstep": {"level": os.environ.get("DOORSTEP_LOG_LEVEL", "INFO")}},
}
