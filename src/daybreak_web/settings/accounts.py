"""Settings of accounts: sign-in by allauth, second factors, lock-out by axes. `daybreak_web.settings` takes them all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ["email", "name"]}},
]
ACCOUNT_ADAPTER = "daybreak_web.accounts.adapters.Door"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"     # an address is proved by the invitation
ACCOUNT_SESSION_REMEMBER = False        # a session ends with the browser
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # seconds a sign-in counts as fresh
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
MFA_ADAPTER = "daybreak_web.accounts.adapters.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True       # no address is kept unverified: see above
MFA_TOTP_ISSUER = "Daybreak"
MFA_TOTP_TOLERANCE = 1                  # clocks of telephones drift
AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "daybreak_web.accounts.adapters.tried_address"
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_DISABLE_ACCESS_LOG = True          # the audit chain keeps sign-ins
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
