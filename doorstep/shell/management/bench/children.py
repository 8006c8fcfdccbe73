"""Work done by a process of its own, as it is in earnest, and how much memory that took."""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finished:
    """What a process printed, and the most memory it had, in megabytes."""

    output: str
    peak_megabytes: float


def run_alone(*arguments: str) -> Finished:
    """Run a `doorstep` command in a process of its own. Raises RuntimeError when it fails."""
    command = [sys.executable, "-W", "ignore", "-m", "django", *arguments]
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, stdout=output)  # noqa: S603  # our own program
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{' '.join(arguments)} ended with code {process.returncode}")
        output.seek(0)
        # Linux counts in kilobytes, macOS in bytes.
        unit = 1024 if sys.platform == "linux" else 1024 * 1024
        return Finished(output.read(), usage.ru_maxrss / unit)
