"""All configuration, from the environment (docs/operating.md lists every name).

A wrong value stops the start with one line that names the variable and what it accepts.
"""

import os
import secrets
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from fieldstudy.core.network import reachable_host

ROOT = Path(__file__).resolve().parent.parent
env = environ.Env()


class WrongValue(ImproperlyConfigured):
    """A variable holds something that it does not accept."""

    def __init__(self, name: str, accepts: str) -> None:
        super().__init__(f"{name} has a value that it does not accept. It takes {accepts}.")


def _stop(problem: WrongValue) -> None:
    """One line for a person at a terminal instead of a traceback."""
    if Path(sys.argv[0]).name == "manage.py":
        sys.exit(f"fieldstudy: {problem}")
    raise problem


def _choice(name: str, default: str, *choices: str) -> str:
    value = os.environ.get(name, default)
    if value not in choices:
        _stop(WrongValue(name, " or ".join(choices)))
    return value


def _switch(name: str, default: str) -> bool:
    return _choice(name, default, "0", "1") == "1"


def _port(name: str, default: str) -> int:
    value = os.environ.get(name, default)
    if not value.isdecimal() or not 0 < int(value) < 65536:
        _stop(WrongValue(name, "a number from 1 to 65535"))
    return int(value)


def _count(name: str, default: str) -> int:
    value = os.environ.get(name, default)
    if not value.isdecimal():
        _stop(WrongValue(name, "a whole number, 0 or more"))
    return int(value)


def _url(name: str, default: str, *schemes: str) -> str:
    value = os.environ.get(name) or default
    if value and urlsplit(value).scheme not in schemes:
        _stop(WrongValue(name, "a URL that begins with " + ", ".join(f"{s}://" for s in schemes)))
    return value


# --- Where things lie -----------------------------------------------------------------------------
FIELDSTUDY_DATA = Path(os.environ.get("FIELDSTUDY_DATA") or ROOT / "var").absolute()
FIELDSTUDY_HOST = os.environ.get("FIELDSTUDY_HOST", "127.0.0.1")
FIELDSTUDY_PORT = _port("FIELDSTUDY_PORT", "8000")
FIELDSTUDY_DEMO = _switch("FIELDSTUDY_DEMO", "1")
FIELDSTUDY_TLS = _choice("FIELDSTUDY_TLS", "off", "off", "self")
_SCHEME = "https" if FIELDSTUDY_TLS == "self" else "http"
FIELDSTUDY_BASE_URL = _url(
    "FIELDSTUDY_BASE_URL",
    f"{_SCHEME}://{reachable_host(FIELDSTUDY_HOST)}:{FIELDSTUDY_PORT}",
    "http",
    "https",
).rstrip("/")
IS_SECURE = FIELDSTUDY_BASE_URL.startswith("https:")
DEBUG = _switch("FIELDSTUDY_DEBUG", "0")


def _data_folder() -> None:
    """Make the data folder; only its owner may look inside."""
    try:
        FIELDSTUDY_DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        _stop(WrongValue("FIELDSTUDY_DATA", "a folder that this account may write to"))


def _secret_key() -> str:
    """The key from the environment, else the one in the data folder, made at first start."""
    given = os.environ.get("FIELDSTUDY_SECRET_KEY")
    if given:
        return given
    _data_folder()
    path = FIELDSTUDY_DATA / "secret-key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(handle, "w") as out:
        out.write(secrets.token_urlsafe(48))
    return path.read_text()


SECRET_KEY = _secret_key()
_data_folder()
ALLOWED_HOSTS = env.list(
    "FIELDSTUDY_ALLOWED_HOSTS",
    default=[
        "localhost",
        "127.0.0.1",
        "[::1]",
        FIELDSTUDY_HOST,
        urlsplit(FIELDSTUDY_BASE_URL).hostname,
    ],
)
CSRF_TRUSTED_ORIGINS = [FIELDSTUDY_BASE_URL]

# --- Parts ----------------------------------------------------------------------------------------
DOMAIN_APPS = [
    "fieldstudy.core",
    "fieldstudy.jobs",
    "fieldstudy.events",
    "fieldstudy.people",
    "fieldstudy.studies",
    "fieldstudy.participants",
    "fieldstudy.schedules",
    "fieldstudy.uploads",
    "fieldstudy.diary",
    "fieldstudy.media",
    "fieldstudy.transcription",
    "fieldstudy.coding",
    "fieldstudy.exports",
    "fieldstudy.privacy",
    "fieldstudy.demo",
    "fieldstudy.web.shared",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "csp",
    *DOMAIN_APPS,
    "fieldstudy",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "fieldstudy.web.shared.middleware.HeadersMiddleware",
    "fieldstudy.web.shared.middleware.StaffSessionMiddleware",
    "fieldstudy.access.middleware.StaffMiddleware",
    "fieldstudy.access.middleware.ParticipantMiddleware",
    "fieldstudy.web.shared.middleware.ZoneMiddleware",
    "fieldstudy.web.shared.middleware.TroubleMiddleware",
]
ROOT_URLCONF = "fieldstudy.urls"
WSGI_APPLICATION = "fieldstudy.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "fieldstudy.web.shared.context.page",
            ],
        },
    }
]

