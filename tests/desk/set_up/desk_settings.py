"""The desk's settings as its tests have them: the real ones, a folder of their own, and a hasher that is quick.

the environment, with a test's values -> daybreak_web.settings -> three things overridden -> pytest-django
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ["DAYBREAK_DATA"] = tempfile.mkdtemp(prefix="daybreak-desk-")
atexit.register(shutil.rmtree, os.environ["DAYBREAK_DATA"], ignore_errors=True)
(Path(os.environ["DAYBREAK_DATA"]) / "static").mkdir()      # WhiteNoise warns where it is not
os.environ["SECRET_KEY"] = "for tests only, and long enough that the checks have nothing to say"

from daybreak_web.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True      # nothing is collected in tests
LOGGING = {**LOGGING, "root": {"handlers": [], "level": "DEBUG"}}      # noqa: F405
