#!/usr/bin/env python
import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cic_portal.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError
    from environs import EnvError

    try:
        execute_from_command_line(sys.argv)
    except (EnvError, ImproperlyConfigured, DatabaseError) as error:
        # What a setting or the database is to blame for is one sentence; --traceback shows where it was met.
        if "--traceback" in sys.argv:
            raise
        kind = "The database cannot be used" if isinstance(error, DatabaseError) else "A setting is wrong"
        sys.exit(f"{kind}: {error}")


if __name__ == "__main__":
    main()
