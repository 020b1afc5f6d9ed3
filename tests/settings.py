"""Settings of the tests: those of the portal as it runs in production, with a known address and no waiting."""

import os

os.environ.setdefault("SECRET_KEY", "a-key-for-tests-that-is-long-enough-and-guards-nothing")
os.environ["DEBUG"] = "false"
os.environ["SITE_URL"] = "https://portal.example"
os.environ["ALLOWED_HOSTS"] = "testserver,127.0.0.1"
os.environ["SECURE_SSL_REDIRECT"] = "false"
os.environ["LOG_LEVEL"] = "CRITICAL"

from cic_portal.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_AUTOREFRESH = True
STATICFILES_DIRS = [BASE_DIR / "static"]  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
