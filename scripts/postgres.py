"""Say whether the PostgreSQL of DATABASE_URL answers, in words, before a test run drowns it in tracebacks."""

import os
import sys

import dj_database_url
import psycopg


def main() -> int:
    """Connect once."""
    config = dj_database_url.config()
    where = f"{config['USER']}@{config['HOST']}:{config['PORT']}/{config['NAME']}"
    try:
        psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=5).close()
    except psycopg.OperationalError as error:
        print(f"No PostgreSQL at {where}: {error}\nStart one, or set DATABASE_URL.", file=sys.stderr)
        return 1
    print(f"PostgreSQL at {where}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
