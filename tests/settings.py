"""Settings of the tests: those of the portal as it runs in production, with a known address and no waiting."""

import os

os.environ.setdefault("SECRET_KEY", "a-key-for-tests-that-is-long-enough-and-guards-nothing")
os.environ["DEBUG"] = "false"
os.environ["SITE_URL"] = "https://portal.example"
os.environ["ALLOWED_HOSTS"] = "testserver,127.0.0.1"
os.environ["SECURE_SSL_REDIRECT"] = "false"
os.environ["LOG_LEVEL"] = "CRITICAL"
# A worker that a test starts asks no other site.
os.environ["LINK_CHECKS"] = "false"

# A test that starts a process of its own brings one; what .env says is no business of the tests.
BRINGS_MAIL_SERVER = "EMAIL_URL" in os.environ

from cic_portal.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}  # noqa: F405
WHITENOISE_AUTOREFRESH = True
# A layout that names a field that the form lacks fails; in production it is logged, and the other fields are shown.
CRISPY_FAIL_SILENTLY = False
STATICFILES_DIRS = [BASE_DIR / "static"]  # noqa: F405
if not BRINGS_MAIL_SERVER:
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
