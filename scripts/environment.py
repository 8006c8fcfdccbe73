"""Make .venv and the front-end files match the locks; quick when they already do.

Needs only Python 3.11+ and its standard library: `make` runs this with the machine's Python before anything
else is there. `environment.py runtime` installs what serving needs, `environment.py dev` (the default) also
what the checks need; an environment made for `dev` serves both, so switching targets reinstalls nothing.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import front_end

ROOT = front_end.ROOT
VENV = ROOT / ".venv"
BIN = VENV / "bin"
LOCKS = ROOT / "requirements"
OLDEST_PYTHON = (3, 11)


class SetupError(Exception):
    """Setting up cannot go on; the message says why and what to do."""


def fingerprint(files: Iterable[Path]) -> str:
    """One hash over the names and contents of files."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def stamp(name: str) -> Path:
    """Where a step notes what it was last done for."""
    return VENV / "stamps" / name


def is_done(name: str, mark: str) -> bool:
    """Say whether a step was last done for exactly this mark."""
    return stamp(name).exists() and stamp(name).read_text() == mark


def note_done(name: str, mark: str) -> None:
    """Remember that a step was done for this mark."""
    stamp(name).parent.mkdir(exist_ok=True)
    stamp(name).write_text(mark)


def run(*command: str | Path, **environment: str) -> bool:
    """Run a command in the project's folder and say whether it went well."""
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False).returncode == 0


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a second `make` wait instead of installing into the same folder."""
    with (VENV / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_venv() -> None:
    """Create .venv with this Python, unless a working one is there."""
    if (BIN / "python").exists() and run(BIN / "python", "-c", "import pip"):
        return
    print("setup: creating .venv", flush=True)
    if not run(sys.executable, "-m", "venv", "--clear", VENV):
        raise SetupError("could not create .venv. On Debian and Ubuntu: apt install python3-venv.")


def pip_setting(name: str) -> str:
    """One of pip's settings on this machine, from its environment or its files; empty when not set."""
    command = [str(BIN / "python"), "-m", "pip", "config", "get"]
    for key in (f":env:.{name}", f"install.{name}", f"global.{name}"):
        answer = subprocess.run([*command, key], capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            return answer.stdout.strip()
    return ""


def uv_environment() -> dict[str, str]:
    """Tell uv, which does not read pip's settings, which index and certificates this machine uses."""
    told = {"UV_DEFAULT_INDEX": pip_setting("index-url"), "SSL_CERT_FILE": pip_setting("cert")}
    told = {name: value for name, value in told.items() if value and name not in os.environ}
    return {"VIRTUAL_ENV": str(VENV), **told}


def install_packages(locks: list[Path]) -> None:
    """Make .venv hold exactly what the locks name, every file checked against its hash."""
    names = " + ".join(lock.name for lock in locks)
    print(f"setup: installing {names}", flush=True)
    pip = [str(BIN / "python"), "-m", "pip", "--disable-pip-version-check"]
    if not run(*pip, "install", "-qq", "--require-hashes", "-r", LOCKS / "setup.txt"):
        raise SetupError("pip could not install uv; is the package index reachable?")
    if not run(BIN / "uv", "pip", "sync", "--quiet", "--require-hashes", *locks, **uv_environment()):
        # pip knows settings that uv does not (find-links, keyrings …), it is only slower.
        print("setup: uv could not install; trying pip", flush=True)
        files = [part for lock in locks for part in ("-r", str(lock))]
        if not run(*pip, "install", "-qq", "--require-hashes", *files):
            raise SetupError("the packages could not be installed.")


def install_command() -> None:
    """Put the `doorstep` command into .venv, running the code of this folder."""
    options = ["--quiet", "--offline", "--no-deps", "--no-build-isolation"]
    if not run(BIN / "uv", "pip", "install", *options, "--editable", ROOT, **uv_environment()):
        raise SetupError("the `doorstep` command could not be installed.")


def sync_python(kind: str, *, with_node: bool) -> None:
    """Install the packages of `kind` ("runtime" or "dev"), unless they are there."""
    node = [LOCKS / "node.txt"] if with_node else []
    locks = {
        "dev": [LOCKS / "dev.txt", *node],
        "runtime": [LOCKS / "setup.txt", LOCKS / "runtime.txt", *node],
    }
    marks = {name: name + fingerprint(files) for name, files in locks.items()}
    # The dev lock holds the runtime lock's versions, so it serves for both.
    if not is_done("python", marks["dev"]) and not is_done("python", marks[kind]):
        stamp("command").unlink(missing_ok=True)  # a sync removes what no lock names
        install_packages(locks[kind])
        note_done("python", marks[kind])
    command_mark = fingerprint([ROOT / "pyproject.toml"])
    if not is_done("command", command_mark):
        install_command()
        note_done("command", command_mark)


def sync_front_end(npm: str) -> None:
    """Install the npm lock and copy what pages load, unless that is done."""
    mark = fingerprint([ROOT / "package-lock.json"])
    if not front_end.NODE_MODULES.exists() or not is_done("node", mark):
        print("setup: installing the front-end packages", flush=True)
        front_end.install_node_modules(npm)
        note_done("node", mark)
    mark += fingerprint([Path(front_end.__file__), front_end.ICON_LIST])
    if not front_end.is_complete() or not is_done("vendor", mark):
        front_end.copy_files()
        note_done("vendor", mark)


def set_up(kind: str) -> None:
    """Bring everything to the state the locks describe."""
    if sys.version_info < OLDEST_PYTHON:
        raise SetupError(
            f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}. Try make PYTHON=python3.11."
        )
    make_venv()
    with one_at_a_time():
        npm = front_end.find_npm()
        sync_python(kind, with_node=npm is None)
        sync_front_end(npm or str(BIN / "npm"))
        (VENV / "READY").touch()


def main() -> int:
    """Set up what the command line asks for."""
    kind = sys.argv[1] if len(sys.argv) > 1 else "dev"
    if kind not in {"runtime", "dev"}:
        print("usage: environment.py [runtime|dev]", file=sys.stderr)
        return 2
    try:
        set_up(kind)
    except (SetupError, front_end.FrontEndError) as error:
        print(f"setup: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
