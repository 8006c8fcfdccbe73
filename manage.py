#!/usr/bin/env python
"""The same as the `doorstep` command, for tools that look for manage.py."""

from doorstep.config.cli import main

if __name__ == "__main__":
    main()
