"""With a virus scanner set, nothing gets past it, and nothing in when it does not answer."""

import socket
import struct
import threading

import pytest

from doorstep.files.contents import FileRefused, inspect
from doorstep.files.tests.samples import TEXT, upload


class Clamd:
    """Speaks clamd's INSTREAM on a socket of this machine and remembers what it was sent."""

    def __init__(self, answer: bytes) -> None:
        self.answer, self.seen = answer, b""
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.server.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        line, _where = self.server.accept()
        with line, line.makefile("rb") as sent:
            assert sent.read(10) == b"zINSTREAM\0"
            while length := struct.unpack("!L", sent.read(4))[0]:
                self.seen += sent.read(length)
            line.sendall(self.answer)


@pytest.fixture
def clamd(settings):
    servers = []

    def start(answer: bytes) -> Clamd:
        servers.append(Clamd(answer))
        settings.CLAMD = servers[-1].address
        return servers[-1]

    yield start
    for one in servers:
        one.server.close()


def test_what_the_scanner_passes_is_taken(clamd):
    scanner = clamd(b"stream: OK\0")
    assert inspect(upload(TEXT)).size == len(TEXT)
    assert scanner.seen == TEXT


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"stream: Win.Test.EICAR_HDB-1 FOUND\0", "virus"),
        (b"", "scanner"),
        (b"INSTREAM size limit\0", "scanner"),
    ],
)
def test_what_it_finds_or_cannot_check_is_refused(clamd, answer, code):
    clamd(answer)
    with pytest.raises(FileRefused) as refusal:
        inspect(upload(TEXT))
    assert refusal.value.code == code


@pytest.mark.parametrize("address", ["127.0.0.1:9", "unix:/nowhere/clamd.ctl", "nonsense"])
def test_a_scanner_that_does_not_answer_lets_nothing_in(settings, address):
    settings.CLAMD = address
    with pytest.raises(FileRefused) as refusal:
        inspect(upload(TEXT))
    assert refusal.value.code == "scanner"
