"""The signing key: from the environment, else one made once and kept in the data folder."""

import os
import secrets
import tempfile
from pathlib import Path


def load_secret_key(data_dir: Path) -> str:
    """DOORSTEP_SECRET_KEY, or the key in `<data>/secret_key`, which is made (mode 600) when absent.

    Several machines must share one key, or a session made by one is unknown to the next:
    there, set the variable.
    """
    if key := os.environ.get("DOORSTEP_SECRET_KEY"):
        return key
    path = data_dir / "secret_key"
    if not path.exists():
        _make(path)
    return path.read_text()


def _make(path: Path) -> None:
    # Written aside and linked into place: a process starting at the same moment finds the whole key or none.
    descriptor, aside = tempfile.mkstemp(dir=path.parent, prefix="secret_key.")
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    try:
        os.link(aside, path)
    except FileExistsError:
        pass  # another process was first: its key is the key
    finally:
        Path(aside).unlink()