# --- Database: SQLite in the data folder, or PostgreSQL by DATABASE_URL ---------------------------
_DATABASE_URL = _url("DATABASE_URL", "", "postgres", "postgresql", "sqlite")


def _database() -> dict[str, Any]:
    if _DATABASE_URL and not _DATABASE_URL.startswith("sqlite"):
        server: dict[str, Any] = env.db_url_config(_DATABASE_URL)
        server["CONN_MAX_AGE"] = 600
        server["CONN_HEALTH_CHECKS"] = True
        return server
    name = str(env.db_url_config(_DATABASE_URL)["NAME"]) if _DATABASE_URL else ""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name or FIELDSTUDY_DATA / "fieldstudy.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
            ),
        },
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Jobs -----------------------------------------------------------------------------------------
JOB_QUEUES = ("quick", "speech")
JOB_ATTEMPTS = 5
# Seconds: how long a worker may be silent, how often due jobs are looked for, and the least time
# between two hints for the same job.
JOB_LEASE = 120
JOB_SWEEP_EVERY = 30
JOB_HINT_AGAIN = 60
CELERY_BROKER_URL = _url(
    "CELERY_BROKER_URL", "filesystem://", "filesystem", "redis", "rediss", "memory"
)

# --- People ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "fieldstudy.web.shared.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "fieldstudy.web.shared.accounts.forms.SignInForm",
    "reset_password": "fieldstudy.web.shared.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "fieldstudy.web.shared.accounts.forms.NewPasswordForm",
    "change_password": "fieldstudy.web.shared.accounts.forms.ChangePasswordForm",
}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "fieldstudy.people.one_time.OneTimeTokens"  # noqa: S105
PASSWORD_RESET_TIMEOUT = 7 * 24 * 3600
# allauth's own limits live in a cache and so in one process; ours are in the database.
ACCOUNT_RATE_LIMITS = False
# A staff session ends this long after sign-in, and after this long without a request.
STAFF_SESSION_S = 12 * 3600
STAFF_SESSION_IDLE_S = 3 * 3600
SESSION_COOKIE_AGE = STAFF_SESSION_S
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
_PREFIX = "__Host-" if IS_SECURE else ""
SESSION_COOKIE_NAME = f"{_PREFIX}fieldstudy"
CSRF_COOKIE_NAME = f"{_PREFIX}fieldstudy-csrf"
DEVICE_COOKIE_NAME = f"{_PREFIX}fieldstudy-device"
KNOWN_BROWSER_COOKIE_NAME = f"{_PREFIX}fieldstudy-known"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "fieldstudy.web.shared.errors.form_expired"
LANGUAGE_COOKIE_NAME = "fieldstudy-language"

# --- Language and time ----------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

# --- Static files ---------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = FIELDSTUDY_DATA / "static"
STATICFILES_FINDERS = [
    "fieldstudy.web.shared.styles.JoinedStyles",
    "django.contrib.staticfiles.finders.FileSystemFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "fieldstudy.web.shared.static.HashedStatic"
    },
}

# --- Requests -------------------------------------------------------------------------------------
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 12
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
X_FRAME_OPTIONS = "DENY"
# How many proxies of ours stand before the server: so many entries of X-Forwarded-For are believed.
FIELDSTUDY_PROXIES = _count("FIELDSTUDY_PROXIES", "0")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if FIELDSTUDY_PROXIES else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "media-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE and FIELDSTUDY_TLS == "off" else 0

# --- Mail -----------------------------------------------------------------------------------------
_EMAIL_URL = _url(
    "EMAIL_URL",
    "consolemail://",
    "consolemail",
    "smtp",
    "smtp+tls",
    "smtp+ssl",
    "filemail",
    "memorymail",
)
vars().update(env.email_url_config(_EMAIL_URL))
HAS_MAIL_SERVER = _EMAIL_URL.startswith("smtp")

# --- Speech ---------------------------------------------------------------------------------------
FIELDSTUDY_SPEECH_ENGINE = _choice(
    "FIELDSTUDY_SPEECH_ENGINE", "openai-whisper", "openai-whisper", "faster-whisper"
)
FIELDSTUDY_SPEECH_MODEL = os.environ.get("FIELDSTUDY_SPEECH_MODEL", "base")
SPEECH_MODELS = FIELDSTUDY_DATA / "models"

# --- API ------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "fieldstudy.api.problems.answer_problem",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Fieldstudy",
    "VERSION": "1",
    "DESCRIPTION": "The staff API. Errors are RFC 9457 problem documents.",
    "SERVE_INCLUDE_SCHEMA": False,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
