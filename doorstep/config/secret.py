"""The signing key: from the environment, else one made once and kept in the data folder."""

import os
import secrets
from pathlib import Path


def load_secret_key(data_dir: Path) -> str:
    """DOORSTEP_SECRET_KEY, or the key in `<data>/secret_key`, which is made (mode 600) when absent.

    Several machines must share one key, or a session made by one is unknown to the next:
    there, set the variable.
    """
    if key := os.environ.get("DOORSTEP_SECRET_KEY"):
        return key
    path = data_dir / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    key = secrets.token_urlsafe(50)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key
