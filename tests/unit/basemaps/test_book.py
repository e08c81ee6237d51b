"""Tiles are fetched politely and kept; a source that is dead, slow, broken or hostile holds nothing up and says why."""

from __future__ import annotations

import email.utils
import gzip
import socket
import ssl
import struct
import threading
import time
import zlib
from contextlib import suppress

import pytest

from console.basemaps import book as books
from console.basemaps import web as webs
from console.basemaps.book import TileBook
from console.basemaps.cache import Kept, TileCache
from console.basemaps.providers import LEAST_FRESH_S, fresh_s, provider_of
from console.basemaps.web import Trouble, Web, Why
from layers.tilesources import Key, source_of
from tests.service.authority import Authority
from tests.unit.basemaps.conftest import Said, picture

KEY = Key(12, 3262, 2119)


def source(address, **more):
    return source_of({"key": "s", "kind": "xyz", "title": "S", "address": address} | more)


class Heard:
    """Waits for tiles to be told of."""

    def __init__(self, book):
        self.keys, self._change = [], threading.Condition()
        book.listen(self._take)

    def _take(self, keys):
        with self._change:
            self.keys += keys
            self._change.notify_all()

    def until(self, *keys, count=1):
        with self._change:
            assert self._change.wait_for(lambda: all(self.keys.count(key) >= count for key in keys), 10), self.keys


@pytest.fixture
def cache(tmp_path):
    cache = TileCache(tmp_path / "tiles.sqlite")
    yield cache
    cache.close()


@pytest.fixture
def open_book(server, web, cache):
    opened, asking = [], [web]

    def make(address=None, kept=cache, asks=web, **more):
        row = source(address or f"{server.url}/{{z}}/{{x}}/{{y}}.png", **more)
        asking.append(asks)
        opened.append(TileBook(row, provider_of(row, asks), kept))
        return opened[-1]

    yield make
    for asks in asking:
        asks.close()
    for book in opened:
        book.close()


def test_a_tile_that_was_asked_for_comes_and_is_not_asked_for_twice(server, open_book):
    server.says = lambda path, headers: Said(picture())
    book = open_book()
    heard = Heard(book)
    assert book.want([KEY]) == [KEY]
    assert book.want([KEY]) == [KEY]
    heard.until(KEY)
    assert book.want([KEY]) == []
    assert book.picture(KEY).getpixel((9, 9)) == (200, 30, 40)
    assert server.paths() == ["/12/3262/2119.png"]
    assert "poc-console" in server.asked[0][1]["user-agent"]


def test_with_the_cable_pulled_what_was_seen_is_there(server, open_book, cache):
    server.says = lambda path, headers: Said(picture(), headers={"Cache-Control": "max-age=99999"})
    book = open_book()
    heard = Heard(book)
    book.want([KEY])
    heard.until(KEY)
    server.close = lambda: None
    server._server.shutdown()
    server._server.server_close()
    again = open_book(asks=Web(loopback=True, seconds=2))
    heard = Heard(again)
    unseen = Key(12, 1, 1)
    again.want([KEY, unseen])
    heard.until(KEY, unseen)
    assert again.picture(KEY) is not None
    assert again.picture(unseen) is None
    assert again.standing().why is Why.DEAD


def test_an_old_tile_is_shown_at_once_and_its_server_asked_whether_it_has_changed(
    server, open_book, cache, monkeypatch
):
    server.says = lambda path, headers: Said(picture(), headers={"ETag": '"a"', "Cache-Control": "max-age=1"})
    book = open_book()
    heard = Heard(book)
    book.want([KEY])
    heard.until(KEY)
    later = time.time() + 2 * LEAST_FRESH_S
    monkeypatch.setattr(books.time, "time", lambda: later)
    server.says = lambda path, headers: Said(status=304 if headers.get("if-none-match") == '"a"' else 500)
    again = open_book()
    heard = Heard(again)
    again.want([KEY])
    heard.until(KEY, count=2)
    assert again.picture(KEY) is not None
    assert again.standing().why is None
    assert cache.get(again.source.origin, KEY).fresh_until > later


