"""`manage.py` as another process, with an environment of its own."""

import os
import subprocess
import sys

from django.conf import settings


def manage(*arguments, **environment):
    clean = {
        name: value
        for name, value in os.environ.items()
        if name
        not in ("SECRET_KEY", "DEBUG", "SITE_URL", "SECURE_SSL_REDIRECT", "ALLOWED_HOSTS", "DJANGO_SETTINGS_MODULE")
    }
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env={**clean, **environment}, capture_output=True, text=True, check=False
    )
