"""As much of S3 as files need, on this machine, in memory."""

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

MODIFIED = "Sat, 21 Feb 2026 09:00:00 GMT"


class FakeS3:
    """A server with one bucket. `objects`: key -> bytes."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        store = self.objects

        class Handler(_Handler):
            objects = store

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    objects: dict[str, bytes]

    def log_message(self, *_args) -> None:
        pass

    @property
    def key(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix("/bucket").removeprefix("/")

    def do_PUT(self) -> None:
        self.objects[self.key] = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200, b"", ETag='"1"')

    def do_HEAD(self) -> None:
        self._send_object(with_body=False)

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        if not self.key:
            self._answer(200, self._listing(asked.get("prefix", [""])[0]).encode())
        else:
            self._send_object(with_body=True)

    def do_DELETE(self) -> None:
        self.objects.pop(self.key, None)
        self._answer(204, b"")

    def _send_object(self, *, with_body: bool) -> None:
        content = self.objects.get(self.key)
        if content is None:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>" if with_body else b"")
            return
        status, told = 200, {}
        if found := re.match(r"bytes=(\d+)-(\d*)", self.headers.get("Range", "")):
            first, last = int(found[1]), int(found[2] or len(content) - 1)
            status, told = 206, {"Content-Range": f"bytes {first}-{last}/{len(content)}"}
            content = content[first : last + 1]
        length = str(len(content))
        self._answer(status, content if with_body else b"", length, ETag='"1"', **told)

    def _listing(self, prefix: str) -> str:
        below = {key.removeprefix(prefix) for key in self.objects if key.startswith(prefix)}
        folders = sorted({rest.partition("/")[0] for rest in below if "/" in rest})
        files = sorted(rest for rest in below if rest and "/" not in rest)
        return (
            "<ListBucketResult><IsTruncated>false</IsTruncated>"
            + "".join(f"<CommonPrefixes><Prefix>{prefix}{one}/</Prefix></CommonPrefixes>" for one in folders)
            + "".join(f"<Contents><Key>{prefix}{one}</Key><Size>1</Size></Contents>" for one in files)
            + "</ListBucketResult>"
        )

    def _answer(self, status: int, body: bytes, length: str = "", **told: str) -> None:
        self.send_response(status)
        for name, value in {"Last-Modified": MODIFIED, **told}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", length or str(len(body)))
        self.end_headers()
        self.wfile.write(body)
