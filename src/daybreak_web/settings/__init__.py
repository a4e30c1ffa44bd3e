"""Settings of the desk, read from the environment once; a wrong value is refused by name, never guessed.

environment.VARIABLES -> read -> what Django, allauth, axes and WhiteNoise are told
"""

from __future__ import annotations

import os
from pathlib import Path

from daybreak_web.serving import environment
from daybreak_web.serving.database import database
from daybreak_web.settings.accounts import *  # noqa: F403

SETTLED = environment.read(os.environ)

DATA = SETTLED.data
SECRET_KEY = SETTLED.secret_key
DEBUG = False
ALLOWED_HOSTS = list(SETTLED.hosts)
ROOT_URLCONF = "daybreak_web.urls"
WSGI_APPLICATION = "daybreak_web.wsgi.application"
INSTALLED_APPS = [
    "daybreak_web.serving",
    "daybreak_web.look",
    "daybreak_web.accounts",
    "daybreak_web.compartments",
    "daybreak_web.audit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
]
MIDDLEWARE = [
    "daybreak_web.serving.logs.RequestLog",
    "daybreak_web.serving.headers.StrictHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "daybreak_web.accounts.middleware.OwnLanguage",
    "daybreak_web.accounts.middleware.SecondFactorFirst",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "daybreak_web.compartments.middleware.LockedDesk",
    "axes.middleware.AxesMiddleware",
    "daybreak_web.audit.middleware.ReadAudit",
]
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
        "daybreak_web.look.surroundings.surroundings",
    ]},
}]
DATABASES = {"default": database(SETTLED)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People who sign in.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

# What the browser is told; the rest is in serving.headers.
SECURE_SSL_REDIRECT = SETTLED.https
SECURE_REDIRECT_EXEMPT = [r"^(health|ready)$"]      # asked from this machine, in front of which no proxy stands
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SETTLED.https else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SETTLED.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SETTLED.https
SECURE_HSTS_PRELOAD = SETTLED.https
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "__Host-session" if SETTLED.https else "session"
SESSION_COOKIE_SECURE = SETTLED.https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600
CSRF_FAILURE_VIEW = "daybreak_web.look.views.form_expired"
CSRF_COOKIE_NAME = "__Host-csrf" if SETTLED.https else "csrf"
CSRF_COOKIE_SECURE = SETTLED.https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_TRUSTED_ORIGINS = [f"https://{SETTLED.url.netloc}"] if SETTLED.https else []
LANGUAGE_COOKIE_SECURE = SETTLED.https
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = SETTLED.language
LANGUAGES = [("en", "English"), ("es", "Español"), ("fr", "Français"), ("ar", "العربية")]
SITE_NAME = SETTLED.name
EXIT_ADDRESS = SETTLED.exit
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]

# Built into the folder by `daybreak serve`; names carry a hash of the content.
STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# One line of JSON an event, without values (serving.logs says which).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "daybreak_web.serving.logs.Lines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": SETTLED.log_level},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "django.db.backends": {"level": "WARNING"},     # statements carry values
    },
}
