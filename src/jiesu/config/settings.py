"""Settings, read from the environment; loud on nonsense."""

import os
from pathlib import Path
from typing import Any

import psycopg.conninfo
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from jiesu.config.embedded import address_at_home
from jiesu.kit.home import home, keep_secret


def _from_env(name: str, default: str = "") -> str:
    """Value of ``name``, or the content of the file that ``name_FILE`` points to."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    return os.environ.get(name, default)


def _flag(name: str, *, default: bool) -> bool:
    said = _from_env(name, "1" if default else "0").lower()
    if said not in {"0", "1", "true", "false", "yes", "no"}:
        raise ImproperlyConfigured(f"{name}={said!r}: say 1 or 0")
    return said in {"1", "true", "yes"}


def _database() -> dict[str, Any]:
    """The configured server, else the embedded one at home."""
    url = _from_env("JIESU_DATABASE_URL") or address_at_home()
    told = psycopg.conninfo.conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": told.pop("dbname", None) or "jiesu",
        "USER": told.pop("user", ""),
        "PASSWORD": told.pop("password", ""),
        "HOST": told.pop("host", ""),
        "PORT": told.pop("port", ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**told, "server_side_binding": True, "prepare_threshold": 3},
    }


PACKAGE = Path(__file__).resolve().parent.parent
SECRET_KEY = _from_env("JIESU_SECRET_KEY") or keep_secret("secret-key")
DEBUG = _flag("JIESU_DEBUG", default=False)
DEMO = _flag("JIESU_DEMO", default=(home() / "demo-password").exists())
ALLOWED_HOSTS = _from_env("JIESU_ALLOWED_HOSTS", "*").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in _from_env("JIESU_TRUSTED_ORIGINS").split(",") if o]
BASE_URL = _from_env("JIESU_BASE_URL", "http://127.0.0.1:8000")
LIVE_URL = _from_env("JIESU_LIVE_URL")
OPERATOR_NAME = _from_env("JIESU_OPERATOR_NAME", "示例宽带")
HOTLINE = _from_env("JIESU_HOTLINE", "10000")
PROVINCE_NAME = _from_env("JIESU_PROVINCE_NAME", "示例省")
SAMPLES = tuple(
    name
    for name in ("JIESU_OPERATOR_NAME", "JIESU_HOTLINE", "JIESU_PROVINCE_NAME")
    if not _from_env(name)
)
"""Of what stands in every letter, variables that nobody set: a sample's words are sent."""
PACKS_DIR = _from_env("JIESU_PACKS_DIR")
"""An operator's own folder of packs, taxonomies, templates and calendars that shadow the book's."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "jiesu.gateways.sms",
    "jiesu.gateways.cti",
    "jiesu.people",  # before allauth: its templates win
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "template_partials",
    "csp",
    "procrastinate.contrib.django",
    "jiesu.cases",
    "jiesu.fieldwork",
    "jiesu.redress",
    "jiesu.feedback",
    "jiesu.oversight",
    "jiesu.incidents",
    "jiesu.ui",
    "jiesu.console.lead",
    "jiesu.console.together",
    "jiesu.console",
    "jiesu.console.wording",
    "jiesu.portal",
    "jiesu.api",
    "jiesu.config",
]
MIDDLEWARE = [
    "jiesu.config.requests.followed",
    "jiesu.config.legible.legible",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jiesu.people.login.sessions.bounded",
    "allauth.account.middleware.AccountMiddleware",
    "jiesu.people.login.second_factor.SecondFactorFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "jiesu.config.urls"
WSGI_APPLICATION = "jiesu.config.wsgi.application"
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_cache",  # login limits must count in every process alike
    }
}
AUTH_USER_MODEL = "people.Staff"
AUTHENTICATION_BACKENDS = ["jiesu.people.login.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "work_no", "email")},
    },
    {
        "NAME": "jiesu.people.login.passwords.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SECOND_FACTOR = _flag("JIESU_SECOND_FACTOR", default=not DEMO)
"""Privileged roles must set up a second factor; a demonstration may do without."""
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "console:home"
ACCOUNT_ADAPTER = "jiesu.people.login.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,10/5m/key"}  # our own locks come first
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
"""Seconds for which a password that was just given is enough for what is sensitive."""
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
MFA_ADAPTER = "jiesu.people.login.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # digits typed as the half minute turns (RFC 6238, 5.2)
MFA_FORMS = {
    "authenticate": "jiesu.people.login.forms.SecondFactorForm",
    "reauthenticate": "jiesu.people.login.forms.SecondFactorAgainForm",
}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
MESSAGE_TAGS = {25: "ok", 30: "warn"}
"""Django's success and warning, told in the words of the design system."""
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = home() / "static"
MEDIA_ROOT = home() / "evidence"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60  # rows die then; people/login/sessions.py ends them earlier
SESSION_COOKIE_SECURE = BASE_URL.startswith("https://")
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
LANGUAGE_COOKIE_SECURE = SESSION_COOKIE_SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None
"""Behind https there is a proxy, for we speak plain HTTP: it tells how the browser came."""
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SESSION_COOKIE_SECURE else 0
"""For a year browsers that came by https come by nothing else; other hosts are not ours to bind."""
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "jiesu.config.failures.stale_form"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

VIRUS_SCANNER = _from_env("JIESU_VIRUS_SCANNER", "pretend")
SMTP_URL = _from_env("JIESU_SMTP_URL")
MAIL_FROM = _from_env("JIESU_MAIL_FROM", f"{OPERATOR_NAME} <noreply@localhost>")
SMS_GATEWAY = _from_env("JIESU_SMS_GATEWAY", "pretend" if DEMO else "")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_ON_APP_READY = "jiesu.config.recurring.declare"

LOGGING_CONFIG = "jiesu.config.logs.configure"
LOGGING = {"level": _from_env("JIESU_LOG_LEVEL", "INFO").upper()}
METRICS_TOKEN = _from_env("JIESU_METRICS_TOKEN")
API_PER_MINUTE = int(_from_env("JIESU_API_PER_MINUTE", "0"))
"""Requests a token may make in a minute of one web process; 0 means as many as it likes."""
HANDS = int(_from_env("JIESU_HANDS", "2"))
"""Requests of the API a web process works on at a time; 0 means as many as it has threads."""
