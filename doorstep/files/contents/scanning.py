"""Looking for viruses: the test signature always, everything else with clamd where one is set."""

import socket
import struct
from collections.abc import Iterable
from contextlib import closing
from typing import Final

from django.conf import settings

from doorstep.files.contents.refusals import refused

#: The harmless text that every virus scanner takes for a virus (eicar.org), in two parts: otherwise scanners
#: would take this file for one.
EICAR: Final = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!"
_SECONDS: Final = 30
_LONGEST_ANSWER: Final = 4096


def scan(chunks: Iterable[bytes]) -> None:
    """Send a file's content to clamd (settings.CLAMD) and raise FileRefused when it finds something.

    Without a clamd nothing happens. One that is set and does not answer lets nothing through.
    """
    if not settings.CLAMD:
        return
    try:
        with closing(_connect(settings.CLAMD)) as line:
            answer = _ask(line, chunks)
    except (OSError, ValueError) as error:
        raise refused("scanner") from error
    if b"FOUND" in answer:
        raise refused("virus")
    if not answer.rstrip(b"\0\n").endswith(b"OK"):
        raise refused("scanner")


def _connect(address: str) -> socket.socket:
    """Open a line to "unix:/run/clamav/clamd.ctl" or "host:3310"."""
    if address.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_SECONDS)
        line.connect(address.removeprefix("unix:"))
        return line
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), _SECONDS)


def _ask(line: socket.socket, chunks: Iterable[bytes]) -> bytes:
    line.sendall(b"zINSTREAM\0")
    for chunk in chunks:
        line.sendall(struct.pack("!L", len(chunk)) + chunk)
    line.sendall(struct.pack("!L", 0))
    return line.recv(_LONGEST_ANSWER)
