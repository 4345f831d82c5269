"""The off-chain half of a client's world, on loopback: a web page's own server, and the relayer that decrypts."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from fuzz.chain.errors import NotAllowed

Answer = Callable[[dict[str, str]], Any]


@contextmanager
def serving(answers: dict[str, Answer]) -> Iterator[str]:
    """Serve JSON, one answer for each path below the first `/`, and yield the address.

    An answer gets the path's further parts under `rest` and the query's words under their names. A decryption that
    the access control list forbids is answered with 403 and the reason.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"answers": answers}))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="service", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    answers: dict[str, Answer] = {}

    def do_GET(self) -> None:  # the name that http.server calls
        path, _, query = self.path.lstrip("/").partition("?")
        name, _, rest = path.partition("/")
        words = dict(word.split("=", 1) for word in query.split("&") if word)
        if name not in self.answers:
            self._say(404, {"error": f"nothing is served at /{path}"})
            return
        try:
            self._say(200, self.answers[name](words | {"rest": rest}))
        except NotAllowed as refusal:
            self._say(403, {"error": str(refusal)})

    def _say(self, status: int, value: Any) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the test's output free of requests."""
