#!/usr/bin/env python3
"""The portal's commands: `python manage.py help` lists them."""

import os
import sys


def main() -> int:
    """Run one command and return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    from portal.core.command_line import run

    return run(sys.argv)


if __name__ == "__main__":
    sys.exit(main())