def test_a_missing_tile_is_not_asked_for_again_and_a_farther_one_stands_in(server, open_book):
    parent = Key(11, 1631, 1059)
    server.says = lambda path, headers: Said(picture()) if path.startswith("/11/") else Said(status=404)
    book = open_book()
    heard = Heard(book)
    book.want([KEY])
    heard.until(KEY, parent)
    assert book.want([KEY]) == []
    assert book.substitute(KEY) == parent
    assert server.paths().count("/12/3262/2119.png") == 1
    assert book.standing().why is None


def bomb() -> bytes:
    """A PNG of 30,000 × 30,000 pixels in a few kilobytes."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (Said(b"<!DOCTYPE html><p>Please sign in"), Why.NO_IMAGE),
        (Said(b"<?xml version='1.0'?><ServiceExceptionReport/>"), Why.NO_IMAGE),
        (Said(picture()[:300]), Why.NO_IMAGE),
        (Said(bomb()), Why.NO_IMAGE),
        (Said(picture(size=2048)), Why.TOO_LARGE),
        (Said(picture(size=256, height=100)), Why.TOO_LARGE),
        (Said(picture(form="GIF")), Why.NO_IMAGE),
        (Said(gzip.compress(b"\x1a\x02ab"), headers={"Content-Type": "image/png"}), Why.NO_IMAGE),
        (Said(), Why.NO_IMAGE),
        (Said(b"\x89PNG" + bytes(5_000_000)), Why.TOO_LARGE),
        (Said(picture(), cut_at=90), Why.DEAD),
        (Said(status=500), Why.REFUSED),
        (Said(status=403), Why.FORBIDDEN),
        (Said(status=302, headers={"Location": "http://127.0.0.1/"}), Why.ELSEWHERE),
        (Said(status=429, headers={"Retry-After": "120"}), Why.BUSY),
    ],
    ids=[
        "html",
        "exception",
        "torn",
        "bomb",
        "huge",
        "flat",
        "gif",
        "vector",
        "empty",
        "long",
        "cut",
        "500",
        "403",
        "redirect",
        "429",
    ],
)
def test_what_is_no_tile_is_told_of_and_not_kept(server, open_book, cache, said, why):
    server.says = lambda path, headers: said
    book = open_book(least_zoom=12)
    heard = Heard(book)
    book.want([KEY])
    heard.until(KEY)
    assert book.picture(KEY) is None
    assert book.standing().why is why
    assert book.want([KEY]) == []
    assert cache.size(book.source.origin) == (0, 0)


def test_a_picture_is_taken_whatever_it_is_called(server, open_book):
    server.says = lambda path, headers: Said(picture((1, 2, 3)), headers={"Content-Type": "text/html; charset=x"})
    book = open_book()
    heard = Heard(book)
    book.want([KEY])
    heard.until(KEY)
    assert book.picture(KEY).getpixel((3, 3)) == (1, 2, 3)


@pytest.mark.parametrize("name", ["127.0.0.1", "elsewhere.example"], ids=["unknown authority", "another name"])
def test_a_certificate_that_does_not_hold_is_told_and_nothing_is_sent(tmp_path, open_book, name):
    cert, key = Authority.made(tmp_path / "ca").issue(name)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    heard_by_server = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            with suppress(OSError):
                connection, _ = listener.accept()
                with connection, suppress(ssl.SSLError), context.wrap_socket(connection, server_side=True) as secure:
                    heard_by_server.append(secure.recv(1000))

        thread = threading.Thread(target=serve)
        thread.start()
        book = open_book(f"https://127.0.0.1:{listener.getsockname()[1]}/{{z}}/{{x}}/{{y}}.png", least_zoom=12)
        heard = Heard(book)
        book.want([KEY])
        heard.until(KEY)
        thread.join()
    assert book.standing().why is Why.CERTIFICATE
    assert heard_by_server in ([], [b""])


def test_twenty_thousand_tiles_in_the_cache_are_no_burden(cache):
    start = time.process_time()
    for number in range(20_000):
        cache.put("s", Key(14, number % 200, number // 200), Kept(b"x" * 500, "", "", 0.0, 0.0))
    written_s, start = time.process_time() - start, time.process_time()
    assert all(cache.get("s", Key(14, number % 200, number // 200)) for number in range(0, 20_000, 20))
    assert cache.size("s") == (20_000, 10_000_000)
    assert time.process_time() - start < 1, "a thousandth of a second a tile at most"
    assert written_s < 20


def test_a_busy_server_is_left_alone(server, open_book):
    server.says = lambda path, headers: Said(status=503, headers={"Retry-After": "60"})
    book = open_book(least_zoom=12)
    heard = Heard(book)
    book.want([KEY])
    heard.until(KEY)
    others = [Key(12, 1, row) for row in range(20)]
    book.want(others)
    heard.until(*others)
    assert len(server.asked) == 1


def test_a_dead_host_is_not_knocked_at_for_every_tile(open_book, monkeypatch):
    knocks = []
    create = webs.socket.create_connection

    def knock(*given, **more):
        knocks.append(given)
        return create(*given, **more)

    monkeypatch.setattr(webs.socket, "create_connection", knock)
    book = open_book("http://127.0.0.1:9/{z}/{x}/{y}.png")
    heard = Heard(book)
    keys = [Key(12, 1, row) for row in range(30)]
    book.want(keys)
    heard.until(*keys)
    assert book.standing().why is Why.DEAD
    assert len(knocks) <= webs.AT_ONCE


def test_a_slow_server_sees_few_connections_and_asking_never_waits(server, open_book):
    gate = threading.Event()

    def says(path, headers):
        gate.wait(10)
        return Said(picture())

    server.says = says
    book = open_book()
    heard = Heard(book)
    keys = [Key(12, 1, row) for row in range(12)]
    assert book.want(keys) == keys
    while server.at_once < webs.AT_ONCE:
        time.sleep(0.005)
    assert book.standing().waiting == 12
    assert book.picture(keys[0]) is None
    gate.set()
    heard.until(*keys)
    assert server.most_at_once <= webs.AT_ONCE


def test_a_server_that_does_not_answer_in_time_is_late_and_what_failed_is_asked_for_again(
    server, open_book, monkeypatch
):
    monkeypatch.setattr(books, "AGAIN_S", (0.0,))
    monkeypatch.setattr(webs, "PAUSES_S", (0.0,))
    gate = threading.Event()
    server.says = lambda path, headers: gate.wait(10) and Said(picture())
    book = open_book(asks=Web(loopback=True, seconds=0.3), least_zoom=12)
    heard = Heard(book)
    book.want([KEY])
    heard.until(KEY)
    assert book.standing().why is Why.LATE
    gate.set()
    book.retry()
    heard.until(KEY, count=2)
    assert book.picture(KEY) is not None
    assert book.standing().why is None


def test_closing_does_not_wait_for_a_server_that_hangs(server, web, cache):
    gate, asked = threading.Event(), threading.Event()

    def says(path, headers):
        asked.set()
        gate.wait(20)
        return Said(picture())

    server.says = says
    row = source(f"{server.url}/{{z}}/{{x}}/{{y}}.png")
    book = TileBook(row, provider_of(row, web), cache)
    book.want([KEY])
    assert asked.wait(5)
    web.close()
    book.close()
    gate.set()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("tiles-")]


def test_what_was_not_looked_at_longest_goes_first(tmp_path, web, server):
    moment = [1000.0]
    cache = TileCache(tmp_path / "t.sqlite", most_bytes=10_000, now=lambda: moment[0])
    kept = provider_kept(b"x" * 1000)
    for row in range(12):
        moment[0] += 7200
        cache.put("s", Key(9, 0, row), kept)
        cache.get("s", Key(9, 0, 0))  # looked at again and again
    assert cache.get("s", Key(9, 0, 0)) is not None
    assert cache.get("s", Key(9, 0, 1)) is None
    assert cache.get("s", Key(9, 0, 11)) is not None
    assert cache.size("s")[1] <= 10_000
    cache.forget("s")
    assert cache.size("s") == (0, 0)
    cache.close()


def provider_kept(body):
    from console.basemaps.cache import Kept

    return Kept(body, "", "", 1e12, 1.0)


def test_a_full_disk_keeps_what_there_is_and_tiles_are_shown_all_the_same(server, cache, open_book, caplog):
    server.says = lambda path, headers: Said(picture((1, 2, 3)))
    cache.put("s", KEY, Kept(b"x" * 1_000, "", "", 0.0, 0.0))
    (pages,) = cache._base.execute("pragma page_count").fetchone()
    cache._base.execute(f"pragma max_page_count = {pages}")  # SQLite then says what it says on a full disk
    for row in range(20):
        cache.put("s", Key(12, 1, row), Kept(b"x" * 20_000, "", "", 0.0, 0.0))
    assert "full" in caplog.text
    assert cache.get("s", KEY).body == b"x" * 1_000
    book = open_book()
    heard = Heard(book)
    book.want([KEY])
    heard.until(KEY)
    assert book.picture(KEY).getpixel((3, 3)) == (1, 2, 3)


def test_a_torn_cache_is_begun_anew(tmp_path):
    path = tmp_path / "t.sqlite"
    path.write_bytes(b"this is no database at all, but long enough to be looked at" * 40)
    cache = TileCache(path)
    cache.put("s", KEY, provider_kept(b"x"))
    assert cache.get("s", KEY).body == b"x"
    cache.close()


def test_a_folder_that_cannot_be_written_keeps_nothing_and_breaks_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    cache = TileCache(tmp_path / "file" / "t.sqlite")
    cache.put("s", KEY, provider_kept(b"x"))
    assert cache.get("s", KEY) is None
    cache.close()


def test_how_long_a_tile_is_fresh_is_the_servers_word_within_reason():
    now = time.time()
    assert fresh_s({"cache-control": "public, max-age=86400"}, now) == 86_400
    assert fresh_s({"cache-control": "max-age=86400", "age": "6400"}, now) == 80_000
    assert fresh_s({"cache-control": "no-store"}, now) == LEAST_FRESH_S
    assert fresh_s({"cache-control": "max-age=5"}, now) == LEAST_FRESH_S
    assert fresh_s({"expires": email.utils.formatdate(now + 50_000)}, now) == pytest.approx(50_000, abs=2)
    assert fresh_s({"expires": "never"}, now) == LEAST_FRESH_S
    assert fresh_s({}, now) == 7 * 86_400


@pytest.mark.parametrize(
    "address",
    [
        "http://tile.example.org/1", "ftp://tile.example.org/1", "file:///etc/passwd", "https://u:p@tile.example.org/1",
        "https://", "http://127.0.0.1/1", "https://a b/", "https://tile.example.org/\n",
    ],
)  # fmt: skip
def test_only_https_is_asked(address):
    web = Web(loopback=False, own_hosts=frozenset())
    with pytest.raises(Trouble) as told:
        web.get(address)
    assert told.value.why is Why.NOT_ALLOWED


@pytest.mark.parametrize("address", ["10.0.0.7", "127.0.0.1", "169.254.169.254", "::1", "192.168.1.9"])
def test_a_private_network_is_not_asked_unless_its_host_was_named(monkeypatch, address):
    monkeypatch.setattr(webs.socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (address, 443))])
    tried = []
    monkeypatch.setattr(
        webs.socket, "create_connection", lambda place, *_: tried.append(place) or (_ for _ in ()).throw(OSError())
    )
    with pytest.raises(Trouble) as told:
        Web(loopback=False, own_hosts=frozenset()).get("https://peta.kota.example/1")
    assert told.value.why is Why.NOT_ALLOWED
    assert not tried
    with pytest.raises(Trouble) as told:
        Web(loopback=False, own_hosts=frozenset({"peta.kota.example"})).get("https://peta.kota.example/1")
    assert (told.value.why is Why.DEAD) == address.startswith(("10.", "192."))
