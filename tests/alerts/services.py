"""Services on loopback that alerts are sent to: a webhook and a mail server, each with the faults real ones have."""

import contextlib
import json
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, override


def until(holds: Callable[[], object], within_s: float = 20.0) -> None:
    """Wait until something holds; fails else."""
    end = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < end, "did not come to hold"
        time.sleep(0.01)


class Webhook:
    """Takes JSON posts. `answer` is what it says to the next; `hangs` keeps it from saying anything."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        """What was taken, in order."""
        self.tries: list[dict[str, Any]] = []
        """What came, taken or not."""
        self.answer: tuple[int, str] = (200, "")
        self.hangs: threading.Event | None = None

        class Handler(BaseHTTPRequestHandler):
            def do_POST(handler) -> None:  # noqa: N805
                self._serve(handler)

            @override
            def log_message(self, *_: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def address(self, secret: str = "hook-Secret-4711") -> str:
        return f"json://127.0.0.1:{self.server.server_port}/{secret}/?rto=0.5"

    @property
    def titles(self) -> list[str]:
        return [str(one["title"]) for one in self.heard]

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        self.tries.append(body)
        if self.hangs is not None:
            self.hangs.wait(30)
        status, text = self.answer
        if status == 200:
            self.heard.append(body)
        with contextlib.suppress(OSError):
            handler.send_response(status)
            handler.end_headers()
            handler.wfile.write(text.encode())

    def close(self) -> None:
        if self.hangs is not None:
            self.hangs.set()
        self.server.shutdown()
        self.server.server_close()


class MailServer:
    """Speaks as much SMTP as a mail needs. With `refusal` it takes nobody."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, list[str], str]] = []
        """(from, to, text as sent)."""
        self.refusal = ""

        class Handler(socketserver.StreamRequestHandler):
            @override
            def handle(handler) -> None:  # noqa: N805
                with contextlib.suppress(OSError):
                    self._serve(handler)

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    def _serve(self, handler: socketserver.StreamRequestHandler) -> None:
        sender, to = "", list[str]()
        handler.wfile.write(b"220 here\r\n")
        for raw in handler.rfile:
            line = raw.decode().strip()
            word, about = line.partition(" ")[0].upper(), line.partition(":")[2].partition(" ")[0].strip("<>")
            sender = about if word == "MAIL" else sender
            to += [about] if word == "RCPT" else []
            handler.wfile.write(f"{self._said(word)}\r\n".encode())
            if word == "DATA":
                self.mails.append((sender, list(to), "".join(_data(handler))))
                handler.wfile.write(b"250 taken\r\n")
            if word == "QUIT":
                return

    def _said(self, word: str) -> str:
        if self.refusal and word in ("AUTH", "MAIL"):
            return self.refusal
        said = {"EHLO": "250-here\r\n250 AUTH PLAIN LOGIN", "AUTH": "235 good", "DATA": "354 go on", "QUIT": "221 bye"}
        return said.get(word, "250 fine")

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def _data(handler: socketserver.StreamRequestHandler) -> Iterator[str]:
    for raw in handler.rfile:
        if raw == b".\r\n":
            return
        yield raw.decode()
