"""Find a Chromium for the browser journeys. As a program it prints the path, or fails when there is none."""

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

# It talks to nobody but the page under test, and needs no display, no GPU and little shared memory.
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-gpu",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-first-run",
]


def find_chromium() -> str | None:
    """Answer DOORSTEP_CHROMIUM, a Chromium on PATH, or one that Playwright has downloaded."""
    named = os.environ.get("DOORSTEP_CHROMIUM")
    if named:
        return shutil.which(named)
    for name in NAMES:
        if found := shutil.which(name):
            return found
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    downloaded = sorted(cache.glob("chromium-*/chrome-linux*/chrome"))
    return str(downloaded[-1]) if downloaded else None


def launch_arguments() -> list[str]:
    """The flags to start it with; as root (containers) Chromium refuses its sandbox."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*ARGUMENTS, "--no-sandbox"] if is_root else ARGUMENTS


if __name__ == "__main__":
    path = find_chromium()
    print(path or "no Chromium found")
    sys.exit(0 if path else 1)
