"""A map server on this computer that does what a test tells it: good tiles, late ones, bombs, nonsense."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

from console.basemaps.web import Web

BOGOR = Path(__file__).resolve().parents[4] / "shared" / "data" / "basemap" / "bogor.pmtiles"
needs_bogor = pytest.mark.skipif(not BOGOR.is_file(), reason="the tiles of Bogor are not beside the repository")


@dataclass
class Said:
    """One answer of the server."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut_at: int | None = None  # so many bytes of the body, then the connection ends


def picture(
    color: tuple[int, int, int] = (200, 30, 40), size: int = 256, form: str = "PNG", height: int | None = None
) -> bytes:
    """A tile of one colour."""
    held = io.BytesIO()
    Image.new("RGB", (size, height or size), color).save(held, form)
    return held.getvalue()


class MapServer:
    """`says` is asked for each path; it gets the path with its query and the request's headers."""

    def __init__(self) -> None:
        self.says: Callable[[str, dict[str, str]], Said] = lambda path, headers: Said(status=404)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.sent = 0
        self.at_once = self.most_at_once = 0
        self.lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                with outer.lock:
                    outer.asked.append((self.path, headers))
                    outer.at_once += 1
                    outer.most_at_once = max(outer.most_at_once, outer.at_once)
                try:
                    said = outer.says(self.path, headers)
                finally:
                    with outer.lock:
                        outer.at_once -= 1
                body = said.body if said.cut_at is None else said.body[: said.cut_at]
                with outer.lock:
                    outer.sent += len(body)
                try:
                    self.send_response(said.status)
                    for name, value in {"Content-Length": str(len(said.body)), **said.headers}.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    self.close_connection = True  # who asked has gone
                if said.cut_at is not None:
                    self.close_connection = True

            def handle(self) -> None:
                with suppress(ConnectionError):
                    super().handle()

            def log_message(self, *_: object) -> None:
                """Tests look at `asked`."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def paths(self) -> list[str]:
        """What was asked for."""
        return [urlsplit(path).path for path, _ in self.asked]

    def gives(self, data: bytes, etag: str = '"1"') -> None:
        """A file that is given in parts."""

        def says(path: str, headers: dict[str, str]) -> Said:
            first, _, last = headers["range"].removeprefix("bytes=").partition("-")
            part = data[int(first) : int(last) + 1]
            return Said(part, 206, {"ETag": etag, "Content-Range": f"bytes {first}-{last}/{len(data)}"})

        self.says = says

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def server() -> Iterator[MapServer]:
    """The map server."""
    server = MapServer()
    yield server
    server.close()


@pytest.fixture
def web() -> Iterator[Web]:
    """Asks this computer, too."""
    web = Web(loopback=True, seconds=5)
    yield web
    web.close()
